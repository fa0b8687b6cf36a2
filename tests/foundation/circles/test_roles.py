"""Roles have a term, pass to the second, come back, and open when nobody is there."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from commonhearth.foundation.access import NotVisible, Refused
from commonhearth.foundation.circles import services
from commonhearth.foundation.circles.events import SomeoneNeeded
from commonhearth.foundation.circles.models import Office, Openness, Role
from commonhearth.foundation.circles.selectors import circle_of, office_holders, roles_of
from commonhearth.foundation.circles.services.terms import year_after
from commonhearth.foundation.events import _listeners
from commonhearth.foundation.members import services as members
from commonhearth.foundation.members.models import Standing


@pytest.fixture
def needed(monkeypatch):
    """What was said to be needed."""
    heard: list[str] = []
    monkeypatch.setitem(_listeners, SomeoneNeeded, [lambda event: heard.append(event.office)])
    return heard


@pytest.fixture
def kitchen(house):
    """A circle of Ada, Ben and Cleo."""
    ada, ben, cleo = (house.member(name) for name in ("Ada", "Ben", "Cleo"))
    made = house.circle(ada)
    for member in (ben, cleo):
        services.join(actor=member, circle=made, name=member.name, now=house.now)
    house.ada, house.ben, house.cleo = ada, ben, cleo
    return made


def give(house, circle, member, office=Office.FACILITATOR, *, by=None, days=180, **more):
    today = house.now.date()
    return services.give_role(
        actor=by or house.acting(house.ada),
        circle=circle,
        office=office,
        holder=house.seat(circle, member),
        starts=today,
        ends=today + timedelta(days=days),
        now=house.now,
        **more,
    )


def test_the_founder_is_steward_for_a_year(house):
    steward = house.steward()
    assert steward.offices == {"steward"}
    role = Role.objects.get(office=Office.STEWARD)
    assert role.ends == date(2027, 3, 5)
    assert office_holders(frozenset({"steward"}), house.now) == [steward]


def test_an_office_ends_with_its_term(house):
    later = house.now + timedelta(days=366)
    assert office_holders(frozenset({"steward"}), later) == []


def test_a_year_after_a_leap_day():
    assert year_after(date(2028, 2, 29)) == date(2029, 2, 28)
    assert year_after(date(2026, 3, 5)) == date(2027, 3, 5)
    assert year_after(date(9999, 3, 5)) == date.max, "what can be typed can be reckoned with"


def test_no_role_longer_than_a_year_or_backwards(house, kitchen):
    with pytest.raises(services.TermTooLong):
        give(house, kitchen, house.ben, days=366)
    with pytest.raises(services.TermBackwards):
        give(house, kitchen, house.ben, days=0)
    give(house, kitchen, house.ben, days=365)


def test_while_nobody_looks_after_a_circle_anyone_in_it_gives_roles_then_only_who_does(house, kitchen):
    assert not circle_of(kitchen.id, now=house.now).is_kept
    give(house, kitchen, house.ben, by=house.acting(house.cleo))
    assert circle_of(kitchen.id, now=house.now).is_kept
    with pytest.raises(Refused) as raised:
        give(house, kitchen, house.cleo, Office.SECOND, by=house.acting(house.cleo))
    assert raised.value.verdict.code == "needs_keeper"
    give(house, kitchen, house.cleo, Office.SECOND, by=house.acting(house.ben))


def test_community_offices_are_given_in_the_root_circle_only(house, kitchen):
    with pytest.raises(services.OfficeElsewhere):
        give(house, kitchen, house.ben, Office.REGISTRAR)


def test_nobody_gives_themselves_an_office_of_the_community_unless_alone(house):
    steward, root = house.steward(), house.root
    today = house.now.date()
    told = {"circle": root, "office": Office.REGISTRAR, "holder": house.seat(root, steward)}
    told |= {"starts": today, "ends": year_after(today), "now": house.now}
    services.give_role(actor=steward, **told)
    house.member("Ada")
    with pytest.raises(Refused) as raised:
        services.give_role(actor=house.steward(), **(told | {"office": Office.TREASURER}))
    assert raised.value.verdict.code == "not_to_yourself"


def test_a_role_is_held_once_at_a_time(house, kitchen):
    give(house, kitchen, house.ben)
    with pytest.raises(services.HeldAlready):
        give(house, kitchen, house.ben, by=house.acting(house.ben))


def test_only_full_members_here_now_take_a_role(house, kitchen):
    seat = house.seat(kitchen, house.cleo)
    house.cleo.standing = Standing.PAUSED
    house.cleo.save(update_fields=["standing"])
    assert seat.member_id == house.cleo.id
    with pytest.raises(services.NotHere):
        give(house, kitchen, house.cleo)


def test_away_the_second_stands_in_and_back_the_role_is_ones_own_again(house, kitchen, needed):
    role = give(house, kitchen, house.ben)
    give(house, kitchen, house.cleo, Office.SECOND, by=house.acting(house.ben))
    members.go_away(actor=house.acting(house.ben), back_on=None, now=house.now)
    role.refresh_from_db()
    assert (role.holder.member_id, role.kept_for.member_id) == (house.cleo.id, house.ben.id)
    assert house.acting(house.cleo).seats[kitchen.id].offices == {"facilitator", "second"}
    assert house.acting(house.ben).seats[kitchen.id].offices == frozenset()
    members.come_back(actor=house.acting(house.ben), now=house.now)
    role.refresh_from_db()
    assert (role.holder.member_id, role.kept_for) == (house.ben.id, None)
    assert needed == []


def test_away_without_a_second_the_circle_hears_that_someone_is_needed(house, kitchen, needed):
    role = give(house, kitchen, house.ben)
    members.go_away(actor=house.acting(house.ben), back_on=None, now=house.now)
    role.refresh_from_db()
    assert role.holder is None
    assert needed == ["facilitator"]
    assert not circle_of(kitchen.id, now=house.now).is_kept


def test_a_stand_in_who_goes_away_too_leaves_it_to_the_first_when_back(house, kitchen, needed):
    role = give(house, kitchen, house.ben)
    give(house, kitchen, house.cleo, Office.SECOND, by=house.acting(house.ben))
    members.go_away(actor=house.acting(house.ben), back_on=None, now=house.now)
    members.go_away(actor=house.acting(house.cleo), back_on=None, now=house.now)
    role.refresh_from_db()
    assert (role.holder, role.kept_for.member_id) == (None, house.ben.id)
    members.come_back(actor=house.acting(house.ben), now=house.now)
    role.refresh_from_db()
    assert role.holder.member_id == house.ben.id


def test_leaving_the_second_holds_the_rest_of_the_term(house, kitchen, needed):
    role = give(house, kitchen, house.ben)
    give(house, kitchen, house.cleo, Office.SECOND, by=house.acting(house.ben))
    services.leave(actor=house.acting(house.ben), circle=kitchen, now=house.now)
    role.refresh_from_db()
    heir = Role.objects.get(circle=kitchen, office=Office.FACILITATOR, ended=None)
    assert role.ended == house.now
    assert (heir.holder.member_id, heir.ends) == (house.cleo.id, role.ends)
    assert needed == []


def test_after_a_death_roles_open_quietly_and_a_mistake_gives_them_back(house, kitchen, needed):
    role = give(house, kitchen, house.ben)
    death = members.say_died(actor=house.acting(house.ada), member=house.ben, now=house.now)
    members.confirm_died(actor=house.acting(house.cleo), death=death, now=house.now)
    role.refresh_from_db()
    assert role.holder is None and needed == []
    members.undo_died(actor=house.acting(house.ada), death=death, now=house.now)
    role.refresh_from_db()
    assert role.holder.member_id == house.ben.id
    assert kitchen.id in house.acting(house.ben).circle_ids


def test_after_a_mistake_the_second_stands_in_again_and_who_was_away_holds_nothing(house, kitchen, needed):
    role = give(house, kitchen, house.ben)
    give(house, kitchen, house.cleo, Office.SECOND, by=house.acting(house.ben))
    members.go_away(actor=house.acting(house.ben), back_on=None, now=house.now)
    other = house.member("Dov")
    for mistaken, during in ((house.cleo, None), (house.ben, house.cleo)):
        death = members.say_died(actor=house.acting(house.ada), member=mistaken, now=house.now)
        members.confirm_died(actor=house.acting(other), death=death, now=house.now)
        role.refresh_from_db()
        assert (role.holder.member if role.holder else None) == during
        members.undo_died(actor=house.acting(house.ada), death=death, now=house.now)
        role.refresh_from_db()
        assert (role.holder.member_id, role.kept_for.member_id) == (house.cleo.id, house.ben.id)


def test_while_the_steward_is_away_nobody_takes_the_community_over(house):
    ada = house.member("Ada")
    house.member("Ben")
    members.go_away(actor=house.steward(), back_on=None, now=house.now)
    assert circle_of(house.root.id, now=house.now).is_kept
    today = house.now.date()
    with pytest.raises(Refused):
        services.give_role(
            actor=house.acting(ada),
            circle=house.root,
            office=Office.STEWARD,
            holder=house.seat(house.root, ada),
            starts=today,
            ends=year_after(today),
            now=house.now,
        )


def test_when_no_steward_is_left_a_member_may_name_another_but_not_themselves(house):
    ada, ben = house.member("Ada"), house.member("Ben")
    members.leave(actor=house.steward(), now=house.now)
    today = house.now.date()
    told = {"circle": house.root, "office": Office.STEWARD, "starts": today, "ends": year_after(today)}
    with pytest.raises(Refused):
        services.give_role(actor=house.acting(ada), holder=house.seat(house.root, ada), now=house.now, **told)
    services.give_role(actor=house.acting(ada), holder=house.seat(house.root, ben), now=house.now, **told)
    assert house.acting(ben).offices == {"steward"}


def test_laying_down_needs_no_reason(house, kitchen, needed):
    role = give(house, kitchen, house.ben)
    with pytest.raises(Refused):
        services.lay_down(actor=house.acting(house.cleo), role=role, now=house.now)
    services.lay_down(actor=house.acting(house.ben), role=role, now=house.now)
    assert roles_of(house.acting(house.ben), kitchen, now=house.now) == []
    assert needed == ["facilitator"]


def test_a_delegate_goes_into_a_circle_that_can_be_seen_and_gains_nothing_there(house, kitchen):
    garden = house.circle(house.cleo, Openness.CLOSED, name="Garden")
    hidden = house.circle(house.cleo, Openness.CONFIDENTIAL, name="Lantern")
    with pytest.raises(services.NoInto):
        give(house, kitchen, house.ben, Office.DELEGATE)
    with pytest.raises(NotVisible):
        give(house, kitchen, house.ben, Office.DELEGATE, into=hidden)
    give(house, kitchen, house.ben, Office.DELEGATE, into=garden)
    assert garden.id not in house.acting(house.ben).circle_ids
