"""Every support circle names a second before its first meeting (people.md, P3)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from commonhearth.foundation.access import Refused
from commonhearth.foundation.circles import services as circling
from commonhearth.foundation.circles.models import Circle, CircleKind, CircleMembership, Office
from commonhearth.foundation.members.models import Member
from commonhearth.rooms.meetings import services
from commonhearth.rooms.meetings.access import may_begin_to_meet
from commonhearth.rooms.meetings.models import Series, Slot
from commonhearth.rooms.meetings.services import polls
from tests.foundation.circles.conftest import House
from tests.rooms.meetings.conftest import said

DAY = timedelta(days=1)


@pytest.fixture
def evening(house: House, mara: Member) -> Circle:
    """A support circle of Mara and Nils."""
    circle = house.circle(mara, kind=CircleKind.SUPPORT, name="Evening")
    house.nils = house.member("Nils")
    circling.join(actor=house.acting(house.nils), circle=circle, name="Nils", now=house.now)
    return circle


def seat(circle: Circle, member: Member) -> CircleMembership:
    return CircleMembership.objects.get(circle=circle, member=member, left=None)


def name_second(house: House, mara: Member, circle: Circle) -> None:
    day = house.now.date()
    circling.give_role(
        actor=house.acting(mara),
        circle=circle,
        office=Office.SECOND,
        holder=seat(circle, house.nils),
        starts=day,
        ends=day + 90 * DAY,
        now=house.now,
    )


def test_the_first_meeting_waits_until_a_second_is_named(house: House, mara: Member, evening: Circle) -> None:
    with pytest.raises(Refused) as refused:
        services.plan(actor=house.acting(mara), circle=evening, said=said(kind="support"), now=house.now)
    assert refused.value.verdict.code == "meetings_second_first"
    assert not Series.objects.filter(circle=evening).exists()
    name_second(house, mara, evening)
    assert services.plan(actor=house.acting(mara), circle=evening, said=said(kind="support"), now=house.now)


def test_a_time_that_was_found_together_waits_too(house: House, mara: Member, evening: Circle) -> None:
    asked = polls.ask_when(
        actor=house.acting(mara),
        circle=evening,
        title="First evening",
        starts=[house.now + 9 * DAY],
        minutes=60,
        zone="Europe/London",
        closes=house.now + 5 * DAY,
        now=house.now,
    )
    slot = Slot.objects.get(poll=asked)
    with pytest.raises(Refused) as refused:
        polls.become_meeting(actor=house.acting(mara), poll=asked, slot_id=slot.id, now=house.now)
    assert refused.value.verdict.code == "meetings_second_first"
    name_second(house, mara, evening)
    assert polls.become_meeting(actor=house.acting(mara), poll=asked, slot_id=slot.id, now=house.now)


def test_a_circle_that_has_met_goes_on_without_one(house: House, mara: Member, evening: Circle) -> None:
    name_second(house, mara, evening)
    services.plan(actor=house.acting(mara), circle=evening, said=said(), now=house.now)
    later = house.now + 100 * DAY  # the term is over
    assert may_begin_to_meet(house.acting(mara), evening, today=later.date())


def test_a_second_who_has_left_is_none(house: House, mara: Member, evening: Circle) -> None:
    name_second(house, mara, evening)
    circling.join(actor=house.acting(house.member("Rosa")), circle=evening, name="Rosa", now=house.now)
    circling.leave(actor=house.acting(house.nils), circle=evening, now=house.now)
    assert (
        may_begin_to_meet(house.acting(mara), evening, today=house.now.date()).code == "meetings_second_first"
    )


def test_who_is_alone_and_circles_of_another_kind_need_none(
    house: House, mara: Member, kitchen: Circle
) -> None:
    alone = house.circle(mara, kind=CircleKind.SUPPORT, name="Lantern")
    for circle in (alone, kitchen, house.root):
        assert may_begin_to_meet(house.acting(mara), circle, today=house.now.date())
