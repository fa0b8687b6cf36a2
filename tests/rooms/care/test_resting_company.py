"""Said to have died by mistake: company, ways and worries rest, are read by nobody, and are there again."""

from __future__ import annotations

from datetime import timedelta

import pytest

from commonhearth.foundation.access import NotVisible
from commonhearth.foundation.members import services as membering
from commonhearth.foundation.members.mistakes import MISTAKE_WITHIN
from commonhearth.foundation.members.models import Member
from commonhearth.foundation.notices.models import Notice
from commonhearth.rooms.care.models import Buddies, Errand, LastWish
from commonhearth.rooms.care.selectors import accompanying as ways
from commonhearth.rooms.care.selectors import supporting as selectors
from commonhearth.rooms.care.services import accompanying, remembering
from commonhearth.rooms.care.services import supporting as services
from tests.rooms.care.test_accompanying import ask, seen
from tests.rooms.care.test_supporting import offers, seat


@pytest.fixture
def here(world, db):
    with world.harbour.within():
        for model in (Buddies, Errand):
            model.objects.all().delete()
        Notice.objects.all().delete()
        yield world.harbour


def dies(place, who: str):
    death = membering.say_died(actor=place.acting("steward"), member=place.acting(who), now=place.now)
    membering.confirm_died(actor=place.acting("registrar"), death=death, now=place.now)
    return death


def undo(place, death) -> None:
    membering.undo_died(actor=place.acting("steward"), death=death, now=place.now + timedelta(days=1))


def company(place) -> Buddies:
    offer = offers(place, who="neighbour")
    pair = services.ask_for_buddy(actor=place.acting("guest"), offer=offer, now=place.now)
    services.answer_buddy(actor=place.acting("neighbour"), pair=pair, yes=True, now=place.now)
    return pair


@pytest.mark.parametrize("who", ["neighbour", "guest"])
def test_company_rests_and_is_there_again(here, who):
    pair, other = company(here), {"neighbour": "guest", "guest": "neighbour"}[who]
    Notice.objects.all().delete()
    death = dies(here, who)
    found = selectors.company_of(here.acting(other))
    assert (found.mine, found.others) == (None, [])
    assert not selectors.buddies_of(here.acting("guest"), here.acting("neighbour"))
    with pytest.raises(NotVisible):
        selectors.pair_in_reach(here.acting(other), pair.id)
    assert not Notice.objects.filter(code__startswith="care.buddy").exists()
    undo(here, death)
    assert selectors.buddies_of(here.acting("guest"), here.acting("neighbour"))
    assert not Notice.objects.filter(code__startswith="care.buddy").exists()


def test_whoever_asks_another_meanwhile_has_chosen(here):
    company(here)
    another = offers(here, who="steward")
    death = dies(here, "neighbour")
    services.ask_for_buddy(actor=here.acting("guest"), offer=another, now=here.now)
    undo(here, death)
    assert [pair.buddy_id for pair in Buddies.objects.all()] == [another.member_id]


def test_company_goes_thirty_days_after(here):
    company(here)
    dies(here, "neighbour")
    assert services.forget_company(now=here.now + MISTAKE_WITHIN - timedelta(minutes=1)) == 0
    assert services.forget_company(now=here.now + MISTAKE_WITHIN) == 1


def test_a_way_of_theirs_rests_and_is_there_again(here):
    errand = ask(here)
    along = accompanying.come_along(actor=here.acting("neighbour"), errand=errand, now=here.now)
    accompanying.choose(actor=here.acting("member"), companion=along, now=here.now)
    death = dies(here, "member")
    assert seen(here, "neighbour") == []
    with pytest.raises(NotVisible):
        ways.companion_in_reach(here.acting("neighbour"), along.id)
    undo(here, death)
    assert len(seen(here, "neighbour")) == len(seen(here, "member")) == 1


def test_who_was_to_come_along_comes_after_all_where_nobody_else_was_chosen(here):
    errand = ask(here)
    along = accompanying.come_along(actor=here.acting("neighbour"), errand=errand, now=here.now)
    accompanying.choose(actor=here.acting("member"), companion=along, now=here.now)
    assert seen(here, "steward") == []
    death = dies(here, "neighbour")
    assert len(seen(here, "steward")) == 1, "others are asked again"
    ways.errand_in_reach(here.acting("steward"), errand.id, now=here.now)
    undo(here, death)
    assert seen(here, "steward") == [] and len(seen(here, "neighbour")) == 1


def test_who_was_to_come_along_makes_room_for_who_is_chosen_instead(here):
    errand = ask(here)
    along = accompanying.come_along(actor=here.acting("neighbour"), errand=errand, now=here.now)
    accompanying.choose(actor=here.acting("member"), companion=along, now=here.now)
    death = dies(here, "neighbour")
    other = accompanying.come_along(actor=here.acting("steward"), errand=errand, now=here.now)
    with pytest.raises(NotVisible):  # an old page of the choice
        accompanying.choose(actor=here.acting("member"), companion=along, now=here.now)
    accompanying.choose(actor=here.acting("member"), companion=other, now=here.now)
    undo(here, death)
    assert seen(here, "neighbour") == [] and len(seen(here, "steward")) == 1


def test_a_worry_about_them_is_read_by_nobody_and_stands_again(here, monkeypatch):
    monkeypatch.setattr(selectors, "hears_worries", lambda *args, **more: True)

    def read() -> list[str]:
        rows = selectors.worries(here.acting("steward"), now=here.now, time_zone="UTC")
        return [one.words for one in rows]

    about = seat(here, "neighbour")
    services.raise_worry(
        actor=here.acting("member"), about=about, words="Quiet.", there=[here.acting("steward")], now=here.now
    )
    assert "Quiet." in read()
    death = dies(here, "neighbour")
    assert "Quiet." not in read() and selectors.own_worries(here.acting("member"), about) == []
    undo(here, death)
    assert "Quiet." in read() and len(selectors.own_worries(here.acting("member"), about)) == 1


def test_a_wish_that_was_carried_out_holds_again(here):
    remembering.wish(actor=here.acting("neighbour"), words="nameless", remembered=True, now=here.now)
    death = dies(here, "neighbour")
    assert remembering.carry_out_wishes(now=here.now + MISTAKE_WITHIN) == 1
    undo(here, death)
    assert LastWish.objects.get(member=here.acting("neighbour")).carried_out is None
    assert Member.objects.get(id=here.acting("neighbour").id).died is None


@pytest.mark.parametrize("who", ["guest", "stranger", "paused"])
def test_the_wrong_person_undoes_nothing(here, world, who):
    death = dies(here, "neighbour")
    answer = world.client(who).post(f"/c/{here.community.slug}/office/died/{death.id}/undo/", follow=True)
    death.refresh_from_db()
    assert death.undone is None and answer.status_code in (403, 404)
    assert here.acting("neighbour").standing == "died"
