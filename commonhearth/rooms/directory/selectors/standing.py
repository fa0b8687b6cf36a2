"""Where listings stand in a search: the law of core.places.ranking, written for a database.

The same statements run on SQLite and PostgreSQL; a test holds them against the law on both. They read
the index `listing_standing` and no row. Two kinds of listings fit a search around a place: those whose
own place lies within the radius, and those known only to be in the town that is searched.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper

from commonhearth.core.places.distance import Point, box_around
from commonhearth.core.places.freshness import MONTHS_UNKNOWN, MONTHS_VERIFIED, first_within
from commonhearth.core.places.globe import apart_at, spot
from commonhearth.core.places.names import fold
from commonhearth.core.places.ranking import (
    EDGES,
    NO_BAND,
    NOT_MEASURED,
    SOMEWHERE_IN_TOWN,
    Rank,
)
from commonhearth.foundation.search import inverted
from commonhearth.rooms.directory.gazetteer.lookup import FoundPlace
from commonhearth.rooms.directory.models import Listing
from commonhearth.rooms.directory.models.listings import RANKED_BY

#: Each word may be any of several spellings.
Words = Sequence[Sequence[str]]
#: The tier of those of whom it is not known whether they still exist (core.places.ranking.tier_of).
NOT_KNOWN = 3

#: The ground around a place is looked through in rings with these edges, the innermost first.
RINGS_KM = (5.0, 25.0)
#: Within this radius words are looked for in each listing.
FEW_KM = 25.0

_TABLE = Listing._meta.db_table
_TIER = """
    CASE WHEN verified_on IS NULL THEN CASE WHEN as_of >= %(two_years)s THEN 2 ELSE 3 END
         WHEN verified_on < %(two_years)s THEN 3
         WHEN verified_on >= %(one_year)s AND (verified_until IS NULL OR verified_until >= %(today)s) THEN 0
         ELSE 1 END"""
#: The limit is written out: one that is put in makes SQLite plan it all anew each time.
_IN_ORDER = " ORDER BY band, tier, match, apart, name, id LIMIT {:d}"
_APART = "(x - %(x)s) * (x - %(x)s) + (y - %(y)s) * (y - %(y)s) + (z - %(z)s) * (z - %(z)s)"


class Spot(NamedTuple):
    """What of a listing is drawn on a map. The place is as fine as it may be shown, or None."""

    name: str
    latitude: float | None
    longitude: float | None


class Told(NamedTuple):
    """What is to be said of everything that fits."""

    total: int = 0
    any_living: bool = False


@dataclass(frozen=True, slots=True)
class Standing:
    """Everything that fits a search: counted, and put in order page by page.

    Args:
        place: None when it is looked for anywhere.
        words: folded, each as it may be spelt.
    """

    today: date
    place: FoundPlace | None = None
    radius_km: float = 25
    words: Words = ()
    kind: str = ""
    open_only: bool = False
    _given: dict[str, Any] = field(default_factory=dict, init=False, repr=False)

    def __post_init__(self) -> None:
        given = self._given
        given["today"] = self.today.isoformat()
        given["one_year"] = first_within(self.today, MONTHS_VERIFIED).isoformat()
        given["two_years"] = first_within(self.today, MONTHS_UNKNOWN).isoformat()
        given["kind"] = self.kind
        given["words"] = inverted.asked(self.words, beginning=True)
        if self.place is not None:
            given |= {"town": fold(self.place.name), "country": self.place.country}
            if self.place.point is not None:
                given["x"], given["y"], given["z"] = spot(self.place.point)
        for number, spellings in enumerate(self.words):
            given |= {f"w{number}_{other}": f" {word}" for other, word in enumerate(spellings)}

    def page(self, most: int, *, after: Rank | None = None) -> tuple[Told, list[Rank]]:
        """Return what is to be said of all, and the first so many in order. One query.

        What is near stands before what is far. So the ground close by is looked through first, and each
        ring around it only where those within hold too few.

        Args:
            after: where the last of the page before stands.
        """
        told, found = self._first(most, after, "")
        return told, [rank for rank, _ in found]

    def spots(self, most: int, *, after: Rank | None = None) -> tuple[Told, list[tuple[Rank, Spot]]]:
        """Return the same with where each of them is drawn, in the same query."""
        told, found = self._first(most, after, ", spot.name, spot.latitude, spot.longitude")
        return told, [(rank, Spot(*more)) for rank, more in found]

    def _first(self, most: int, after: Rank | None, more: str) -> tuple[Told, list[tuple[Rank, Any]]]:
        given: dict[str, Any] = {"most": most}
        later = ""
        if after is not None:
            later = " WHERE (band, tier, match, apart, name, id) > (%(a0)s, %(a1)s, %(a2)s, %(a3)s, %(a4)s, %(a5)s)"
            given |= {f"a{number}": part for number, part in enumerate(after[:-1])}
            given["a5"] = _id(UUID(after.id))
        first = later + _IN_ORDER.format(most)
        ctes, counted, parts = self._in_one(first) if self.words else self._in_rings(first)
        in_town = [f"(SELECT {_TIER} AS tier FROM {rows}) AS part" for rows in self._in_town()]
        parts += [_told(rows) for rows in (*counted, *in_town)]
        parts += [
            f"SELECT * FROM ({self._ordered(rows, self.radius_km, first)}) AS part"
            for rows in self._in_town()
        ]
        total, best = 0, NOT_KNOWN
        found: list[tuple[Rank, Any]] = []
        for band, tier, match, apart, name, one, *rest in self._ask(ctes, parts, given, more):
            if one is not None:
                found.append((Rank(band, tier, match, apart, name, str(_read_id(one))), rest))
            else:
                best, total = min(best, tier), total + match
        return Told(total, best < NOT_KNOWN), sorted(found)[:most]

    def _in_rings(self, first: str) -> tuple[list[str], list[str], list[str]]:
        """Return what is to be named, counted and shown of those with a place: ring by ring, while more is needed."""
        rings: list[str] = []
        shown, held = [], ""
        for number, (inner, outer) in enumerate(pairwise(self._edges())):
            rows = self._ordered(self._placed(inner, outer, held), outer, first)
            if outer == self.radius_km:
                shown.append(f"SELECT * FROM ({rows}) AS part")
            else:
                # Kept, since it is shown and counted; SQLite puts in order half as fast what it keeps.
                rings.append(f"ring{number} AS MATERIALIZED ({rows})")
                shown.append(f"SELECT * FROM ring{number}")
                held += f"{' + ' if held else ''}(SELECT count(*) FROM ring{number})"
        counted = [f"(SELECT {_TIER} AS tier FROM {rows}) AS part" for rows in self._whole()]
        return rings, counted, shown

    def _in_one(self, first: str) -> tuple[list[str], list[str], list[str]]:
        """Return the same where words are looked for: which rows have them is found out once."""
        found = [f"found AS MATERIALIZED ({self._ranked(rows, self.radius_km)})" for rows in self._whole()]
        shown = f"SELECT * FROM (SELECT * FROM found{first}) AS part"
        return found, ["found"] if found else [], [shown] if found else []

    def _edges(self) -> list[float]:
        """Return the edges of the rings in kilometres, the innermost first; one ring where nothing is measured."""
        if self.place is None:
            return [0.0, self.radius_km]
        if self.place.point is None:
            return []
        return [0.0, *(edge for edge in RINGS_KM if edge < self.radius_km), self.radius_km]

    def _ordered(self, rows: str, reach: float, first: str) -> str:
        return f"SELECT * FROM ({self._ranked(rows, reach)}) AS ranked{first}"

    def _ranked(self, rows: str, reach: float) -> str:
        plain = ' COLLATE "C"' if connection.vendor == "postgresql" else ""
        return f"""
            SELECT {self._band(reach)} AS band, {_TIER} AS tier, {self._match()} AS match, apart,
                name_folded{plain} AS name, id
            FROM {rows}"""

    def _whole(self) -> list[str]:
        """Return everything with a place that fits, if there is anything to measure from."""
        edges = self._edges()
        return [self._placed(0.0, self.radius_km, "")] if edges else []

    def _placed(self, inner: float, outer: float, held: str) -> str:
        """Return the rows of a ring that fit, as SQL, each with how far `apart` it counts.

        Args:
            held: how many the rings within hold, as SQL: with a page of them no row of this one is read.
        """
        fits = self._fits() + (f" AND {held} < %(most)s" if held else "")
        if self.place is None or self.place.point is None:
            return f"(SELECT *, {_at(NOT_MEASURED)} AS apart FROM {_TABLE} WHERE {fits}{self._worded(True)}) AS placed"
        # Where few can fit, looking into each is quicker than what the index has of everywhere.
        worded = self._worded(connection.vendor == "sqlite" and outer > FEW_KM)
        here = f"{_box(self.place.point, outer)} AND {fits}{worded}"
        between = f"apart <= {apart_at(outer)!r}" + (f" AND apart > {apart_at(inner)!r}" if inner else "")
        return f"(SELECT *, {_APART} AS apart FROM {_TABLE} WHERE {here}) AS placed WHERE {between}"

    def _in_town(self) -> list[str]:
        """Return the rows that are known only to be in the town, if a town is searched."""
        if self.place is None or not (self._given["town"] and self.place.country):
            return []
        here = f"{self._fits()} AND latitude IS NULL AND country = %(country)s AND town_folded = %(town)s"
        worded = self._worded(False)
        return [f"(SELECT *, {_at(SOMEWHERE_IN_TOWN)} AS apart FROM {_TABLE} WHERE {here}{worded}) AS placed"]

    def _fits(self) -> str:
        kind = " AND kind = %(kind)s" if self.kind else ""
        return f"closed_on IS NULL{kind}{' AND open_to_members' if self.open_only else ''}"

    def _worded(self, indexed: bool) -> str:
        """Return the condition that a listing has the words: by their index, or looked for in each that fits else."""
        if not self.words:
            return ""
        if indexed:
            return f" AND {inverted.matching(_TABLE, 'words', '%(words)s', padded=True)}"
        # That there are any is said for SQLite, which then knows that its index of them will do (`prepare`).
        return f" AND words > '' AND ({self._every('words')})"

    def _band(self, radius_km: float) -> str:
        if self.place is None:
            return str(NO_BAND)
        edges = [edge for edge in EDGES if edge < apart_at(max(radius_km, 10.0))]
        within = " ".join(f"WHEN apart <= {edge!r} THEN {number}" for number, edge in enumerate(edges))
        return f"CASE {within} ELSE {len(edges)} END"

    def _match(self) -> str:
        in_name = self._every("' ' || name_folded")
        return f"CASE WHEN {in_name} THEN 0 ELSE 1 END" if self.words else "0"

    def _every(self, text: str) -> str:
        where = "strpos" if connection.vendor == "postgresql" else "instr"
        return " AND ".join(
            "("
            + " OR ".join(f"{where}({text}, %(w{number}_{other})s) > 0" for other in range(len(spellings)))
            + ")"
            for number, spellings in enumerate(self.words)
        )

    def _ask(
        self, rings: list[str], parts: list[str], given: dict[str, Any], more: str
    ) -> list[tuple[Any, ...]]:
        if not parts:
            return []
        sql = " UNION ALL ".join(parts)
        if more:
            # What is told of all has no band and stands first: three rows at most.
            first = f"SELECT * FROM ({sql}) AS part{_IN_ORDER.format(given['most'] + 3)}"
            sql = f"SELECT shown.*{more} FROM ({first}) AS shown LEFT JOIN {_TABLE} AS spot ON spot.id = shown.id"
        sql = (f"WITH {', '.join(rings)} " if rings else "") + sql
        with connection.cursor() as cursor:
            cursor.execute(sql, self._given | given)
            return cursor.fetchall()


def prepare(connection: BaseDatabaseWrapper) -> None:
    """Put beside the table what SQLite looks for words in around a place, so that no row is read for that either.

    PostgreSQL takes no text of any length into such an index. Its condition holds for every row; it keeps the
    index from searches without words, which read a narrower one. Called after every migrate: Django rebuilds
    SQLite's tables when they change, and knows nothing of it.
    """
    if connection.vendor != "sqlite":
        return
    columns = ("latitude", "longitude", "x", "y", "z", *RANKED_BY, "words")
    with connection.cursor() as cursor:
        if _TABLE not in connection.introspection.table_names(cursor):
            return
        standing = {one.name for one in connection.introspection.get_table_description(cursor, _TABLE)}
        if standing.issuperset(columns):
            cursor.execute(
                f"""CREATE INDEX IF NOT EXISTS listing_words_here ON {_TABLE} ({", ".join(columns)})
                WHERE words IS NOT NULL"""
            )


def _told(rows: str) -> str:
    """Return what is told of all these as a row like the others, without an id: of the first tier if any lives.

    One living group is soon found; the others need only be counted, and no tier is worked out for them.
    """
    living = f"EXISTS (SELECT 1 FROM {rows} WHERE tier < {NOT_KNOWN})"
    return f"""
        SELECT -1 AS band, CASE WHEN {living} THEN 0 ELSE {NOT_KNOWN} END AS tier,
            (SELECT count(*) FROM {rows}) AS match, {_at(0.0)} AS apart, '' AS name, CAST(NULL AS uuid) AS id"""


def _box(centre: Point, radius_km: float) -> str:
    box = box_around(centre, radius_km)
    spans = " OR ".join(f"longitude BETWEEN {west!r} AND {east!r}" for west, east in box.spans())
    return f"latitude BETWEEN {box.south!r} AND {box.north!r} AND ({spans})"


def _at(apart: float) -> str:
    return f"CAST({apart!r} AS double precision)"


def _id(value: UUID) -> Any:
    return value if connection.features.has_native_uuid_field else value.hex


def _read_id(value: Any) -> UUID:
    return value if isinstance(value, UUID) else UUID(value)
