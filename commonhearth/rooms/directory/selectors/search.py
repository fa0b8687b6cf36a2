"""Searching the directory: by place and distance, words, kind, and whether it takes people in.

A search has at most eight queries, finding the place included. The order is the law in
core.places.ranking; the database puts rows in it (standing.py).
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from math import isfinite
from typing import Any
from uuid import UUID

from commonhearth.core.places.closeness import forgiven, nearest
from commonhearth.core.places.globe import km_of
from commonhearth.core.places.names import words_of
from commonhearth.core.places.ranking import NO_BAND, NOT_MEASURED, Rank
from commonhearth.rooms.directory.gazetteer.lookup import FoundPlace, likely
from commonhearth.rooms.directory.models import Listing, ListingIdentifier, Word
from commonhearth.rooms.directory.selectors.cards import Card, card_of
from commonhearth.rooms.directory.selectors.standing import NOT_KNOWN, Spot, Standing, Told, Words
from commonhearth.rooms.directory.storing import LONGEST_WORD

FURTHEST_KM = 500
MOST_WORDS = 6
MOST_ON_A_PAGE = 50


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody looks for."""

    place: FoundPlace | None = None
    radius_km: float = 25
    words: str = ""
    kind: str = ""
    open_only: bool = False


@dataclass(frozen=True, slots=True)
class MapPoint:
    """A result on the map."""

    id: UUID
    name: str
    lat: float
    lon: float
    living: bool


@dataclass(frozen=True, slots=True)
class Results:
    """One page of results, in order, and what to say about all of them."""

    rows: tuple[Card, ...]
    total: int
    next: str
    #: Whether any is known to be alive; otherwise the page offers the four things of "living first".
    any_living: bool
    #: Words that were read differently: (as typed, as read).
    respelt: tuple[tuple[str, str], ...]
    #: The first of them on the map, where points were asked for.
    points: tuple[MapPoint, ...] = ()


def search(
    *,
    viewer: Any,
    asked: Asked,
    now: datetime,
    after: str = "",
    size: int = 20,
    identifiers: bool = False,
    on_map: int = 0,
) -> Results:
    """Return a page of results for a viewer. Everybody may search; stopped groups are never among them.

    Args:
        after: `next` of the page before.
        size: rows on a page, at most 50.
        identifiers: load the identifiers of the rows as well (one query more).
        on_map: how many of the first to return as points as well; those without a place that may be shown
            are left out.
    """
    size = max(1, min(size, MOST_ON_A_PAGE))
    spelt = _spelt(asked)
    respelt: tuple[tuple[str, str], ...] = ()
    most, start = max(size + 1, on_map), _read_rank(after)

    def first() -> tuple[Told, list[Rank], tuple[MapPoint, ...]]:
        standing = _standing(asked, spelt, now.date())
        if not on_map:
            return *standing.page(most, after=start), ()
        told, spots = standing.spots(most, after=start)
        return told, [rank for rank, _ in spots], _points(spots[:on_map])

    told, ranks, points = first()
    if not told.total and spelt:
        spelt, respelt = _respelt(spelt)
        if respelt:
            told, ranks, points = first()
    return Results(
        rows=cards_at(ranks[:size], now.date(), identifiers=identifiers),
        total=told.total,
        next=_write_rank(ranks[size - 1]) if len(ranks) > size else "",
        any_living=told.any_living,
        respelt=respelt,
        points=points,
    )


def points_on_map(*, viewer: Any, asked: Asked, now: datetime, most: int = 300) -> tuple[MapPoint, ...]:
    """Return the first results around a place as points."""
    if asked.place is None:
        return ()
    return _points(_standing(asked, _spelt(asked), now.date()).spots(most)[1])


def _standing(asked: Asked, words: Words, today: date) -> Standing:
    radius = max(0.1, min(float(asked.radius_km), FURTHEST_KM))
    return Standing(today, asked.place, radius, words, asked.kind, asked.open_only)


def _points(spots: Iterable[tuple[Rank, Spot]]) -> tuple[MapPoint, ...]:
    return tuple(
        MapPoint(UUID(rank.id), spot.name, spot.latitude, spot.longitude, rank.tier < NOT_KNOWN)
        for rank, spot in spots
        if spot.latitude is not None and spot.longitude is not None
    )


def _spelt(asked: Asked) -> Words:
    return tuple((word[:LONGEST_WORD],) for word in words_of(asked.words)[:MOST_WORDS])


def _respelt(words: Words) -> tuple[Words, tuple[tuple[str, str], ...]]:
    """Return words as nearly spelt as some listing has them. One query; none when nothing is near."""
    typed = [spellings[0] for spellings in words]
    wanted = [word for word in typed if forgiven(word)]
    if not wanted:
        return words, ()
    shortest, longest = min(map(len, wanted)) - 2, max(map(len, wanted)) + 2
    known = list(Word.objects.filter(letters__range=(shortest, longest)).values_list("word", flat=True))
    spelt: list[tuple[str, ...]] = []
    told: list[tuple[str, str]] = []
    for word in typed:
        if not forgiven(word) or any(other.startswith(word) for other in known):
            spelt.append((word,))
            continue
        near = nearest(word, likely(word, known, forgiven(word)))
        spelt.append(tuple(near[:5]) or (word,))
        if near:
            told.append((word, near[0]))
    return tuple(spelt), tuple(told)


def cards_at(ranks: list[Rank], today: date, *, identifiers: bool = False) -> tuple[Card, ...]:
    """Return the cards of listings by where they stand, with their distances."""
    ids = [UUID(one.id) for one in ranks]
    rows = Listing.objects.select_related("source", "community").in_bulk(ids) if ids else {}
    named: dict[UUID, list[tuple[str, str]]] = {}
    if identifiers:
        found: Iterable[tuple[UUID, str, str]] = (
            ListingIdentifier.objects.filter(listing__in=ids)
            .order_by("scheme", "value")
            .values_list("listing_id", "scheme", "value")
        )
        for listing_id, scheme, value in found:
            named.setdefault(listing_id, []).append((scheme, value))
    cards = []
    for listing_id, rank in zip(ids, ranks, strict=True):
        row, measured = rows.get(listing_id), rank.apart != NOT_MEASURED
        if row is None:  # taken out between two questions
            continue
        placed = row.latitude is not None
        cards.append(
            card_of(
                row,
                today=today,
                distance_km=km_of(rank.apart) if measured and placed else None,
                in_town=measured and not placed,
                identifiers=tuple(named.get(listing_id, ())),
            )
        )
    return tuple(cards)


def _pack(parts: list[Any]) -> str:
    return base64.urlsafe_b64encode(json.dumps(parts, ensure_ascii=False).encode()).decode().rstrip("=")


def _unpack(key: str) -> list[Any] | None:
    try:
        parts = json.loads(base64.urlsafe_b64decode(key + "=" * (-len(key) % 4)))
    except (ValueError, binascii.Error, RecursionError):
        return None
    return parts if isinstance(parts, list) else None


def _write_rank(rank: Rank) -> str:
    return _pack(list(rank))


def _read_rank(key: str) -> Rank | None:
    """Return where the page before ended; None for anything that is not a page key, which is the first page."""
    parts = _unpack(key) if key else None
    if parts is None or [type(part) for part in parts] != [int, int, int, float, str, str]:
        return None
    rank = Rank(*parts)
    try:
        UUID(rank.id)
    except ValueError:
        return None
    sound = (
        0 <= rank.band <= NO_BAND and 0 <= rank.tier <= 4 and rank.match in (0, 1) and isfinite(rank.apart)
    )
    return rank if sound and "\0" not in rank.name else None
