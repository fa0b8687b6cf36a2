"""Chosen communities side by side, each value with where it comes from and since when."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Q

from commonhearth.core.places.shelter import without_addresses
from commonhearth.foundation.communities.models import Community
from commonhearth.kit import saying
from commonhearth.rooms.directory import wording
from commonhearth.rooms.directory.models import Listing, ListingChange, QualityValue
from commonhearth.rooms.directory.qualities import BY_KEY, Quality, groups, in_order
from commonhearth.rooms.directory.selectors.cards import Card, card_of

#: What a community of this host says of itself in its settings, under the keys of the comparison.
_OF_A_COMMUNITY = (
    "stage", "purpose", "for_whom", "lowest_age", "languages", "decides_by", "economy", "cost", "joining",
    "admission", "answer_days", "trial_days",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Cell:
    """One value in words with the sign of its origin; without a sign it was not said."""

    words: str
    sign: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One quality across the communities compared."""

    quality: Quality
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """The whole table. `origins` are the signs used in it, with what each means."""

    cards: tuple[Card, ...]
    groups: tuple[tuple[str, tuple[Row, ...]], ...]
    origins: tuple[tuple[str, str], ...]
    sorted_by: str
    down: bool
    #: How many of those asked for are not in the directory (any more).
    missing: int


@dataclass(slots=True)
class _Column:
    """One community: its card, and each value with the words that say where it is from."""

    card: Card
    told: dict[str, tuple[Any, str]] = field(default_factory=dict)

    def put(self, key: str, value: Any, origin: str) -> None:
        if value not in (None, "", []):
            self.told[key] = (value, origin)

    def value(self, key: str) -> Any:
        return self.told[key][0] if key in self.told else None


def compare(
    *, viewer: Any, listing_ids: Sequence[UUID], now: datetime, sort: str = "", down: bool = False
) -> Comparison:
    """Return communities side by side. Everybody may compare; four queries, however many there are.

    Args:
        listing_ids: at most `wording.MOST_COMPARED` are taken, the first ones.
        sort: the key of a quality; anything else keeps the order in which they were chosen.
        down: the largest first.
    """
    asked = list(dict.fromkeys(listing_ids))[: wording.MOST_COMPARED]
    # One that was merged into another is that other.
    merged = Listing.objects.filter(id__in=asked, merged_into__isnull=False)
    into: dict[UUID, Any] = dict(merged.values_list("id", "merged_into"))
    asked = list(dict.fromkeys(into.get(one, one) for one in asked))
    rows = Listing.objects.select_related("source", "community").in_bulk(asked) if asked else {}
    mended = _mended(rows.values())
    columns = [_column(rows[one], now.date(), mended) for one in asked if one in rows]
    by_id = {column.card.id: column for column in columns}
    for said, of in _said_of(rows):
        quality = BY_KEY.get(said.quality)
        if quality is None:
            continue
        column = by_id[of]
        kept = _kept(said.value, quality, sheltered=column.card.sheltered)
        column.put(said.quality, kept, _origin(said.said_by, said.on))
    if sort in BY_KEY:
        columns = in_order(
            columns,
            quality=BY_KEY[sort],
            value_of=lambda column: column.value(sort),
            name_of=lambda column: column.card.name,
            down=down,
        )
    return _table(columns, sort if sort in BY_KEY else "", down, len(asked) - len(columns))


def qualities_of(*, viewer: Any, listing_id: UUID, now: datetime) -> Comparison:
    """Return what is known of one listing, in the same form."""
    return compare(viewer=viewer, listing_ids=[listing_id], now=now)


def _said_of(rows: Mapping[UUID, Listing]) -> list[tuple[QualityValue, UUID]]:
    """Return what was said of each listing, and of others merged into it where it says nothing itself.

    What a community of this host says of itself is all there is to say. The last that is returned counts.
    """
    if not rows:
        return []
    merged_into_others = Q(
        listing__merged_into__in=[row.id for row in rows.values() if row.community_id is None]
    )
    found = QualityValue.objects.filter(Q(listing__in=list(rows)) | merged_into_others).select_related(
        "listing"
    )
    told = [(said, said.listing.merged_into_id or said.listing_id) for said in found]
    return sorted(told, key=lambda one: (one[0].listing.merged_into_id is None, one[0].on))


def _table(columns: list[_Column], sort: str, down: bool, missing: int) -> Comparison:
    signs: dict[str, str] = {}
    made = []
    for title, group in groups():
        lines = []
        for quality in group:
            cells = []
            for column in columns:
                if quality.key not in column.told:
                    cells.append(Cell(str(wording.NOT_SAID)))
                    continue
                value, origin = column.told[quality.key]
                sign = signs.setdefault(origin, _letter(len(signs)))
                cells.append(Cell(quality.say(value), sign))
            lines.append(Row(quality, tuple(cells)))
        made.append((title, tuple(lines)))
    origins = tuple((sign, origin) for origin, sign in signs.items())
    return Comparison(tuple(column.card for column in columns), tuple(made), origins, sort, down, missing)


def _letter(number: int) -> str:
    return chr(ord("a") + number) if number < 26 else str(number - 25)


def _mended(rows: Iterable[Listing]) -> dict[tuple[UUID, str], date]:
    """Return when reviewers last corrected what; asked only where they did."""
    ids = [row.id for row in rows if row.corrected]
    if not ids:
        return {}
    changes = ListingChange.objects.filter(listing__in=ids, act="corrected").order_by("at")
    return {(listing, what): at.date() for listing, what, at in changes.values_list("listing", "field", "at")}


def _column(row: Listing, today: date, mended: dict[tuple[UUID, str], date]) -> _Column:
    column = _Column(card_of(row, today=today))
    card = column.card
    own = row.community
    origin = _origin("community" if own else "list", row.as_of, card.source_title)
    for key, name, value in (
        ("kind", "kind", row.kind),
        ("purpose", "description", _plain(card.summary, card)),
        ("town", "town", row.town),
        ("country", "country", row.country),
        ("place_shown", "place", row.precision),
        ("open", "open_to_members", row.open_to_members),
        ("website", "website", row.website),
        ("phone", "phone", row.phone),
    ):
        on = mended.get((row.id, name))
        column.put(key, value, _origin("reviewer", on) if on else origin)
    column.put("source", card.attribution or card.source_title, origin)
    ago = (today - card.since).days if card.since else None
    order = (ago is None, ago or 0)
    column.put("checked", (order, card.freshness_text), _origin("here", today))
    if own is not None:
        _put_own(column, own, origin)
    return column


def _put_own(column: _Column, own: Community, origin: str) -> None:
    for key in _OF_A_COMMUNITY:
        value = getattr(own, key)
        column.put(key, _plain(value, column.card) if BY_KEY[key].form == "words" else value, origin)


def _plain(value: str, card: Card) -> str:
    """Return free words; of a refuge without a sentence that could lead to its door."""
    return without_addresses(value)[0] if card.sheltered else value


def _kept(value: Any, quality: Quality, *, sheltered: bool) -> Any:
    if sheltered and quality.form == "words":
        return without_addresses(str(value))[0]
    return value


def _origin(who: str, on: date | None, title: str = "") -> str:
    if on is None:
        return str(wording.SAID_BY["list-undated"]) % {"list": title}
    return str(wording.SAID_BY[who]) % {"list": title, "day": saying.day_year(on)}
