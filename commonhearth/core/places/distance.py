"""How far apart two places are, and the box that holds everything within reach."""

from __future__ import annotations

import math
from dataclasses import dataclass

#: Mean radius of the earth in kilometres (IUGG mean radius R1). Source: Moritz, H. (2000), "Geodetic
#: Reference System 1980", Journal of Geodesy 74, 128-133.
EARTH_RADIUS_KM = 6371.0088


class NotAPlace(ValueError):
    """A latitude or longitude that no place on earth has. Carries both as they were given."""

    def __init__(self, lat: float, lon: float) -> None:
        super().__init__(f"{lat}, {lon}")
        self.lat = lat
        self.lon = lon


@dataclass(frozen=True, slots=True)
class Point:
    """A place on earth, in degrees (WGS 84): north and east are positive.

    Raises:
        NotAPlace: when a coordinate is not a number or out of range.
    """

    lat: float
    lon: float

    def __post_init__(self) -> None:
        if not (math.isfinite(self.lat) and math.isfinite(self.lon)):
            raise NotAPlace(self.lat, self.lon)
        if not (-90 <= self.lat <= 90 and -180 <= self.lon <= 180):
            raise NotAPlace(self.lat, self.lon)


@dataclass(frozen=True, slots=True)
class Box:
    """South to north and west to east, in degrees; west is greater than east across the date line."""

    south: float
    west: float
    north: float
    east: float

    def spans(self) -> tuple[tuple[float, float], ...]:
        """Return the longitudes of the box as one range, or as two where it crosses the date line."""
        if self.west <= self.east:
            return ((self.west, self.east),)
        return ((self.west, 180.0), (-180.0, self.east))

    def holds(self, point: Point) -> bool:
        """Say whether a point lies in the box, its edges included."""
        if not self.south <= point.lat <= self.north:
            return False
        return any(west <= point.lon <= east for west, east in self.spans())


def great_circle_km(one: Point, other: Point) -> float:
    """Return the distance over the ground of a round earth, in kilometres (haversine formula).

    Source: Sinnott, R. W. (1984), "Virtues of the Haversine", Sky and Telescope 68(2), 159.
    """
    lat1, lat2 = math.radians(one.lat), math.radians(other.lat)
    half_lat = math.sin((lat2 - lat1) / 2)
    half_lon = math.sin(math.radians(other.lon - one.lon) / 2)
    square = half_lat * half_lat + math.cos(lat1) * math.cos(lat2) * half_lon * half_lon
    return 2 * EARTH_RADIUS_KM * math.asin(math.sqrt(min(1.0, square)))


def box_around(point: Point, radius_km: float) -> Box:
    """Return a box that holds every point within a radius: never too small, so nothing is missed.

    Args:
        radius_km: in kilometres, zero or more.
    """
    reach = radius_km / EARTH_RADIUS_KM * (1 + 1e-9) + 1e-12
    south = point.lat - math.degrees(reach)
    north = point.lat + math.degrees(reach)
    if reach >= math.pi / 2 or south <= -90 or north >= 90:  # a pole is within reach: every longitude is
        return Box(max(south, -90.0), -180.0, min(north, 90.0), 180.0)
    widest = math.degrees(math.asin(min(1.0, math.sin(reach) / math.cos(math.radians(point.lat)))))
    return Box(south, _around(point.lon - widest), north, _around(point.lon + widest))


def _around(lon: float) -> float:
    """Bring a longitude back into -180..180."""
    if lon < -180:
        return lon + 360
    if lon > 180:
        return lon - 360
    return lon
