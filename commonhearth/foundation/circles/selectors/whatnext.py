"""What is next in a circle: a list that every room fills for its own part."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from commonhearth.foundation.circles.access import Actor, may_read_circle
from commonhearth.foundation.circles.models import Circle
from commonhearth.foundation.registry import Point


@dataclass(frozen=True, slots=True)
class NextThing:
    """One thing ahead in a circle, in a sentence."""

    sentence: str
    url: str
    when: datetime | None = None


#: Columns that a room reads along with the one circle of a page, so that the page asks no more often for it:
#: attribute -> (id of a member inside, now) -> expression over `OuterRef("pk")`, in which nothing is worked out from
#: either (`tenancy.ready`). They stand on the circle under that name.
READ_ALONG: Point[Callable[[UUID, datetime], Any]] = Point("circles.read_along")
#: Room -> what it sees ahead for a viewer in a circle, in a constant number of queries.
WHAT_IS_NEXT: Point[Callable[[Actor, Circle, datetime], Iterable[NextThing]]] = Point("circles.what_is_next")


def what_is_next(viewer: Actor, circle: Circle, *, now: datetime, most: int = 5) -> list[NextThing]:
    """Return what is ahead in a circle for who may read it, soonest first."""
    if not may_read_circle(viewer, circle):
        return []
    found = [thing for ask in WHAT_IS_NEXT for thing in ask(viewer, circle, now)]
    return sorted(found, key=lambda thing: (thing.when is None, thing.when or now))[:most]
