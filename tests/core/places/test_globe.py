"""Distances by plain arithmetic agree with the great circle."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonhearth.core.places.distance import EARTH_RADIUS_KM, Point, great_circle_km
from commonhearth.core.places.globe import apart, apart_at, km_of, spot

points = st.builds(Point, st.floats(-90, 90), st.floats(-180, 180))
kilometres = st.floats(0, math.pi * EARTH_RADIUS_KM)


def test_the_axes() -> None:
    assert spot(Point(0, 0)) == pytest.approx((1, 0, 0))
    assert spot(Point(0, 90)) == pytest.approx((0, 1, 0))
    assert spot(Point(90, 12)) == pytest.approx((0, 0, 1))


def test_from_portsmouth_to_the_first_known_answer() -> None:
    """data/directory/README: R008825 lies 1.29 km from the point measured from."""
    here, there = spot(Point(50.7989, -1.0912)), spot(Point(50.790910, -1.104491))
    assert km_of(apart(here, there)) == pytest.approx(1.29, abs=0.01)


@given(points, points)
def test_it_is_the_great_circle(one: Point, other: Point) -> None:
    assert km_of(apart(spot(one), spot(other))) == pytest.approx(
        great_circle_km(one, other), rel=1e-6, abs=1e-3
    )


@given(points, points)
def test_both_ways_alike(one: Point, other: Point) -> None:
    assert apart(spot(one), spot(other)) == apart(spot(other), spot(one))


@given(kilometres, kilometres)
def test_further_is_more(near: float, far: float) -> None:
    assert (near <= far) >= (apart_at(near) < apart_at(far))
    assert km_of(apart_at(near)) == pytest.approx(near, rel=1e-6, abs=1e-3)
