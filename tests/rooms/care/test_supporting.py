"""Wishes for silence, worries, company: read by whom somebody chose, both ways, never more than they carry."""

from __future__ import annotations

from datetime import timedelta

import pytest

from commonhearth.foundation import sealed
from commonhearth.foundation.access import NotVisible, Refused
from commonhearth.foundation.circles.models import CircleMembership
from commonhearth.foundation.members import services as membering
from commonhearth.foundation.notices.models import Notice
from commonhearth.rooms.care.models import Buddies, DutyHours, Load, Offer, QuietWish, Worry
from commonhearth.rooms.care.selectors import duty
from commonhearth.rooms.care.selectors import supporting as selectors
from commonhearth.rooms.care.services import remembering
from commonhearth.rooms.care.services import supporting as services
from tests.counting import queries


@pytest.fixture
def here(world, db):
    with world.harbour.within():
        yield world.harbour


def seat(place, who: str, circle: str = "root") -> CircleMembership:
    return CircleMembership.objects.get(circle=place.circles[circle], member=place.acting(who), left=None)


def wish(place, shown_to: str, *, tell_me: bool = True, who: str = "paused") -> None:
    services.wish_for_quiet(
        actor=place.acting(who),
        way="leave",
        words="Ring my sister, 555 0100.",
        shown_to=shown_to,
        tell_me=tell_me,
        now=place.now,
    )


def offers(place, who: str = "steward", **more) -> Offer:
    given = {
        "for_newcomers": True,
        "to_listen": False,
        "times": "",
        "ways": "",
        "would_like": "a walk",
        "cap": 2,
        "rest_from": None,
        "rest_until": None,
    }
    services.set_offer(actor=place.acting(who), now=place.now, **given | more)
    return Offer.objects.get(member=place.acting(who))


def test_a_wish_is_sealed_and_read_by_whom_they_chose(here):
    viewer, about = here.acting("neighbour"), here.acting("paused")
    for shown_to, in_community, in_circle in (
        ("nobody", False, False),
        ("buddy", False, False),
        ("community", True, False),
        ("everywhere", True, True),
    ):
        wish(here, shown_to)
        assert bool(selectors.wish_of(viewer, about, in_community=True)) is in_community, shown_to
        assert bool(selectors.wish_of(viewer, about, in_community=False)) is in_circle, shown_to
    row = QuietWish.objects.get(member=about)
    with pytest.raises(Refused):
        sealed.open(row.words, viewer=here.acting("steward"))


def test_a_buddy_reads_it_once_both_said_yes(here):
    wish(here, "buddy", who="neighbour")
    pair = services.ask_for_buddy(
        actor=here.acting("steward"), offer=Offer.objects.get(member=here.acting("neighbour")), now=here.now
    )
    viewer, about = here.acting("steward"), here.acting("neighbour")
    assert selectors.wish_of(viewer, about, in_community=True) is None
    services.answer_buddy(actor=about, pair=pair, yes=True, now=here.now)
    found = selectors.wish_of(viewer, about, in_community=True)
    assert found is not None and found.way == "leave"
    assert selectors.wish_of(viewer, about, in_community=False) is None
    services.end_buddies(actor=about, pair=pair, now=here.now)
    assert selectors.wish_of(viewer, about, in_community=True) is None


def test_with_nobody_on_duty_there_is_no_form_and_nothing_is_written(world, db):
    place = world.harbour
    at = f"/c/{place.community.slug}/circles/{place.circles['root'].id}/people/"
    with place.within():
        about, before = seat(place, "member"), Worry.objects.count()
        DutyHours.objects.all().delete()  # whatever the hour of this test
    client = world.client("neighbour")
    page = client.get(f"{at}{about.id}/worried/").content.decode()
    assert "A card is fine." in page and "999" in page  # their own wish, and outside numbers
    assert "Nobody whom you could tell is on duty at this hour" in page and "<textarea" not in page
    assert client.post(f"{at}{about.id}/worried/", {"words": "x", "once_key": "c" * 32}).status_code == 403
    with place.within():
        assert Worry.objects.count() == before


def test_a_worry_is_told_to_who_is_there_and_to_whom_it_concerns(here):
    worry = services.raise_worry(
        actor=here.acting("neighbour"),
        about=seat(here, "member"),
        words="No light.",
        there=[here.acting("registrar")],
        now=here.now,
    )
    told = Notice.objects.filter(code="care.worried_about_you", member=here.acting("member"))
    assert told.exists() and all(notice.params == {} for notice in told)  # never by whom
    assert Notice.objects.filter(code="care.worry", member=here.acting("registrar")).exists()
    for who in ("member", "neighbour", "paused"):
        with pytest.raises(Refused):
            sealed.open(worry.words, viewer=here.acting(who))


def on_watch(monkeypatch, place, *who: str) -> None:
    """Let these have stated that they are there now."""
    there = [duty.OnDuty(place.acting(one), [], True) for one in who]
    given = duty.Duty(people=there, again=None, nights="none")
    monkeypatch.setattr(selectors, "duty_for", lambda viewer, *, now, time_zone: given)


def test_a_worry_is_never_told_to_somebody_who_would_not_be_shown_it(here, monkeypatch):
    """Whoever is kept apart from either of the two finds no worry between them, so it is no one on duty for it."""
    on_watch(monkeypatch, here, "registrar")
    zone, viewer, about = here.community.time_zone, here.acting("neighbour"), here.acting("member")
    assert selectors.who_would_read(viewer, about, now=here.now, time_zone=zone) == [here.acting("registrar")]

    membering.keep_apart(actor=about, other=here.acting("registrar"), now=here.now)

    assert selectors.who_would_read(viewer, about, now=here.now, time_zone=zone) == []
    with pytest.raises(Refused) as nobody:
        services.raise_worry(
            actor=viewer,
            about=seat(here, "member"),
            words="No light.",
            there=[here.acting("registrar")],
            now=here.now,
        )
    assert nobody.value.verdict.code == "nobody_on_duty"


def test_whoever_was_worried_sees_who_looks_after_it_and_since_when(world):
    place = world.harbour
    with place.within():
        about = seat(place, "member")
        worry = Worry.objects.get(by__member=place.acting("neighbour"), about=about)
        worry.for_viewer = True
    path = f"/c/harbour/circles/{place.circles['root'].id}/people/{about.id}/worried/"
    page = world.client("neighbour").get(path).content.decode()
    assert "Nobody has said yet that they look after it" in page and "No light for a week" not in page
    with place.within():
        for who in ("steward", "registrar"):
            services.take_worry_in_hand(actor=place.acting(who), worry=worry, now=place.now)
        name = str(place.acting("steward"))
        rows = Notice.objects.filter(code="care.worry_in_hand")
        assert [row.member_id for row in rows] == [place.acting("neighbour").id], "told once, of the first"
    assert f"{name} looks after it since" in world.client("neighbour").get(path).content.decode()
    for who in ("member", "guest", "steward"):
        assert "You told those on duty" not in world.client(who).get(path).content.decode()


def test_whoever_asked_not_to_be_told_is_not(here):
    wish(here, "nobody", tell_me=False)
    services.raise_worry(
        actor=here.acting("neighbour"),
        about=seat(here, "paused"),
        words="x",
        there=[here.acting("registrar")],
        now=here.now,
    )
    assert not Notice.objects.filter(code="care.worried_about_you", member=here.acting("paused")).exists()


def test_nobody_worries_about_themselves_or_tells_only_whom_it_is_about(here):
    with pytest.raises(Refused):
        services.raise_worry(
            actor=here.acting("member"), about=seat(here, "member"), words="x", there=[], now=here.now
        )
    with pytest.raises(Refused):
        services.raise_worry(
            actor=here.acting("neighbour"),
            about=seat(here, "steward"),
            words="x",
            there=[here.acting("steward")],
            now=here.now,
        )


def test_those_on_duty_read_it_and_whom_it_is_about_never_does(here):
    zone = here.community.time_zone
    found = selectors.worries(here.acting("steward"), now=here.now, time_zone=zone)
    assert "No light for a week." in [one.words for one in found]
    services.take_worry_in_hand(actor=here.acting("steward"), worry=found[0].worry, now=here.now)
    assert selectors.worries(here.acting("steward"), now=here.now, time_zone=zone)[0].in_hand
    for who in ("guest", "paused"):
        with pytest.raises(NotVisible):
            selectors.worries(here.acting(who), now=here.now, time_zone=zone)
    Worry.objects.update(about=seat(here, "steward"))
    assert selectors.worries(here.acting("steward"), now=here.now, time_zone=zone) == []


def test_a_worry_is_erased_after_fourteen_days(here):
    assert Worry.objects.exists()
    services.forget_worries(now=here.now + timedelta(days=13, hours=23))
    assert Worry.objects.exists()
    services.forget_worries(now=here.now + timedelta(days=14))
    assert not Worry.objects.exists()


def test_nobody_is_only_a_helper(world, db):
    client, at = world.client("steward"), f"/c/{world.harbour.community.slug}/company/offering/"
    answer = client.post(at, {"to_listen": "on", "cap": "2", "would_like": ""})
    assert answer.status_code == 422 and "what you would like yourself" in answer.content.decode()
    assert client.post(at, {"to_listen": "on", "cap": "2", "would_like": "tea"}).status_code == 302


def test_both_say_yes_and_either_ends_it(here):
    offer = offers(here)
    guest = here.acting("guest")
    services.end_buddies(actor=guest, pair=Buddies.objects.get(newcomer=guest), now=here.now)
    pair = services.ask_for_buddy(actor=guest, offer=offer, now=here.now)
    with pytest.raises(Refused):  # one at a time
        services.ask_for_buddy(actor=guest, offer=offer, now=here.now)
    with pytest.raises(Refused):  # only who was asked
        services.answer_buddy(actor=here.acting("neighbour"), pair=pair, yes=True, now=here.now)
    services.answer_buddy(actor=here.acting("steward"), pair=pair, yes=True, now=here.now)
    with pytest.raises(Refused):
        services.end_buddies(actor=here.acting("neighbour"), pair=pair, now=here.now)
    services.end_buddies(actor=here.acting("steward"), pair=pair, now=here.now)
    assert not Buddies.objects.filter(newcomer=guest).exists()


def test_a_not_just_now_leaves_nothing(here):
    pair = Buddies.objects.get(newcomer=here.acting("guest"))
    services.answer_buddy(actor=here.acting("member"), pair=pair, yes=False, now=here.now)
    assert not Buddies.objects.filter(newcomer=here.acting("guest")).exists()
    assert Notice.objects.get(code="care.buddy_not_now").params == {}


def test_matching_obeys_the_cap_and_rest_and_stepping_back(here):
    def room() -> bool:
        return selectors.has_room_for_one(here.acting("steward").id, now=here.now)

    today = here.now.date()
    offer = offers(here, cap=1)
    assert room()
    services.ask_for_buddy(actor=here.acting("registrar"), offer=offer, now=here.now)
    assert not room()
    with pytest.raises(Refused):
        services.ask_for_buddy(actor=here.acting("neighbour"), offer=offer, now=here.now)
    offers(here, cap=5, rest_from=today, rest_until=today + timedelta(days=7))
    assert not room()
    assert offer.id not in {seen.offer.id for seen in selectors.offers(here.acting("guest"), now=here.now)[0]}
    offers(here, cap=5)
    assert room()
    membering.step_back(actor=here.acting("steward"), now=here.now)
    assert not room()


def test_kept_apart_neither_finds_nor_keeps_company(here):
    pair = Buddies.objects.get(newcomer=here.acting("guest"))
    services.answer_buddy(actor=here.acting("member"), pair=pair, yes=True, now=here.now)
    membering.keep_apart(actor=here.acting("guest"), other=here.acting("member"), now=here.now)
    assert not Buddies.objects.filter(id=pair.id).exists()
    mine = Offer.objects.get(member=here.acting("member"))
    assert mine.id not in {seen.offer.id for seen in selectors.offers(here.acting("guest"), now=here.now)[0]}
    with pytest.raises(NotVisible):
        services.ask_for_buddy(actor=here.acting("guest"), offer=mine, now=here.now)


def test_how_much_somebody_carries_is_on_no_page_of_others(world, db):
    with world.harbour.within():
        Load.objects.filter(member=world.harbour.acting("member")).update(cap=11_113)
    page = world.client("guest").get(f"/c/{world.harbour.community.slug}/company/").content.decode()
    assert "somebody to cook with" in page and "11113" not in page.replace(",", "")


def test_after_a_death_nobody_is_matched_with_them_and_their_wish_is_carried_out_in_time(here):
    membering.come_back(actor=here.acting("paused"), now=here.now)
    offers(here, who="paused")
    remembering.wish(actor=here.acting("paused"), words="nameless", remembered=True, now=here.now)
    death = membering.say_died(actor=here.acting("steward"), member=here.acting("paused"), now=here.now)
    membering.confirm_died(actor=here.acting("registrar"), death=death, now=here.now)
    names = [seen.name for seen in selectors.offers(here.acting("guest"), now=here.now)[0]]
    assert here.acting("paused").name not in names
    assert remembering.carry_out_wishes(now=here.now + timedelta(days=29)) == 0
    assert remembering.carry_out_wishes(now=here.now + timedelta(days=30)) == 1
    assert set(
        CircleMembership.objects.filter(member=here.acting("paused")).values_list("name", flat=True)
    ) == {""}
    assert here.acting("paused").name  # the register keeps its entry
    assert remembering.carry_out_wishes(now=here.now + timedelta(days=31)) == 0


def test_company_asks_as_often_however_many_offer(world, db):
    client, at = world.client("guest"), f"/c/{world.harbour.community.slug}/company/"
    few = queries(client, at)
    with world.harbour.within():
        for who in ("steward", "registrar"):
            offers(world.harbour, who=who)
    assert queries(client, at) == few <= 8
