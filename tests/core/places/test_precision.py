"""What may be shown of a place."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from commonhearth.core.places.distance import Point, great_circle_km
from commonhearth.core.places.precision import Precision, coarser, shown, to_kilometre

points = st.builds(Point, st.floats(-89.9, 89.9), st.floats(-180, 180))
TOWN = Point(50.799, -1.091)
DOOR = Point(50.79091, -1.104491)


@given(points)
def test_a_kilometre_square_is_near_and_fixed(point: Point) -> None:
    once = to_kilometre(point)
    assert great_circle_km(point, once) < 0.72
    assert to_kilometre(once) == once


def test_neighbours_in_a_square_are_shown_alike() -> None:
    assert to_kilometre(DOOR) == to_kilometre(Point(DOOR.lat + 0.0005, DOOR.lon))


def test_a_town_is_the_towns_own_point_never_the_door() -> None:
    assert shown(DOOR, Precision.TOWN, town=TOWN) == TOWN
    assert shown(DOOR, Precision.TOWN, town=None) is None


def test_exact_and_hidden() -> None:
    assert shown(DOOR, Precision.EXACT, town=TOWN) == DOOR
    assert shown(DOOR, Precision.HIDDEN, town=TOWN) is None
    assert shown(None, Precision.EXACT, town=TOWN) is None


def test_coarser_says_less() -> None:
    assert coarser(Precision.EXACT, Precision.TOWN) is Precision.TOWN
    assert coarser(Precision.HIDDEN, Precision.TOWN) is Precision.HIDDEN
