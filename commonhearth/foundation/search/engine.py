"""All of searching that knows a database: which entries have keys of every set (inverted.py)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.db import connection, connections

from commonhearth.foundation.search import inverted
from commonhearth.foundation.search.kinds import entries_of
from commonhearth.foundation.tenancy import current_community


@dataclass(frozen=True, slots=True)
class Candidate:
    """An entry that has the keys asked for."""

    number: int
    kind: str
    id: UUID
    scope: UUID | None
    title: str
    text: str
    name_words: str
    text_words: str
    weight: int
    updated: datetime


def candidates(
    tiers: Sequence[Sequence[Collection[str]]],
    *,
    of_host: bool,
    kinds: Sequence[str],
    scope: UUID | None,
    most: int,
) -> list[Candidate]:
    """Return entries that have a key of every set of a tier, of the host or of the community in reach.

    Of each tier as many as `most`, the weightiest and newest first: that is the order of their numbers, so that
    what is left over is not even read. One query; what is in several tiers is there several times.

    Written as SQL, in a form that makes both databases begin with the keys: left to choose, they read
    a whole community first.

    Raises:
        NoCommunity: for a community's entries outside `in_community`.
    """
    table = entries_of(of_host=of_host)._meta.db_table
    found = inverted.numbers(table, "keys")
    if connection.vendor == "postgresql":
        begin = f"""
            ({found}) AS found
            CROSS JOIN LATERAL (SELECT * FROM "{table}" WHERE number = found.number OFFSET 0) AS entry"""
    else:
        begin = f'({found}) AS found CROSS JOIN "{table}" AS entry'
    conditions = [f"entry.about_kind IN ({', '.join(['%s'] * len(kinds))})"]
    where: list[Any] = [*kinds]
    if not of_host:
        conditions.append("entry.community_id = %s")
        where.append(_id(current_community()))
    if scope:
        conditions.append("entry.scope_id = %s")
        where.append(_id(scope))
    one_tier = f"""
        SELECT entry.number, entry.about_kind, entry.about_id, entry.scope_id, entry.title, entry.text,
            entry.name_words, entry.text_words, entry.weight, entry.updated
        FROM {begin}
        WHERE entry.number = found.number AND {" AND ".join(conditions)}
        ORDER BY found.number DESC LIMIT %s
        """
    every = " UNION ALL ".join(f"SELECT * FROM ({one_tier}) AS tier_{place}" for place in range(len(tiers)))
    params = [param for sets in tiers for param in (inverted.asked(sets), *where, most)]
    with connection.cursor() as cursor:
        cursor.execute(every, params)
        rows = cursor.fetchall()
    return [
        Candidate(
            number,
            kind,
            _read_id(about),
            within and _read_id(within),
            title,
            text,
            name,
            below,
            weight,
            _read_time(when),
        )
        for number, kind, about, within, title, text, name, below, weight, when in rows
    ]


def _id(value: UUID) -> Any:
    return value if connection.features.has_native_uuid_field else value.hex


def _read_id(value: Any) -> UUID:
    return value if isinstance(value, UUID) else UUID(value)


def _read_time(value: Any) -> datetime:
    return value if isinstance(value, datetime) else datetime.fromisoformat(value).replace(tzinfo=UTC)


def prepare(using: str = "default", **kwargs: Any) -> None:
    """Put the index of keys beside each table of entries, after every migrate."""
    for of_host in (True, False):
        table = entries_of(of_host=of_host)._meta.db_table
        inverted.prepare(connections[using], table, "keys", walled=not of_host)
