"""Searching the directory: by place and distance, words, kind, and whether it takes people in.

A search has at most eight queries, finding the place included. Groups around a place are ranked by
the law in core.places.ranking; without a place the database orders by the same parts of the law.
"""

from __future__ import annotations

import base64
import binascii
import json
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import reduce
from operator import itemgetter, or_
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection
from django.db.models import Case, Count, F, IntegerField, Q, QuerySet, Value, When
from django.db.models.functions import Collate

from commonhearth.core.places.closeness import forgiven, nearest
from commonhearth.core.places.distance import Point, box_around, great_circle_km
from commonhearth.core.places.freshness import (
    MONTHS_UNKNOWN,
    MONTHS_VERIFIED,
    Freshness,
    Living,
    freshness,
    months_after,
)
from commonhearth.core.places.names import fold, words_of
from commonhearth.core.places.ranking import Candidate, Match, Rank, in_order
from commonhearth.rooms.directory.gazetteer.lookup import FoundPlace, likely
from commonhearth.rooms.directory.models import Listing, ListingIdentifier, Word
from commonhearth.rooms.directory.selectors.cards import Card, card_of

FURTHEST_KM = 500
MOST_WORDS = 6
MOST_ON_A_PAGE = 50
#: Each word may be any of several spellings.
Words = tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody looks for."""

    place: FoundPlace | None = None
    radius_km: float = 25
    words: str = ""
    kind: str = ""
    open_only: bool = False


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
    by_kind: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class MapPoint:
    """A result on the map."""

    id: UUID
    name: str
    lat: float
    lon: float
    precision: str
    living: str


def search(
    *, viewer: Any, asked: Asked, now: datetime, after: str = "", size: int = 20, identifiers: bool = False
) -> Results:
    """Return a page of results for a viewer. Everybody may search; stopped groups are never among them.

    Args:
        after: `next` of the page before.
        size: rows on a page, at most 50.
        identifiers: load the identifiers of the rows as well (one query more).
    """
    size = max(1, min(size, MOST_ON_A_PAGE))
    spelt = _spelt(asked)
    respelt: tuple[tuple[str, str], ...] = ()
    if asked.place is None:
        found = _anywhere(asked, spelt, now.date(), after, size)
        if not found[1] and spelt and not after:
            spelt, respelt = _respelt(spelt)
            if respelt:
                found = _anywhere(asked, spelt, now.date(), after, size)
        ranked, total, key, living, by_kind = found
        placed: dict[str, Candidate] = {}
    else:
        around = _around(asked, spelt, now.date())
        if not around.order and spelt:
            spelt, respelt = _respelt(spelt)
            around = _around(asked, spelt, now.date()) if respelt else around
        total, living, by_kind = len(around.order), around.any_living, around.by_kind
        start = _read_rank(after)
        begin = 0 if start is None else bisect_right(around.order, start, key=itemgetter(0))
        page = around.order[begin : begin + size]
        key = _write_rank(page[-1][0]) if begin + size < total else ""
        ranked = [UUID(one.id) for _, one in page]
        placed = {one.id: one for _, one in page}
    cards = _cards(ranked, placed, now.date(), identifiers)
    return Results(cards, total, key, living, respelt, by_kind)


def points_on_map(*, viewer: Any, asked: Asked, now: datetime, most: int = 300) -> tuple[MapPoint, ...]:
    """Return the first results as points; those without a place that may be shown are left out."""
    if asked.place is None:
        return ()
    order = _around(asked, _spelt(asked), now.date()).order
    first = {UUID(one.id): str(one.freshness.living) for _, one in order[:most]}
    rows = Listing.objects.filter(id__in=list(first)).values_list(
        "id", "name", "latitude", "longitude", "precision"
    )
    points = {
        row_id: MapPoint(row_id, name, lat, lon, precision, first[row_id])
        for row_id, name, lat, lon, precision in rows
        if lat is not None and lon is not None
    }
    return tuple(points[row_id] for row_id in first if row_id in points)


class _Around(NamedTuple):
    """Everything around a place, in order, and what is to be said of all of it."""

    order: list[tuple[Rank, Candidate]]
    any_living: bool
    by_kind: tuple[tuple[str, int], ...]


def _filtered(asked: Asked, words: Words) -> QuerySet[Listing]:
    rows = Listing.objects.filter(closed_on=None)
    if asked.kind:
        rows = rows.filter(kind=asked.kind)
    if asked.open_only:
        rows = rows.filter(open_to_members=True)
    for spellings in words:
        rows = rows.filter(reduce(or_, (Q(words__contains=f" {word}") for word in spellings)))
    return rows


def _around(asked: Asked, words: Words, today: date) -> _Around:
    """Return everything within the radius, and what is known only to be in the searched town, in order."""
    place = asked.place
    assert place is not None
    radius = max(0.1, min(float(asked.radius_km), FURTHEST_KM))
    centre = place.point
    town = fold(place.name)
    where = (
        Q(latitude=None, town_folded=town, country=place.country) if town and place.country else Q(pk=None)
    )
    if centre:
        box = box_around(centre, radius)
        near = reduce(or_, (Q(longitude__range=span) for span in box.spans()))
        where |= Q(latitude__range=(box.south, box.north)) & near
    known: dict[tuple[date | None, ...], Freshness] = {}
    kinds: Counter[str] = Counter()
    candidates = []
    rows = _filtered(asked, words).filter(where)
    for listing_id, folded, kind, lat, lon, *dates in rows.values_list(
        "id", "name_folded", "kind", "latitude", "longitude", "verified_on", "verified_until", "as_of"
    ):
        distance = None
        if lat is not None and lon is not None and centre is not None:
            distance = great_circle_km(centre, Point(lat, lon))
            if distance > radius:
                continue
        days = tuple(dates)
        if days not in known:
            known[days] = freshness(
                today=today, verified_on=days[0], verified_until=days[1], list_date=days[2]
            )
        kinds[kind] += 1
        match = _match(folded, words) if words else Match.NAME
        candidates.append(Candidate(str(listing_id), folded, known[days], distance, distance is None, match))
    living = any(one.living in (Living.KNOWN, Living.LISTED) for one in known.values())
    return _Around(in_order(candidates), living, tuple(sorted(kinds.items())))


def _match(name_folded: str, words: Words) -> Match:
    padded = f" {name_folded}"
    in_name = all(any(f" {word}" in padded for word in spellings) for spellings in words)
    return Match.NAME if in_name else Match.TEXT


def _anywhere(
    asked: Asked, words: Words, today: date, after: str, size: int
) -> tuple[list[UUID], int, str, bool, tuple[tuple[str, int], ...]]:
    """Return one page without a place: the living first, then words in the name, then by name."""
    year, two = months_after(today, -MONTHS_VERIFIED), months_after(today, -MONTHS_UNKNOWN)
    tier = Case(
        When(
            Q(verified_on__gte=year) & (Q(verified_until=None) | Q(verified_until__gte=today)),
            then=Value(0),
        ),
        When(verified_on__gte=two, then=Value(1)),
        When(verified_on=None, as_of__gte=two, then=Value(2)),
        default=Value(3),
        output_field=IntegerField(),
    )
    in_name = Q()
    for spellings in words:
        in_name &= reduce(
            or_, (Q(name_folded__startswith=word) | Q(name_folded__contains=f" {word}") for word in spellings)
        )
    match = (
        Case(When(in_name, then=Value(0)), default=Value(1), output_field=IntegerField())
        if words
        else Value(0)
    )
    plain = Collate(F("name_folded"), "C" if connection.vendor == "postgresql" else "BINARY")
    rows = _filtered(asked, words)
    counted = rows.annotate(tier=tier).values("kind", "tier").annotate(n=Count("id")).order_by()
    by_kind: Counter[str] = Counter()
    total, living = 0, False
    for row in counted:
        by_kind[row["kind"]] += row["n"]
        total += row["n"]
        living = living or row["tier"] < 3
    ordered = rows.annotate(tier=tier, match=match, plain=plain).order_by("tier", "match", "plain", "id")
    start = _read_key(after)
    if start:
        ordered = ordered.filter(
            Q(tier__gt=start[0])
            | Q(tier=start[0], match__gt=start[1])
            | Q(tier=start[0], match=start[1], plain__gt=start[2])
            | Q(tier=start[0], match=start[1], plain=start[2], id__gt=start[3])
        )
    page = list(ordered.values_list("tier", "match", "plain", "id")[: size + 1])
    last = page[size - 1] if len(page) > size else None
    key = _pack([last[0], last[1], last[2], str(last[3])]) if last else ""
    return [row[3] for row in page[:size]], total, key, living, tuple(sorted(by_kind.items()))


def _spelt(asked: Asked) -> Words:
    return tuple((word,) for word in words_of(asked.words)[:MOST_WORDS])


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


def _cards(ids: list[UUID], placed: dict[str, Candidate], today: date, identifiers: bool) -> tuple[Card, ...]:
    rows = {row.id: row for row in Listing.objects.filter(id__in=ids).select_related("source", "community")}
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
    for listing_id in ids:
        where = placed.get(str(listing_id))
        cards.append(
            card_of(
                rows[listing_id],
                today=today,
                distance_km=where.distance_km if where else None,
                in_town=bool(where and where.in_town),
                identifiers=tuple(named.get(listing_id, ())),
            )
        )
    return tuple(cards)


def _pack(parts: list[Any]) -> str:
    return base64.urlsafe_b64encode(json.dumps(parts, ensure_ascii=False).encode()).decode().rstrip("=")


def _unpack(key: str) -> list[Any] | None:
    """Return the parts of a page key; None for anything that is not one, which is the first page."""
    try:
        parts = json.loads(base64.urlsafe_b64decode(key + "=" * (-len(key) % 4)))
    except (ValueError, binascii.Error, RecursionError):
        return None
    return parts if isinstance(parts, list) else None


def _write_rank(rank: Rank) -> str:
    return _pack([rank.band, rank.tier, rank.match, rank.metres, rank.name, rank.id])


def _read_rank(key: str) -> Rank | None:
    parts = _unpack(key) if key else None
    if parts is None or [type(part) for part in parts] != [int, int, int, int, str, str]:
        return None
    return Rank(*parts)


def _read_key(key: str) -> list[Any] | None:
    parts = _unpack(key) if key else None
    if parts is None or [type(part) for part in parts] != [int, int, str, str]:
        return None
    try:
        parts[3] = UUID(parts[3])
    except ValueError:
        return None
    return parts
