"""The map of a search: dots, rings and the towns between them, drawn here and asked of nobody."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from commonhearth.core.places.distance import Point, box_around
from commonhearth.core.places.projection import east_and_north, rings
from commonhearth.rooms.directory.models import Place
from commonhearth.rooms.directory.selectors.search import Asked, MapPoint

#: Half the width of the drawing in its own units; the radius of the search reaches to 0.92 of it.
HALF = 300.0
TOWNS = 7
#: How many groups are drawn.
DOTS = 150


@dataclass(frozen=True, slots=True)
class Dot:
    """A group on the map, in the drawing's units from the top left."""

    id: UUID
    name: str
    x: float
    y: float
    living: bool


@dataclass(frozen=True, slots=True)
class Town:
    """A town written in for bearings."""

    name: str
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Drawing:
    """Everything a page needs to draw the map."""

    size: float
    centre: str
    rings: tuple[tuple[float, float], ...]
    towns: tuple[Town, ...]
    dots: tuple[Dot, ...]


def drawing(*, asked: Asked, points: Iterable[MapPoint]) -> Drawing | None:
    """Return the map of a search around a place, or None where there is no point to draw around. One query."""
    if asked.place is None or asked.place.point is None:
        return None
    centre = asked.place.point
    scale = HALF * 0.92 / asked.radius_km

    def at(point: Point) -> tuple[float, float]:
        east, north = east_and_north(point, centre=centre)
        return round(HALF + east * scale, 1), round(HALF - north * scale, 1)

    dots = []
    for found in points:
        x, y = at(Point(found.lat, found.lon))
        dots.append(Dot(found.id, found.name, x, y, found.living))
    drawn = tuple((radius, round(radius * scale, 1)) for radius in rings(asked.radius_km))
    return Drawing(2 * HALF, asked.place.name, drawn, tuple(_towns(asked, centre, at)), tuple(dots))


def _towns(asked: Asked, centre: Point, at: Any) -> list[Town]:
    box = box_around(centre, asked.radius_km * 0.9)
    country = asked.place.country if asked.place else ""
    rows = Place.objects.filter(latitude__range=(box.south, box.north), longitude__range=(box.west, box.east))
    if country:
        rows = rows.filter(country=country)
    chosen: list[Town] = []
    for name, latitude, longitude in rows.order_by("-population").values_list(
        "name", "latitude", "longitude"
    )[:40]:
        x, y = at(Point(latitude, longitude))
        apart = all(abs(x - town.x) > 90 or abs(y - town.y) > 40 for town in chosen)
        if apart and (abs(x - HALF) > 60 or abs(y - HALF) > 30) and len(chosen) < TOWNS:
            chosen.append(Town(name, x, y))
    return chosen
