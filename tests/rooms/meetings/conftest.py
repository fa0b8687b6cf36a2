"""What the tests of meetings share: a house, a circle in it, and something that meets on Thursdays."""

from __future__ import annotations

from datetime import date, time
from typing import Any

import pytest

from commonhearth.core.rhythm import HowOften, rule_for
from commonhearth.foundation.circles.models import Circle, Openness
from commonhearth.foundation.members.models import Member
from commonhearth.rooms.meetings import services
from commonhearth.rooms.meetings.models import Meeting, Series
from commonhearth.rooms.meetings.services import Plan
from tests.foundation.circles.conftest import House, house  # noqa: F401  a fixture

#: The Thursday after the evening of the tests; the clocks change in London on 29 March 2026.
FIRST = date(2026, 3, 12)


def said(**more: Any) -> Plan:
    """Say what meets: every Thursday at half past six in London."""
    first = more.get("first", FIRST)
    told: dict[str, Any] = {
        "title": "Thursday circle",
        "first": first,
        "at": time(18, 30),
        "zone": "Europe/London",
        "rule": rule_for(HowOften.WEEKLY, first),
        "place": "12 Harbour Street",
        "about": "We begin with a round.",
    }
    return Plan(**(told | more))


@pytest.fixture
def mara(house: House) -> Member:  # noqa: F811
    """A full member."""
    return house.member("Mara")


@pytest.fixture
def kitchen(house: House, mara: Member) -> Circle:  # noqa: F811
    """An open circle of Mara's."""
    return house.circle(mara)


@pytest.fixture
def thursdays(house: House, mara: Member, kitchen: Circle) -> Series:  # noqa: F811
    """Every Thursday in the kitchen; Mara is host."""
    return services.plan(actor=house.acting(mara), circle=kitchen, said=said(), now=house.now)


def dates(series: Series) -> list[Meeting]:
    """Return a series' dates in order."""
    return list(Meeting.objects.filter(series=series).order_by("on"))


def hidden(house: House, by: Member) -> Circle:  # noqa: F811
    """Open a hidden circle."""
    return house.circle(by, openness=Openness.CONFIDENTIAL, name="Lantern", purpose="For the hurt.")
