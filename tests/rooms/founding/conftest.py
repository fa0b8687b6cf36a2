"""Three people, and a draft that says everything a community needs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import pytest

from commonhearth.foundation.accounts.models import Person
from commonhearth.foundation.accounts.services import people
from commonhearth.rooms.founding import services
from commonhearth.rooms.founding.models import Draft, Founder


@dataclass
class Table:
    """A kitchen table: who sits at it, and what they write."""

    now: datetime
    persons: dict[str, Person] = field(default_factory=dict)

    def person(self, name: str) -> Person:
        """Return somebody with a sign-in, made when first asked for."""
        if name not in self.persons:
            address = f"{name.lower()}@example.org"
            self.persons[name] = people.arrive(email=address, now=self.now, expected=True)
        return self.persons[name]

    def draft(self, kind: str = "mental_health", by: str = "Ana") -> Draft:
        """Begin a draft."""
        return services.begin_draft(actor=self.person(by), kind=kind, called=by, now=self.now)

    def say(self, draft: Draft, by: str = "Ana", **words: Any) -> Draft:
        """Write on it."""
        return services.say(actor=self.person(by), draft_id=draft.id, now=self.now, **words)

    def founder(self, draft: Draft, name: str) -> Founder:
        """Return somebody's place among the founders."""
        return Founder.objects.get(draft=draft, person=self.person(name))


@pytest.fixture
def table(db: None, now: datetime) -> Table:
    return Table(now)


@pytest.fixture
def stranger(table: Table) -> Callable[[], Person]:
    return lambda: table.person("Zoe")
