"""In which order listings are shown: near first, and at a like distance the living first.

The law in words, as the page says it. Distances are put into bands: up to 2, 5, 10, 25, 50, 100 and
250 km, and further. Two groups in one band are at a like distance. Within a band come first those
checked within a year, then those checked within two, then those from a list younger than two years
that nobody has checked, then those of which we do not know if they still exist. After that, those
whose name has your words come before those that only mention them; then the nearer; then by name.
Nobody can pay for a place. A group whose place is known only by the name of its town counts as 10 km
away from a search in that town, and as further than all others elsewhere.

A database that puts listings in this order (`rooms.directory.selectors.standing`) works with the edges
and dates given here, and is tested to agree.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from enum import IntEnum
from typing import NamedTuple

from commonhearth.core.places.freshness import Freshness, Living, State
from commonhearth.core.places.globe import apart_at

#: The outer edge of each band, in kilometres.
BANDS_KM = (2.0, 5.0, 10.0, 25.0, 50.0, 100.0, 250.0)
#: The same as `globe.apart` measures it.
EDGES = tuple(apart_at(km) for km in BANDS_KM)
#: Where a group counts whose town is the searched one and whose place in it is not known.
SOMEWHERE_IN_TOWN = apart_at(10.0)
#: Where one counts that was not measured from anywhere: behind all others.
NOT_MEASURED, NO_BAND = -1.0, len(BANDS_KM) + 1


class Match(IntEnum):
    """How the words asked for were found."""

    NAME = 0
    TEXT = 1


class Candidate(NamedTuple):
    """What the order depends on, and nothing else.

    Args:
        name: as `names.fold` gives it.
        apart: from the searched place, as `globe.apart` measures it; None when it was not measured.
        in_town: the place is known only as "in the searched town".
    """

    id: str
    name: str
    freshness: Freshness
    apart: float | None = None
    in_town: bool = False
    match: Match = Match.NAME


class Rank(NamedTuple):
    """Where a candidate stands. Ranks compare by their parts, in this order, and never tie."""

    band: int
    tier: int
    match: int
    apart: float
    name: str
    id: str


def band_of(apart: float | None) -> int:
    """Return the number of the band of a distance: 0 up to 2 km, 1 up to 5 km, and so on."""
    return NO_BAND if apart is None else bisect_left(EDGES, apart)


def match_of(name: str, words: Sequence[Sequence[str]]) -> Match:
    """Return how a name is matched that was found by words.

    Args:
        name: as `names.fold` gives it.
        words: each may be any of several spellings; a word of the name begins with it.
    """
    padded = f" {name}"
    in_name = all(any(f" {word}" in padded for word in spellings) for spellings in words)
    return Match.NAME if in_name else Match.TEXT


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
    apart = candidate.apart
    if apart is None and candidate.in_town:
        apart = SOMEWHERE_IN_TOWN
    return Rank(
        band_of(apart),
        tier_of(candidate.freshness),
        int(candidate.match),
        NOT_MEASURED if apart is None else apart,
        candidate.name,
        candidate.id,
    )


def in_order(candidates: Iterable[Candidate]) -> list[tuple[Rank, Candidate]]:
    """Return candidates with their ranks, first to last. Stopped groups are left out."""
    living = (one for one in candidates if one.freshness.living is not Living.STOPPED)
    return sorted(((rank(one), one) for one in living), key=lambda pair: pair[0])
