"""A case about a post of `member`, reported by `neighbour`, looked at by `steward` and `registrar`."""

from __future__ import annotations

from typing import Any

import pytest

from commonhearth.foundation.circles.models import CircleMembership
from commonhearth.foundation.circles.selectors import circle_for
from commonhearth.rooms.care import selectors, services
from commonhearth.rooms.care.models import Case, Measure, Opening, Tally


class Bench:
    """What the tests of measures do over and over."""

    def __init__(self, place: Any) -> None:
        self.place = place
        self.now = place.now
        for model in (Measure, Opening, Tally):  # what the world has of its own is not asked about here
            model.objects.all().delete()

    def act(self, who: str) -> Any:
        """Return somebody as they act now."""
        return self.place.acting(who)

    def seat(self, who: str, key: str = "root") -> CircleMembership:
        """Return somebody's place in a circle."""
        return CircleMembership.objects.get(
            circle=self.place.circles[key], member__person=self.place.persons[who], left=None
        )

    def report(self, who: str = "neighbour", *, key: str = "root", **more: Any) -> Case:
        """Report something, and say where."""
        given = {"words": "The kettle.", "about": "situation", "say_where": True}
        return services.report(
            actor=self.act(who),
            circle=circle_for(self.act(who), self.place.circles[key].id, now=self.now),
            secret=services.new_secret(),
            number=services.new_number(),
            now=self.now,
            **(given | more),
        )

    def about_post(self, key: str = "open", who: str = "neighbour", **more: Any) -> Case:
        """Report the post of `member` in a circle, and let two look at it."""
        case = self.report(
            who, key=key, about="post", post=self.place.things["post_id"][key],
            membership=self.seat("member", key), **more,
        )  # fmt: skip
        return self.taken(case)

    def about_member(self) -> Case:
        """Report `member` as everyone knows them, and let two look at it."""
        return self.taken(self.report(about="person", membership=self.seat("member")))

    def taken(self, case: Case) -> Case:
        """Let steward and registrar look at it."""
        for who in ("steward", "registrar"):
            services.take(actor=self.act(who), case=case, now=self.now)
        return selectors.case_for(self.act("steward"), case.id)


@pytest.fixture
def bench(world: Any) -> Any:
    """The bench in Harbour, within its community."""
    with world.harbour.within():
        yield Bench(world.harbour)
