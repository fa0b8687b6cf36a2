"""Whether two listings may be one group: for proposing to a person, never for merging.

The law in words. One identifier, however a list writes it, is the surest sign. Otherwise the names must
agree but for their legal form, and either the places lie within 500 m or the websites have one host.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TypeVar

from commonhearth.core.places.distance import Point, great_circle_km

#: Two listings of one name as near as this are probably one group.
SAME_PLACE_KM = 0.5
#: More of one name than this are a common name; comparing each with each would say nothing.
MOST_OF_A_NAME = 40

T = TypeVar("T", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Known:
    """What of a listing is compared.

    Args:
        identity: its name reduced to what makes it the same group (names.identity_name).
        point: where it is, if that is known better than by its town.
        host: of its website, without "www.".
    """

    identity: str
    point: Point | None = None
    host: str = ""


def plain_identifier(value: str) -> str:
    """Return an identifier as it is compared: spreadsheets drop leading noughts, people add spaces.

    >>> plain_identifier("CE 000-123") == plain_identifier("ce000123")
    True
    >>> plain_identifier("01234567") == plain_identifier("1234567")
    True
    """
    bare = "".join(mark for mark in value.casefold() if mark.isalnum())
    return (bare.lstrip("0") or bare) if bare.isdecimal() else bare


def may_be_one(one: Known, other: Known) -> bool:
    """Tell whether two listings without a common identifier may be one group."""
    if not one.identity or one.identity != other.identity:
        return False
    if one.host and one.host == other.host:
        return True
    if one.point is None or other.point is None:
        return False
    return great_circle_km(one.point, other.point) < SAME_PLACE_KM


def together(rows: Sequence[tuple[T, Known]]) -> list[frozenset[T]]:
    """Return sets of rows that hang together: each may be one with another of its set."""
    return hang_together(
        (one_id, other_id)
        for (one_id, one), (other_id, other) in combinations(rows[:MOST_OF_A_NAME], 2)
        if may_be_one(one, other)
    )


def hang_together(pairs: Iterable[tuple[T, T]]) -> list[frozenset[T]]:
    """Return the sets that pairs join."""
    sets: list[frozenset[T]] = []
    for pair in pairs:
        joined = frozenset(pair)
        apart = []
        for group in sets:
            if group & joined:
                joined |= group
            else:
                apart.append(group)
        sets = [*apart, joined]
    return sets
