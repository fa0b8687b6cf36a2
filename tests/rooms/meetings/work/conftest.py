"""Meetings in the circles of the world, of whatever sort a test is about."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from commonhearth.foundation.agreements.models import Agreement, Clause, ClauseVersion
from commonhearth.foundation.circles.models import Circle, CircleMembership
from commonhearth.foundation.members.models import Member
from commonhearth.rooms.meetings.models import (
    Action,
    Hands,
    Item,
    Meeting,
    Minutes,
    Note,
    PaperWish,
    Poll,
    Present,
    RatherNot,
    Series,
    Sitting,
    Turn,
)
from tests.world import Place, World


@dataclass
class Room:
    """Harbour, with its community in reach, and meetings held there."""

    world: World
    place: Place
    now: datetime

    def meeting(
        self, key: str = "open", *, kind: str = "meeting", days: float = 0, title: str = "Thursday"
    ) -> Meeting:
        """Return a meeting of a circle that begins in some days, ninety minutes long."""
        circle = self.circle(key)
        starts = self.now + timedelta(days=days)
        series = Series(
            circle=circle, kind=kind, first=starts.date(), at=starts.time(), zone="UTC", title=title
        )
        if circle.is_hidden:
            series.title, series.sealed_words = "", f'{{"title": "{title}"}}'
        series.save()
        return Meeting.objects.create(
            series=series,
            circle=circle,
            on=starts.date(),
            starts=starts,
            ends=starts + timedelta(minutes=90),
            changed=self.now,
        )

    def circle(self, key: str) -> Circle:
        """Return one of the circles."""
        return self.place.circles[key]

    def actor(self, who: str) -> Member:
        """Return somebody as they act here now."""
        return self.place.acting(who)

    def seat(self, who: str, key: str = "open") -> CircleMembership:
        """Return where somebody sits in a circle."""
        return CircleMembership.objects.select_related("member").get(
            circle=self.circle(key), member=self.actor(who), left=None
        )

    def joins(self, who: str, key: str = "open", *, days: float = 30, name: str = "") -> CircleMembership:
        """Put somebody into a circle, some days ago."""
        member, at = self.actor(who), self.now - timedelta(days=days)
        return CircleMembership.objects.create(
            circle=self.circle(key), member=member, name=name or member.name, joined=at, created=at
        )

    def rules(self, key: str, setting: str, value: Any) -> None:
        """Let a clause of a circle rule a setting, as if it had been agreed yesterday."""
        circle, at = self.circle(key), self.now - timedelta(days=1)
        agreement = Agreement.objects.create(circle=circle, agreement_kind="ground_rules", title="Ours")
        clause = Clause.objects.create(agreement=agreement, circle=circle, number=1, rule_key=setting)
        ClauseVersion.objects.create(
            clause=clause,
            circle=circle,
            text="So.",
            short="So.",
            rule_value=value,
            closes=at,
            in_force_from=at,
        )

    def get(self, who: str, name: str, *args: Any, **asked: Any) -> Any:
        """Ask for a page as one of the cast."""
        return self.client(who).get(self.path(name, *args), asked)

    def post(self, who: str, name: str, *args: Any, **sent: Any) -> Any:
        """Send a form as one of the cast."""
        return self.client(who).post(self.path(name, *args), {"once_key": "k" * 20, **sent})

    def client(self, who: str) -> Client:
        """Return a browser of one of the cast."""
        return self.world.client(who)

    def path(self, name: str, *args: Any) -> str:
        """Return an address in Harbour."""
        return reverse(name, args=[self.place.community.slug, *args])


@pytest.fixture
def room(world: World) -> Iterator[Room]:
    """Give Harbour with its rows in reach, without the work that the world has furnished it with."""
    with world.harbour.within():
        for model in (Action, Hands, Item, Note, PaperWish, Poll, Present, RatherNot, Sitting, Turn):
            model.objects.all().delete()
        Minutes.objects.filter(addenda=None).delete()  # an addendum stays for good
        yield Room(world, world.harbour, world.now)


@pytest.fixture
def refused() -> Callable[..., str]:
    """Give a way to read why somebody was refused."""
    from commonhearth.foundation.access import Refused

    def why(act: Callable[..., Any], **given: Any) -> str:
        with pytest.raises(Refused) as no:
            act(**given)
        return no.value.verdict.code

    return why
