"""Three people, and a draft that says everything a community needs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Any

import pytest

from commonhearth.foundation.accounts.models import Person
from commonhearth.foundation.accounts.services import people
from commonhearth.rooms.founding import services
from commonhearth.rooms.founding.models import Draft, Founder
from commonhearth.rooms.founding.services.text import digest_of


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

    def come(self, draft: Draft, *names: str, by: str = "Ana") -> None:
        """Invite people by link and let them come along."""
        for name in names:
            _link, token = services.invite_founder(
                actor=self.person(by), draft_id=draft.id, note=name, now=self.now
            )
            services.come_along(actor=self.person(name), token=token, name=name, now=self.now)

    def whole(self, kind: str = "mental_health", others: tuple[str, ...] = ("Ben", "Cleo")) -> Draft:
        """A draft that says everything a community needs, with its founders at the table."""
        draft = self.draft(kind)
        self.say(
            draft,
            purpose="Company for people who hear voices.",
            for_whom="Anybody over eighteen in and around Portsmouth.",
            town="Portsmouth, England",
            country="GB",
            latitude=50.799,
            longitude=-1.091,
            name="Harbour Voices",
            helplines="GB",
            time_zone="Europe/London",
            meets_on=self.now.date() + timedelta(days=14),
            meets_clock=time(19, 0),
            meets_where="Upstairs at the library, Guildhall Square",
            meets_district="near the Guildhall",
            meets_expect="A round, tea, and time to talk.",
        )
        self.come(draft, *others)
        self.name(draft, ("steward", "Ana", 12), ("treasurer", "Ben", 6))
        draft.refresh_from_db()
        return draft

    def name(self, draft: Draft, *roles: tuple[str, str, int]) -> None:
        """Name people to offices."""
        named = [
            services.Named(office, self.founder(draft, name).id, months) for office, name, months in roles
        ]
        services.name_roles(actor=self.person("Ana"), draft_id=draft.id, named=named, now=self.now)

    def confirm(self, draft: Draft, *names: str) -> Draft:
        """Confirm the text as it stands now."""
        for name in names:
            draft = Draft.objects.get(id=draft.id)
            draft = services.confirm(
                actor=self.person(name), draft_id=draft.id, text=digest_of(draft), now=self.now
            )
        return draft

    def founder(self, draft: Draft, name: str) -> Founder:
        """Return somebody's place among the founders."""
        return Founder.objects.get(draft=draft, person=self.person(name))


@pytest.fixture
def table(db: None, now: datetime) -> Table:
    return Table(now)


@pytest.fixture
def stranger(table: Table) -> Callable[[], Person]:
    return lambda: table.person("Zoe")
