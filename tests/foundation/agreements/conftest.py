"""The house of the circles' tests, and a table of people who decide together."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pytest

from commonhearth.foundation.agreements import services
from commonhearth.foundation.agreements.models import Agreement, ClauseVersion
from commonhearth.foundation.circles.models import Circle
from commonhearth.foundation.members.models import Member
from tests.foundation.circles.conftest import House, house

__all__ = ["house"]

WEEK = timedelta(days=7)


@dataclass
class Table:
    """A circle with an agreement, and who sits in it."""

    house: House
    circle: Circle
    agreement: Agreement
    now: datetime

    def propose(
        self, by: Member, text: str = "We meet on Thursdays.", *, after: timedelta = timedelta(), **more: Any
    ) -> ClauseVersion:
        """Propose a wording, shown for a week from `after` the start."""
        told: dict[str, Any] = {"short": text, "closes": self.now + after + WEEK}
        return services.propose_version(
            actor=self.house.acting(by),
            agreement=self.agreement,
            text=text,
            now=self.now + after,
            **(told | more),
        )

    def adopt(
        self, by: Member, text: str = "We meet on Thursdays.", *, after: timedelta = timedelta(), **more: Any
    ) -> ClauseVersion:
        """Propose a wording and put it in force when its week is over."""
        version = self.propose(by, text, after=after, **more)
        return services.put_in_force(
            actor=self.house.acting(by), version=version, now=self.now + after + WEEK
        )


@pytest.fixture
def table(house: House) -> Table:
    """The whole membership: Stella the steward, Ada, Ben and Cleo, with a charter begun."""
    house.ada, house.ben, house.cleo = (house.member(name) for name in ("Ada", "Ben", "Cleo"))
    root = house.root
    agreement = services.begin_agreement(
        actor=house.acting(house.ada), circle=root, kind="charter", title="Charter", now=house.now
    )
    return Table(house, root, agreement, house.now)
