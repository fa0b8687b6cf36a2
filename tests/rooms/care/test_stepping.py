"""Step back today: roles pass on or the circle is asked; one press back; what is handed over."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection

from commonhearth.foundation.access import NotVisible, Refused
from commonhearth.foundation.circles import services as circling
from commonhearth.foundation.circles.models import CircleMembership, Role
from commonhearth.foundation.circles.selectors import circle_of
from commonhearth.foundation.logbook.models import Line
from commonhearth.foundation.members import services as membering
from commonhearth.foundation.notices.models import Notice
from commonhearth.rooms.care.models import Need
from commonhearth.rooms.care.selectors import stepping as selectors
from commonhearth.rooms.care.services import stepping as services


@pytest.fixture
def here(world, db):
    with world.harbour.within():
        yield world.harbour


def seat(place, who: str, circle: str) -> CircleMembership:
    return CircleMembership.objects.get(circle=place.circles[circle], member=place.acting(who), left=None)


def facilitator(place, circle: str = "closed") -> Role:
    return Role.objects.get(circle=place.circles[circle], office="facilitator", ended=None)


def named_second(place, who: str = "steward", circle: str = "open") -> None:
    joined = circling.join(
        actor=place.acting(who), circle=place.circles[circle], name="Reed", word="", now=place.now
    )
    circling.give_role(
        actor=place.acting("member"),
        circle=place.circles[circle],
        office="second",
        holder=CircleMembership.objects.get(id=joined.id),
        starts=place.now.date(),
        ends=(place.now + timedelta(days=90)).date(),
        now=place.now,
    )


def need_of(place, circle: str = "closed") -> Need:
    return Need.objects.get(circle=place.circles[circle], office="facilitator", over=None)


def test_roles_pass_to_the_second_and_come_back_at_one_press(here):
    named_second(here)
    assert ("Kitchen", "Reed") in [
        (one.circle, one.to) for one in selectors.passes_on(here.acting("member"), now=here.now)
    ]
    lines = Line.objects.count()
    membering.step_back(actor=here.acting("member"), now=here.now)
    assert str(facilitator(here, "open").holder) == "Reed"
    assert not Need.objects.filter(circle=here.circles["open"], office="facilitator").exists()
    assert (
        here.acting("member").is_acting
        and "facilitator" not in here.acting("member").seats[here.circles["open"].id].offices
    )
    membering.step_up(actor=here.acting("member"), now=here.now)
    assert facilitator(here, "open").holder == seat(here, "member", "open")
    assert Line.objects.count() == lines  # nobody's business, and no reason


def test_without_a_second_the_circle_is_asked(here):
    membering.step_back(actor=here.acting("member"), now=here.now)
    assert facilitator(here).holder is None
    need = need_of(here)
    closed = circle_of(here.circles["closed"].id, now=here.now)
    ahead = selectors.needs_ahead(here.acting("member"), closed)
    assert any(str(need.id) in thing.url for thing in ahead)
    membering.step_up(actor=here.acting("member"), now=here.now)
    need.refresh_from_db()
    assert need.over is not None


def test_stepping_back_twice_or_from_outside_is_refused(here):
    membering.step_back(actor=here.acting("member"), now=here.now)
    for who in ("member", "paused"):
        with pytest.raises(Refused):
            membering.step_back(actor=here.acting(who), now=here.now)
    with pytest.raises(Refused):
        membering.step_up(actor=here.acting("neighbour"), now=here.now)


def test_coming_back_from_away_does_not_end_stepping_back(here):
    membering.step_back(actor=here.acting("member"), now=here.now)
    membering.go_away(actor=here.acting("member"), back_on=None, now=here.now)
    membering.come_back(actor=here.acting("member"), now=here.now)
    assert facilitator(here).holder is None
    membering.step_up(actor=here.acting("member"), now=here.now)
    assert facilitator(here).holder == seat(here, "member", "closed")


@pytest.mark.parametrize("way", ["without", "move"])
def test_the_circle_says_what_it_does_and_may_say_it_anew(here, way):
    membering.step_back(actor=here.acting("member"), now=here.now)
    services.settle(actor=here.acting("member"), need=need_of(here), way=way, now=here.now)
    seen = selectors.need_seen(here.acting("paused"), need_of(here).id, now=here.now)
    assert seen.need.way == way and seen.said_by == "Moss"
    assert seen.next is not None and seen.next.url.startswith("/c/harbour/meetings/")
    for who in ("neighbour", "steward"):
        with pytest.raises(NotVisible):
            selectors.need_seen(here.acting(who), need_of(here).id, now=here.now)
        with pytest.raises(Refused):
            services.settle(actor=here.acting(who), need=need_of(here), way=way, now=here.now)


def test_a_neighbour_circle_is_asked_and_somebody_comes_by_their_name_in_the_community(here):
    membering.step_back(actor=here.acting("member"), now=here.now)
    services.settle(
        actor=here.acting("member"),
        need=need_of(here),
        way="neighbour",
        neighbour=here.circles["other"],
        now=here.now,
    )
    seen = selectors.need_seen(here.acting("neighbour"), need_of(here).id, now=here.now)
    assert not seen.mine and seen.said_by == ""  # who said it stays in the circle
    services.come_to_help(actor=here.acting("neighbour"), need=need_of(here), now=here.now)
    mine = selectors.need_seen(here.acting("member"), need_of(here).id, now=here.now)
    assert (mine.helper, mine.asked) == ("Nils", "Allotment")  # not Fern, as the Allotment knows them
    with pytest.raises(Refused):
        services.come_to_help(actor=here.acting("neighbour"), need=need_of(here), now=here.now)
    with pytest.raises(Refused):
        services.come_to_help(actor=here.acting("steward"), need=need_of(here), now=here.now)


def test_whoever_is_kept_apart_reads_that_somebody_comes_steps_in_or_handed_over_and_not_who(here):
    """The thing stands, since the circle needs it; the name does not."""
    named_second(here)
    membering.step_back(actor=here.acting("member"), now=here.now)
    services.settle(
        actor=here.acting("member"),
        need=need_of(here),
        way="neighbour",
        neighbour=here.circles["other"],
        now=here.now,
    )
    services.come_to_help(actor=here.acting("neighbour"), need=need_of(here), now=here.now)
    services.write_handover(
        actor=here.acting("paused"),
        circle=here.circles["closed"],
        keys="Blue door.",
        promises="",
        waiting="",
        now=here.now,
    )
    membering.step_up(actor=here.acting("member"), now=here.now)
    for who in ("neighbour", "paused", "steward"):
        membering.keep_apart(actor=here.acting(who), other=here.acting("member"), now=here.now)
    viewer = here.acting("member")

    helped = Need.objects.filter(helper__member=here.acting("neighbour")).get()
    assert selectors.need_seen(viewer, helped.id, now=here.now).helper == "somebody"
    closed = circle_of(here.circles["closed"].id, now=here.now)
    assert [(one.name, one.keys) for one in selectors.handovers_of(viewer, closed)] == [
        ("somebody", "Blue door.")
    ]
    assert ("Kitchen", "somebody") in [
        (one.circle, one.to) for one in selectors.passes_on(viewer, now=here.now)
    ]


def test_a_hidden_circle_asks_no_neighbour_and_is_asked_by_none(here):
    membering.step_back(actor=here.acting("member"), now=here.now)
    with pytest.raises(Refused):
        services.settle(
            actor=here.acting("member"),
            need=need_of(here, "hidden"),
            way="neighbour",
            neighbour=here.circles["open"],
            now=here.now,
        )
    with pytest.raises(Refused):
        services.settle(
            actor=here.acting("member"),
            need=need_of(here, "open"),
            way="neighbour",
            neighbour=here.circles["hidden"],
            now=here.now,
        )
    assert here.circles["hidden"].id not in {
        one.id for one in selectors.neighbours_of(here.acting("member"), here.circles["open"])
    }


def test_what_is_told_names_no_circle_and_nobody(here):
    membering.step_back(actor=here.acting("member"), now=here.now)
    services.settle(actor=here.acting("member"), need=need_of(here), way="without", now=here.now)
    assert Notice.objects.filter(code="care.settled").exists()
    assert all(notice.params == {} for notice in Notice.objects.filter(code__startswith="care."))


def test_a_handover_is_sealed_and_read_by_who_steps_in_alone(here):
    words = "The key hangs behind the blue door."
    services.write_handover(
        actor=here.acting("paused"),
        circle=here.circles["closed"],
        keys=words,
        promises="",
        waiting="Otto, about the hall",
        now=here.now,
    )
    closed = circle_of(here.circles["closed"].id, now=here.now)
    assert [one.keys for one in selectors.handovers_of(here.acting("member"), closed)] == [words]
    for who in ("neighbour", "steward"):
        assert selectors.handovers_of(here.acting(who), closed) == []
        with pytest.raises(NotVisible):
            selectors.circle_to_hand_over(here.acting(who), closed.id, now=here.now)
    with connection.cursor() as cursor:
        cursor.execute('SELECT * FROM "care_handover"')
        raw = b"".join(
            bytes(c) for row in cursor.fetchall() for c in row if isinstance(c, bytes | memoryview)
        )
    assert raw and b"blue door" not in raw
    services.write_handover(
        actor=here.acting("paused"), circle=closed, keys="", promises="", waiting="", now=here.now
    )
    assert selectors.handovers_of(here.acting("member"), closed) == []


def test_with_one_press_on_the_page(world, db):
    client, at = world.client("member"), f"/c/{world.harbour.community.slug}/step-back/"
    assert "Step back today" in client.get(at).content.decode()
    assert client.post(at).status_code == 302
    page = client.get(at).content.decode()
    assert "You have stepped back" in page and "I am here again" in page
    assert client.post(f"{at}here-again/").status_code == 302
    assert client.post(f"{at}here-again/").status_code == 403
