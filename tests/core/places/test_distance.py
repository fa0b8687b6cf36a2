"""Distances against worked examples, and the box that must never miss anything."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonhearth.core.places.distance import (
    EARTH_RADIUS_KM,
    Box,
    NotAPlace,
    Point,
    box_around,
    great_circle_km,
)

points = st.builds(Point, st.floats(-90, 90), st.floats(-180, 180))


def test_a_quarter_of_the_equator() -> None:
    assert great_circle_km(Point(0, 0), Point(0, 90)) == pytest.approx(math.pi / 2 * EARTH_RADIUS_KM)


def test_pole_to_pole() -> None:
    assert great_circle_km(Point(90, 0), Point(-90, 77)) == pytest.approx(math.pi * EARTH_RADIUS_KM)


def test_portsmouth_to_the_cathedral_house() -> None:
    """The known answer of the co-op list: 1.29 km."""
    assert great_circle_km(Point(50.7989, -1.0912), Point(50.790910, -1.104491)) == pytest.approx(
        1.29, abs=0.01
    )


def test_a_step_across_the_date_line_is_short() -> None:
    assert great_circle_km(Point(0, 179.9), Point(0, -179.9)) == pytest.approx(22.24, abs=0.01)


@given(points, points)
def test_there_and_back_is_the_same(one: Point, other: Point) -> None:
    there = great_circle_km(one, other)
    assert 0 <= there <= math.pi * EARTH_RADIUS_KM + 1e-6
    assert there == pytest.approx(great_circle_km(other, one), abs=1e-6)


@given(points)
def test_nothing_is_no_distance_from_itself(one: Point) -> None:
    assert great_circle_km(one, one) == 0


@given(points, points, points)
def test_a_way_round_is_never_shorter(one: Point, by: Point, other: Point) -> None:
    assert great_circle_km(one, other) <= great_circle_km(one, by) + great_circle_km(by, other) + 1e-6


@given(points, points, st.floats(0, 21000))
def test_the_box_holds_everything_within_reach(centre: Point, other: Point, radius: float) -> None:
    if great_circle_km(centre, other) <= radius:
        assert box_around(centre, radius).holds(other)


def test_a_box_across_the_date_line_has_two_spans() -> None:
    box = box_around(Point(-17.7, 179.9), 50)
    assert len(box.spans()) == 2
    assert box.holds(Point(-17.7, -179.9))
    assert not box.holds(Point(-17.7, 0))


def test_a_box_over_the_pole_has_every_longitude() -> None:
    assert box_around(Point(89.9, 10), 50) == Box(pytest.approx(89.4503, abs=1e-3), -180, 90, 180)


@pytest.mark.parametrize(("lat", "lon"), [(91, 0), (0, 181), (math.nan, 0), (0, math.inf), (-90.1, 0)])
def test_what_is_no_place_is_refused(lat: float, lon: float) -> None:
    with pytest.raises(NotAPlace):
        Point(lat, lon)
