"""The pages of who writes for somebody without a sign-in, and of who lets another be host."""

from __future__ import annotations

from typing import Any

import pytest

from commonhearth.foundation.access import Refused
from commonhearth.foundation.circles.models import CircleMembership
from commonhearth.foundation.members import services as members
from commonhearth.foundation.members.models import KeptApart, Member, Standing
from commonhearth.foundation.notices.models import Notice
from commonhearth.rooms.meetings import selectors, services
from commonhearth.rooms.meetings.models import Coming, Meeting
from tests.world import World


def at(world: World, circle: str, rest: str) -> str:
    return f"/c/harbour/meetings/{world.harbour.things['meeting_id'][circle]}/{rest}"


@pytest.fixture
def wilma(world: World) -> CircleMembership:
    """The place in the circle of everyone of somebody without a sign-in, whom the neighbour writes for."""
    place = world.harbour
    with place.within():
        member = members.add_without_sign_in(
            actor=place.acting("steward"),
            name="Wilma",
            speaks_through=place.acting("neighbour"),
            now=place.now,
        )
        return CircleMembership.objects.get(circle=place.circles["root"], member=member, left=None)


def test_who_was_chosen_says_on_the_page_whether_they_come(world: World, wilma: CircleMembership):
    client, seat = world.client("neighbour"), wilma
    page = client.get(at(world, "open", "")).text
    assert "Answer for Wilma, who chose you to write for them" in page
    to = at(world, "open", f"for/{seat.id}/")
    form = client.get(to).text
    assert "Does Wilma come?" in form and "What do you need" not in form
    assert client.post(to, {"answer": "perhaps"}).status_code == 422
    assert client.post(to, {"answer": "coming", "bringing": 1}).status_code == 302
    with world.harbour.within():
        row = Coming.objects.get(member=seat.member_id)
        assert (row.answer, row.bringing, row.seat_id) == ("coming", 1, seat.id)
        assert row.written_by_id == world.harbour.acting("neighbour").id
    assert "Wilma + 1" in world.client("member").get(at(world, "open", "")).text
    assert client.post(to, {"answer": "not"}).status_code == 302
    assert "checked" in client.get(to).text


def test_nobody_else_finds_that_page(world: World, wilma: CircleMembership):
    to = at(world, "open", f"for/{wilma.id}/")
    for who in ("member", "guest", "steward", "visitor", "stranger", "elsewhere"):
        assert world.client(who).get(to).status_code == 404, who
        assert world.client(who).post(to, {"answer": "coming"}).status_code == 404, who
    with world.harbour.within():
        assert not Coming.objects.filter(member=wilma.member_id).exists()


def test_of_a_circle_they_are_not_in_there_is_nothing(world: World, wilma: CircleMembership):
    for circle in ("closed", "hidden"):
        to = at(world, circle, f"for/{wilma.id}/")
        assert world.client("neighbour").post(to, {"answer": "coming"}).status_code == 404
    with world.harbour.within():
        row = selectors.meeting_row(
            world.harbour.acting("member"), world.harbour.things["meeting_id"]["closed"], now=world.now
        )
        assert selectors.spoken_for(world.harbour.acting("neighbour"), row) == []


def test_when_it_has_begun_nothing_is_offered(world: World, wilma: CircleMembership):
    with world.harbour.within():
        Meeting.objects.filter(id=world.harbour.things["meeting_id"]["open"]).update(cancelled=world.now)
    assert "Answer for Wilma" not in world.client("neighbour").get(at(world, "open", "")).text
    to = at(world, "open", f"for/{wilma.id}/")
    assert world.client("neighbour").post(to, {"answer": "coming"}).status_code == 403


def neighbours_seat(world: World) -> CircleMembership:
    """Let the neighbour come into the kitchen."""
    with world.harbour.within():
        return CircleMembership.objects.create(
            circle=world.harbour.circles["open"],
            member=world.harbour.acting("neighbour"),
            name="Fern",
            joined=world.now,
        )


def test_the_host_lets_somebody_else_be_host_of_one_date(world: World):
    seat, client = neighbours_seat(world), world.client("member")
    assert "Let somebody else be host on this date" in client.get(at(world, "open", "")).text
    page = client.get(at(world, "open", "host/")).text
    assert "Who is host on this date?" in page and "Fern" in page
    assert "For you as the host" not in world.client("neighbour").get(at(world, "open", "")).text
    assert client.post(at(world, "open", "host/"), {"to": ""}).status_code == 422
    assert client.post(at(world, "open", "host/"), {"to": str(seat.id)}).status_code == 302
    assert "For you as the host" in world.client("neighbour").get(at(world, "open", "")).text
    assert "For you as the host" not in client.get(at(world, "open", "")).text
    with world.harbour.within():
        assert Notice.objects.filter(member=seat.member_id, code="meetings.host").count() == 1
    mine = client.get(at(world, "open", "host/")).text
    assert "Moss" in mine and "Fern" not in mine, "who planned it may take it back"


def test_who_may_not_change_it_makes_nobody_host(world: World):
    seat = neighbours_seat(world)
    for who, status in (("neighbour", 403), ("guest", 403), ("steward", 403), ("visitor", 404)):
        answer = world.client(who).post(at(world, "open", "host/"), {"to": str(seat.id)})
        assert answer.status_code == status, who
    stranger = {"to": "00000000-0000-4000-8000-000000000000"}
    assert world.client("member").post(at(world, "open", "host/"), stranger).status_code in (404, 422)


@pytest.mark.parametrize("how", ["apart", "away", "left"])
def test_nobody_who_is_not_here_or_kept_apart_is_made_host(world: World, how: str):
    seat = neighbours_seat(world)
    with world.harbour.within():
        member: Any = world.harbour.acting("member")
        if how == "apart":
            KeptApart.objects.create(asker=member, other_id=seat.member_id, created=world.now)
        elif how == "away":
            Member.objects.filter(id=seat.member_id).update(standing=Standing.PAUSED)
        else:
            CircleMembership.objects.filter(id=seat.id).update(left=world.now)
        seat = CircleMembership.objects.select_related("member").get(id=seat.id)
        row = selectors.meeting_row(member, world.harbour.things["meeting_id"]["open"], now=world.now)
        with pytest.raises(Refused):
            services.set_host(actor=world.harbour.acting("member"), meeting=row, seat=seat, now=world.now)
    assert "Fern" not in world.client("member").get(at(world, "open", "host/")).text


def test_a_circle_s_meetings_have_a_door_on_its_page(world: World):
    circle = world.harbour.circles["open"].id
    page = world.client("member").get(f"/c/harbour/circles/{circle}/").text
    for door in ("talk/", "meetings/", "handbook/"):
        assert f'href="/c/harbour/circles/{circle}/{door}"' in page
    listed = world.client("member").get(f"/c/harbour/circles/{circle}/meetings/").text
    assert "Round of open" in listed and "Round of root" not in listed
    hidden = world.harbour.circles["hidden"].id
    assert world.client("steward").get(f"/c/harbour/circles/{hidden}/meetings/").status_code == 404
