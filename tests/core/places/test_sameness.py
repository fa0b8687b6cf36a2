"""When two listings are proposed as one group."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as some

from commonhearth.core.places.distance import Point
from commonhearth.core.places.names import identity_name
from commonhearth.core.places.sameness import (
    Known,
    hang_together,
    may_be_one,
    plain_identifier,
    together,
)

BREAD = identity_name("The Good Bread Co-operative Ltd.")
HERE = Point(50.7950, -1.1080)
#: 0.0045 degrees of latitude are 500.4 m on the sphere used here; 0.0044 are 489 m.
NEAR, FAR = Point(50.7950 + 0.0044, -1.1080), Point(50.7950 + 0.0045, -1.1080)


def test_one_name_within_500_metres() -> None:
    assert may_be_one(Known(BREAD, HERE), Known(identity_name("Good Bread Coop"), NEAR))
    assert not may_be_one(Known(BREAD, HERE), Known(BREAD, FAR))
    assert not may_be_one(Known(BREAD, HERE), Known("other bread", HERE))
    assert not may_be_one(Known(BREAD, HERE), Known(BREAD))
    assert not may_be_one(Known("", HERE, "a.example"), Known("", HERE, "a.example"))


def test_one_name_and_one_website_wherever() -> None:
    assert may_be_one(Known(BREAD, HERE, "bread.example"), Known(BREAD, Point(0, 0), "bread.example"))
    assert not may_be_one(Known(BREAD, None, ""), Known(BREAD, None, ""))


def test_what_is_near_what_is_near_hangs_together() -> None:
    rows = [
        ("a", Known(BREAD, HERE)),
        ("b", Known(BREAD, NEAR)),
        ("c", Known(BREAD, Point(NEAR.lat + 0.004, -1.1080))),
        ("d", Known(BREAD, Point(0, 0))),
    ]
    assert together(rows) == [frozenset("abc")]


def test_identifiers_are_compared_as_people_write_them() -> None:
    assert plain_identifier("CE 000-123") == plain_identifier("ce000123")
    assert plain_identifier("01234567") == plain_identifier("1234567")
    assert plain_identifier("R001") != plain_identifier("R1")
    assert plain_identifier("000") == "000"


@given(some.lists(some.tuples(some.integers(0, 9), some.integers(0, 9)), max_size=20))
def test_sets_are_disjoint_and_hold_every_pair(pairs: list[tuple[int, int]]) -> None:
    sets = hang_together(pairs)
    assert sum(map(len, sets)) == len(frozenset().union(*sets))
    assert all(any({one, other} <= group for group in sets) for one, other in pairs)


@given(some.text(max_size=30))
def test_a_plain_identifier_is_plain(value: str) -> None:
    assert plain_identifier(plain_identifier(value)) == plain_identifier(value)
