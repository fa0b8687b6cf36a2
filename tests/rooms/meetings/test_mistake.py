"""Said to have died by mistake: what others may do meanwhile, and what is theirs again in one step."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import Any

import pytest

from commonhearth.foundation.access import NotVisible, Refused
from commonhearth.foundation.circles import services as circles
from commonhearth.foundation.circles.models import Circle, Office
from commonhearth.foundation.members import services as members
from commonhearth.foundation.members.mistakes import MISTAKE_WITHIN
from commonhearth.foundation.members.models import Death, Member
from commonhearth.foundation.notices.models import Notice
from commonhearth.foundation.outbox.models import Mail
from commonhearth.rooms.meetings import selectors, services
from commonhearth.rooms.meetings.models import Action, Coming, Feed, Invited, Meeting, RatherNot, Swap, Turn
from commonhearth.rooms.meetings.selectors.actions import actions_of
from commonhearth.rooms.meetings.selectors.calendars import feed_at
from commonhearth.rooms.meetings.selectors.working import turns_for
from commonhearth.rooms.meetings.services import actions, turns
from commonhearth.rooms.meetings.services.calendars import new_feed, set_wish
from commonhearth.rooms.meetings.services.coming import taken
from commonhearth.rooms.meetings.services.upkeep import forget_put_aside, remind_due
from tests.foundation.circles.conftest import House
from tests.rooms.meetings.conftest import dates, said
from tests.rooms.meetings.test_letters import with_address


@pytest.fixture
def nils(house: House, mara: Member, kitchen: Circle) -> Member:
    """In the kitchen; the one who is said to have died."""
    member = with_address(house, house.member("Nils"), "nils@example.org")
    house.bring(mara, kitchen, member)
    return house.acting(member)


@pytest.fixture
def ola(house: House, mara: Member, kitchen: Circle) -> Member:
    """In the kitchen too."""
    member = house.member("Ola")
    house.bring(mara, kitchen, member)
    return house.acting(member)


def dies(house: House, member: Member) -> Death:
    death = members.say_died(actor=house.steward(), member=member, now=house.now)
    members.confirm_died(actor=house.member("Second"), death=death, now=house.now)
    return death


def undo(house: House, death: Death, *, days: int = 1) -> None:
    members.undo_died(actor=house.steward(), death=death, now=house.now + timedelta(days=days))


def plan(house: House, mara: Member, kitchen: Circle, **more: Any) -> Meeting:
    told = {"doors": "community"} | more
    made = services.plan(actor=house.acting(mara), circle=kitchen, said=said(**told), now=house.now)
    return selectors.meeting_row(house.acting(mara), dates(made)[0].id, now=house.now)


def says(house: House, member: Member, meeting: Meeting, **more: Any) -> None:
    services.answer(actor=house.acting(member), meeting=meeting, says="coming", now=house.now, **more)


def own(member: Member) -> Coming:
    return Coming.objects.get(member=member)


def test_a_place_is_theirs_again_where_one_is_left(
    house: House, mara: Member, kitchen: Circle, nils: Member
) -> None:
    one = plan(house, mara, kitchen, seats=1)
    says(house, nils, one, needs="A seat by the door.")
    death = dies(house, nils)
    assert taken(one) == 0 and selectors.who_comes(house.acting(mara), one).left == 1
    assert selectors.needs_told(house.acting(mara), one) == []
    undo(house, death)
    assert taken(one) == 1 and not own(nils).waiting
    assert selectors.own_needs(house.acting(nils), own(nils)) == "A seat by the door."
    assert not Notice.objects.filter(member=nils, code="meetings.place_taken").exists()


def test_where_somebody_has_the_place_by_now_they_are_first_in_the_list_and_told(
    house: House, mara: Member, kitchen: Circle, nils: Member, ola: Member
) -> None:
    one = plan(house, mara, kitchen, seats=1)
    later = house.member("Later")
    for minute, member in enumerate((nils, ola, later)):
        at = house.now + timedelta(minutes=minute)
        services.answer(actor=house.acting(member), meeting=one, says="coming", now=at)
    death = dies(house, nils)
    assert [own(member).waiting for member in (ola, later)] == [False, True]
    undo(house, death)
    assert [own(member).waiting for member in (nils, ola, later)] == [True, False, True]
    assert taken(one) == 1, "nobody who was given a place loses it"
    told = Notice.objects.get(member=nils, code="meetings.place_taken")
    assert told.url_args == [str(one.id)]

    services.answer(actor=house.acting(ola), meeting=one, says="not", now=house.now)
    assert [own(member).waiting for member in (nils, later)] == [False, True]


def test_who_waited_waits_as_before_or_moves_up_where_there_is_room(
    house: House, mara: Member, kitchen: Circle, nils: Member, ola: Member
) -> None:
    one = plan(house, mara, kitchen, seats=1)
    says(house, ola, one)
    says(house, nils, one)
    death = dies(house, nils)
    services.answer(actor=house.acting(ola), meeting=one, says="not", now=house.now)
    assert not Notice.objects.filter(member=nils, code="meetings.place").exists(), "nothing goes out to them"
    undo(house, death)
    assert not own(nils).waiting


def test_nothing_goes_out_to_them_meanwhile_and_what_changed_is_written_then(
    house: House, mara: Member, kitchen: Circle, nils: Member
) -> None:
    set_wish(actor=nils, remind="day", letters=True, now=house.now)
    one = plan(house, mara, kitchen, rule="", title="Unique title")
    services.upkeep.make_ahead(now=one.starts - timedelta(days=2))
    says(house, nils, one)
    assert Invited.objects.filter(member=nils).count() == 1
    death = dies(house, nils)
    before = Mail.objects.filter(to="nils@example.org").count()
    services.move(
        actor=house.acting(mara),
        meeting=one,
        day=date(2026, 3, 13),
        at=time(19, 0),
        minutes=90,
        now=house.now,
    )
    remind_due(now=one.starts - timedelta(hours=2))
    assert Mail.objects.filter(to="nils@example.org").count() == before
    undo(house, death)
    assert Mail.objects.filter(to="nils@example.org").count() == before + 1
    assert Invited.objects.get(member=nils).sequence == Meeting.objects.get(id=one.id).sequence


def test_the_address_of_their_calendar_is_silent_and_then_the_same(house: House, nils: Member) -> None:
    secret = new_feed(actor=nils, naming="titles", only_yes=False, now=house.now)
    death = dies(house, nils)
    with pytest.raises(NotVisible):
        feed_at(secret, now=house.now)
    undo(house, death)
    assert feed_at(secret, now=house.now)[1].id == nils.id


def test_a_turn_is_led_by_the_second_meanwhile_who_hears_when_it_is_not_theirs(
    house: House, mara: Member, kitchen: Circle, nils: Member, ola: Member
) -> None:
    one = plan(house, mara, kitchen)
    turns.take_turn(actor=nils, meeting=one, hat="facilitator", now=house.now)
    circles.give_role(
        actor=house.acting(mara),
        circle=kitchen,
        office=Office.SECOND,
        holder=house.seat(kitchen, ola),
        starts=house.now.date(),
        ends=house.now.date() + timedelta(days=90),
        now=house.now,
    )
    Notice.objects.all().delete()
    death = dies(house, nils)
    assert Turn.objects.get().holder == house.seat(kitchen, ola)
    assert not Notice.objects.filter(code__startswith="turn.").exists(), "a person tells the circle first"
    undo(house, death)
    turn = Turn.objects.get()
    assert (turn.holder, turn.kept_for) == (house.seat(kitchen, nils), None)
    assert [told.member_id for told in Notice.objects.filter(code="turn.back")] == [ola.id]


@pytest.mark.parametrize("how", ["taken", "given", "handed on"])
def test_a_turn_that_somebody_else_has_taken_stays_with_them(
    house: House, mara: Member, kitchen: Circle, nils: Member, ola: Member, how: str
) -> None:
    one = plan(house, mara, kitchen)
    turns.take_turn(actor=nils, meeting=one, hat="scribe", now=house.now)
    death = dies(house, nils)
    for hat in ("facilitator", "host", "care"):  # whoever waits longest writes down
        RatherNot.objects.create(circle=kitchen, seat=house.seat(kitchen, ola), hat=hat, created=house.now)
    if how == "given":
        turns.give_turns(actor=house.acting(mara), meeting=one, now=house.now)
    else:
        turns.take_turn(actor=house.acting(ola), meeting=one, hat="scribe", now=house.now)
    turn = Turn.objects.get(hat="scribe")
    holder = turn.holder
    if how == "handed on":  # and whoever took it hands it on: then it is open, and nobody's of before
        turns.give_back(actor=house.acting(ola), meeting=one, turn_id=turn.id, now=house.now)
        holder = None
    undo(house, death)
    assert Turn.objects.get(hat="scribe").holder == holder != house.seat(kitchen, nils)


def test_an_asking_to_change_turns_rests_and_is_open_again(
    house: House, mara: Member, kitchen: Circle, nils: Member, ola: Member
) -> None:
    one = plan(house, mara, kitchen)
    turn = turns.take_turn(actor=house.acting(ola), meeting=one, hat="scribe", now=house.now)
    swap = turns.ask_to_swap(
        actor=house.acting(ola),
        meeting=one,
        turn_id=turn.id,
        asked=house.seat(kitchen, nils),
        now=house.now,
    )
    death = dies(house, nils)
    assert all(view.swap is None for view in turns_for(house.acting(ola), one))
    with pytest.raises(NotVisible):
        turns.answer_swap(actor=house.acting(ola), meeting=one, swap_id=swap.id, yes=False, now=house.now)
    undo(house, death)
    turns.answer_swap(actor=house.acting(nils), meeting=one, swap_id=swap.id, yes=True, now=house.now)
    assert Turn.objects.get().holder == house.seat(kitchen, nils) and not Swap.objects.exists()


def test_promises_are_someone_of_us_s_and_theirs_again_unless_taken_or_done(
    house: House, mara: Member, kitchen: Circle, nils: Member, ola: Member
) -> None:
    seat = house.seat(kitchen, nils)
    for what in ("Bread", "Soup", "Salt"):
        actions.add_action(actor=nils, circle=kitchen, what=what, owner=seat, now=house.now)
    actions.add_action(actor=house.acting(ola), circle=kitchen, what="Tea", owner=seat, now=house.now)
    death = dies(house, nils)
    found = actions_of(house.acting(mara), kitchen).views
    assert [(view.name, view.asked) for view in found] == [("", "")] * 4
    by = {action.what: action for action in Action.objects.all()}
    actions.take(actor=house.acting(ola), action=by["Soup"], now=house.now)
    actions.say(actor=house.acting(mara), action=by["Salt"], standing="done", now=house.now)
    with pytest.raises(Refused):
        actions.take(actor=house.acting(nils), action=by["Bread"], now=house.now)
    undo(house, death)
    now = {action.what: action for action in Action.objects.all()}
    assert now["Bread"].owner == seat and now["Soup"].owner == house.seat(kitchen, ola)
    assert (now["Salt"].owner, now["Salt"].standing) == (None, "done")
    assert now["Tea"].offered_to == seat
    assert not Action.objects.filter(kept_for__isnull=False).exists()


def test_after_thirty_days_what_was_put_aside_is_erased_and_of_nobody_else(
    house: House, mara: Member, kitchen: Circle, nils: Member, ola: Member
) -> None:
    far = plan(house, mara, kitchen, first=date(2026, 6, 4), rule="")
    for member in (nils, ola):
        says(house, member, far)
        new_feed(actor=house.acting(member), naming="neutral", only_yes=False, now=house.now)
    past = Coming.objects.get(member=nils)
    over = plan(house, mara, kitchen, rule="")
    Meeting.objects.filter(id=over.id).update(starts=house.now - timedelta(days=1))
    Coming.objects.create(
        meeting=over, member=nils, seat=past.seat, answer="coming", since=house.now, created=house.now
    )
    dies(house, nils)
    assert forget_put_aside(now=house.now + MISTAKE_WITHIN - timedelta(minutes=1)) == 0
    assert forget_put_aside(now=house.now + MISTAKE_WITHIN) == 2
    assert [coming.meeting_id for coming in Coming.objects.filter(member=nils)] == [over.id]
    assert Coming.objects.filter(member=ola).exists() and Feed.objects.get().member_id == ola.id


def test_who_was_away_before_is_away_after(house: House, nils: Member, kitchen: Circle) -> None:
    death = members.say_died(actor=house.steward(), member=nils, now=house.now)
    members.go_away(actor=house.acting(nils), back_on=None, now=house.now)
    members.confirm_died(actor=house.member("Second"), death=death, now=house.now)
    undo(house, death)
    assert house.acting(nils).standing == "paused" and house.acting(nils).died is None
