"""How exactly a place may be shown: exact, to a kilometre, its town, or not at all."""

from __future__ import annotations

import math
from enum import StrEnum

from commonhearth.core.places.distance import EARTH_RADIUS_KM, Point


class Precision(StrEnum):
    """How fine a place is known or shown."""

    EXACT = "exact"
    KILOMETRE = "km"
    TOWN = "town"
    HIDDEN = "hidden"


_FINEST_FIRST = (Precision.EXACT, Precision.KILOMETRE, Precision.TOWN, Precision.HIDDEN)


def coarser(one: Precision, other: Precision) -> Precision:
    """Return the one of two precisions that says less."""
    return max(one, other, key=_FINEST_FIRST.index)


def shown(point: Point | None, precision: Precision, *, town: Point | None) -> Point | None:
    """Return what may be shown of a place, and measured from: for a town, the town's own point.

    The point given is never moved a little and passed on as a town: without a known town there is
    nothing to show.

    Args:
        point: where it is, if known.
        town: the point of its town in the gazetteer, if known.
    """
    if precision is Precision.TOWN:
        return town
    if point is None or precision is Precision.HIDDEN:
        return None
    return to_kilometre(point) if precision is Precision.KILOMETRE else point


def to_kilometre(point: Point) -> Point:
    """Return the middle of the square of a fixed grid, one kilometre wide, in which a point lies.

    The grid is fixed, so asking again never tells more; the middle is at most about 0.71 km away.
    """
    high = math.degrees(1 / EARTH_RADIUS_KM)
    row = math.floor(point.lat / high)
    lat = min(90.0, max(-90.0, (row + 0.5) * high))
    circle = max(1, round(2 * math.pi * EARTH_RADIUS_KM * math.cos(math.radians(lat))))
    wide = 360 / circle
    lon = (math.floor(point.lon / wide) + 0.5) * wide
    return Point(round(lat, 5), round(min(180.0, max(-180.0, lon)), 5))
