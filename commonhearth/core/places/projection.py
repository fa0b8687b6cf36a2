"""A flat picture of the ground around a place: how far east and north, in kilometres.

Source: the equirectangular projection with its standard parallel at the centre; over a few hundred
kilometres it is true to about a percent, which is finer than the dots drawn with it.
"""

from __future__ import annotations

import math

from commonhearth.core.places.distance import EARTH_RADIUS_KM, Point


def east_and_north(point: Point, *, centre: Point) -> tuple[float, float]:
    """Return how many kilometres a point lies east and north of a centre; negative is west and south."""
    turn = (point.lon - centre.lon + 180) % 360 - 180
    east = math.radians(turn) * EARTH_RADIUS_KM * math.cos(math.radians(centre.lat))
    north = math.radians(point.lat - centre.lat) * EARTH_RADIUS_KM
    return east, north


def rings(radius_km: float) -> tuple[float, ...]:
    """Return the radii of a few round rings to draw within a radius, in kilometres, the last at its edge or within."""
    step = 10 ** math.floor(math.log10(radius_km))
    for wide in (step / 2, step, step * 2, step * 5):
        if radius_km / wide <= 3.5:
            break
    count = int(radius_km / wide + 1e-9)
    return tuple(round(wide * number, 6) for number in range(1, count + 1))
