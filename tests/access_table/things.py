"""A real value for every parameter that an address may have. A room adds its own here."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from commonhearth.foundation.circles.models import CircleMembership
from tests.world import Place


def _membership(place: Place, circle: str) -> Any:
    """The place that `paused` has in the circle: somebody other than whoever asks."""
    with place.within():
        return CircleMembership.objects.get(
            circle=place.circles[circle], member__person=place.persons["paused"], left=None
        ).id


#: Parameter -> its value in a place, for addresses about one of its circles.
VALUES: dict[str, Callable[[Place, str], Any]] = {
    "slug": lambda place, circle: place.community.slug,
    "circle_id": lambda place, circle: place.circles[circle].id,
    "membership_id": _membership,
    "suggestion": lambda place, circle: "say-hello",
}


class NoValue(LookupError):
    """`tests/access_table/things.py` has no value for a parameter."""


def value_of(parameter: str, place: Place, *, circle: str = "open") -> Any:
    """Return a real value for a parameter.

    Raises:
        NoValue: when none is known; add one to `VALUES` or to the world's `things`.
    """
    if parameter in VALUES:
        return VALUES[parameter](place, circle)
    if parameter in place.things:
        thing = place.things[parameter]
        return thing.get(circle, thing.get("root")) if isinstance(thing, dict) else thing
    raise NoValue(f"{parameter}: give it a value in tests/access_table/things.py or in a part of tests/world")
