"""Choosing somebody of a circle, on a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpRequest

from commonhearth.foundation.circles import selectors
from commonhearth.rooms.treasury.forms import Somebody

if TYPE_CHECKING:
    from commonhearth.foundation.circles.models import Circle, CircleMembership

#: So many people are chosen from a list; among more one is named.
CHOSEN = 50


def somebody(request: HttpRequest, circle: Circle) -> Somebody:
    """Return how somebody of a circle is chosen by the viewer; those kept apart from them are not on offer."""

    def find(typed: str) -> list[CircleMembership]:
        name, _open, word = typed.partition("(")
        return selectors.people_called(request.actor, name, word.rstrip(") "), circle=circle)

    if circle.head_count > CHOSEN:
        return Somebody(None, find)
    return Somebody(selectors.people_of(request.actor, circle, size=CHOSEN).people, find)
