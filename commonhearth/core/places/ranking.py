"""In which order listings are shown: near first, and at a like distance the living first.

The law in words, as the page says it. Distances are put into bands: up to 2, 5, 10, 25, 50, 100 and
250 km, and further. Two groups in one band are at a like distance. Within a band come first those
checked within a year, then those checked within two, then those from a list younger than two years
that nobody has checked, then those of which we do not know if they still exist. After that, those
whose name has your words come before those that only mention them; then the nearer; then by name.
Nobody can pay for a place. A group whose place is known only by the name of its town counts as 10 km
away from a search in that town, and as further than all others elsewhere.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Iterable
from enum import IntEnum
from typing import NamedTuple

from commonhearth.core.places.freshness import Freshness, Living, State

#: The outer edge of each band, in kilometres.
BANDS_KM = (2.0, 5.0, 10.0, 25.0, 50.0, 100.0, 250.0)
#: Where a group counts whose town is the searched one and whose place in it is not known.
SOMEWHERE_IN_TOWN_KM = 10.0


class Match(IntEnum):
    """How the words asked for were found."""

    NAME = 0
    TEXT = 1


class Candidate(NamedTuple):
    """What the order depends on, and nothing else.

    Args:
        distance_km: from the searched place; None when it was not measured.
        in_town: the place is known only as "in the searched town".
    """

    id: str
    name: str
    freshness: Freshness
    distance_km: float | None = None
    in_town: bool = False
    match: Match = Match.NAME


class Rank(NamedTuple):
    """Where a candidate stands. Ranks compare by their parts, in this order, and never tie."""

    band: int
    tier: int
    match: int
    metres: int
    name: str
    id: str


def band_of(distance_km: float | None) -> int:
    """Return the number of the band of a distance: 0 up to 2 km, 1 up to 5 km, and so on."""
    if distance_km is None:
        return len(BANDS_KM) + 1
    return bisect_left(BANDS_KM, distance_km)


def tier_of(freshness: Freshness) -> int:
    """Return how well a group is known to be alive: 0 best, 3 not known, 4 stopped."""
    if freshness.living is Living.STOPPED:
        return 4
    if freshness.living is Living.NOT_KNOWN:
        return 3
    if freshness.living is Living.LISTED:
        return 2
    return 1 if freshness.state is State.STALE else 0


def rank(candidate: Candidate) -> Rank:
    """Return where a candidate stands; sort by it."""
    distance = candidate.distance_km
    if distance is None and candidate.in_town:
        distance = SOMEWHERE_IN_TOWN_KM
    metres = -1 if distance is None else math.floor(distance * 1000 + 0.5)
    return Rank(
        band_of(distance),
        tier_of(candidate.freshness),
        int(candidate.match),
        metres,
        candidate.name.casefold(),
        candidate.id,
    )


def in_order(candidates: Iterable[Candidate]) -> list[tuple[Rank, Candidate]]:
    """Return candidates with their ranks, first to last. Stopped groups are left out."""
    living = (one for one in candidates if one.freshness.living is not Living.STOPPED)
    return sorted(((rank(one), one) for one in living), key=lambda pair: pair[0])
