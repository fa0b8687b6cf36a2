"""Places as points on a globe of radius one: how far two are apart by plain arithmetic.

What is compared is the square of the straight line through the globe. The nearer of two places by that
is the nearer over the ground; it takes three subtractions, three products and two sums, and so it is the
same number, to the last bit, in Python and in any database that keeps IEEE doubles.
"""

from __future__ import annotations

import math
from typing import NamedTuple

from commonhearth.core.places.distance import EARTH_RADIUS_KM, Point


class Spot(NamedTuple):
    """A place on the globe: x towards 0° N 0° E, y towards 0° N 90° E, z towards the north pole."""

    x: float
    y: float
    z: float


def spot(point: Point) -> Spot:
    """Return where on the globe a place is."""
    lat, lon = math.radians(point.lat), math.radians(point.lon)
    return Spot(math.cos(lat) * math.cos(lon), math.cos(lat) * math.sin(lon), math.sin(lat))


def apart(one: Spot, other: Spot) -> float:
    """Return the square of the straight line between two places, from 0 to 4.

    The order of the sums is part of the law: a database adds in the same order.
    """
    x, y, z = one.x - other.x, one.y - other.y, one.z - other.z
    return x * x + y * y + z * z


def apart_at(km: float) -> float:
    """Return how far apart, in this sense, two places are that lie so many kilometres from each other."""
    half = math.sin(min(km / EARTH_RADIUS_KM, math.pi) / 2)
    return 4 * half * half


def km_of(apart: float) -> float:
    """Return the kilometres over the ground between two places that are so far apart."""
    return 2 * EARTH_RADIUS_KM * math.asin(min(1.0, math.sqrt(apart) / 2))
