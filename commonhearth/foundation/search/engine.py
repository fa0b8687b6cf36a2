"""All of searching that knows a database: which entries have keys of every set (inverted.py)."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection, connections

from commonhearth.foundation.search import inverted
from commonhearth.foundation.search.kinds import entries_of
from commonhearth.foundation.tenancy import current_community

#: Where a thing's id stands in the question of `candidates`.
ABOUT = "entry.about_id"


class Candidate(NamedTuple):
    """An entry that has the keys asked for; ids as the database writes them."""

    number: int
    kind: str
    id: str
    scope: str | None
    title: str
    text: str
    name_words: str
    text_words: str
    #: What its kind's `visible` says of it: None where it may not be seen.
    seen: str | None


def candidates(
    tiers: Sequence[Sequence[Collection[str]]],
    *,
    of_host: bool,
    visible: Mapping[str, tuple[str, Sequence[Any]]],
    scope: UUID | None,
    read: tuple[str, Sequence[Any]] | None,
    most: int,
) -> list[Candidate]:
    """Return entries that have a key of every set of a tier, of the host or of the community in reach.

    Of each tier as many as `most`, the weightiest and newest first: that is the order of their numbers, so that
    what is left over is not even read. One query.

    Written as SQL, in a form that makes both databases begin with the keys: left to choose, they read
    a whole community first.

    Args:
        tiers: the best first; all of a tier is in the next one too.
        visible: of which kinds; to each the question, with its parameters, for one thing whose id is `ABOUT`.
        read: the question, with its parameters, for the circles that are read; nothing of others counts.

    Raises:
        NoCommunity: for a community's entries outside `in_community`.
    """
    table = entries_of(of_host=of_host)._meta.db_table
    found = inverted.numbers(table, "keys")
    text, begin = "{}", 'CROSS JOIN "{}" AS entry'
    if connection.vendor == "postgresql":
        text, begin = (
            "{}::text",
            'CROSS JOIN LATERAL (SELECT * FROM "{}" WHERE number = found.number OFFSET 0) AS entry',
        )
    begin = begin.format(table)
    conditions = [f"entry.about_kind IN ({', '.join(['%s'] * len(visible))})"]
    where: list[Any] = [*visible]
    if not of_host:
        conditions.append("entry.community_id = %s")
        where.append(_id(current_community()))
    if scope:
        conditions.append("entry.scope_id = %s")
        where.append(_id(scope))
    elif read:
        conditions.append(f"(entry.scope_id IS NULL OR entry.scope_id IN ({read[0]}))")
        where += read[1]
    ctes: list[str] = []
    params: list[Any] = []
    for place, sets in enumerate(reversed(tiers)):
        # Mostly the last has everything; only where there is more, the best of the better is made sure of.
        full = f" AND (SELECT count(*) FROM tier_{place - 1}) = {most:d}" if place else ""
        # The limit is written out: one that is put in makes SQLite plan it all anew each time.
        ctes.append(
            f"""tier_{place} AS MATERIALIZED (
            SELECT found.number FROM ({found}) AS found {begin}
            WHERE entry.number = found.number AND {" AND ".join(conditions)}{full}
            ORDER BY found.number DESC LIMIT {most:d})"""
        )
        params += [inverted.asked(sets), *where]
    every = " UNION ".join(f"SELECT number FROM tier_{place}" for place in range(len(tiers)))
    seen = "".join(f" WHEN %s THEN ({question})" for question, _params in visible.values())
    params += [param for kind, (_question, its) in visible.items() for param in (kind, *its)]
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            WITH {", ".join(ctes)}
            SELECT entry.number, entry.about_kind, {text.format(ABOUT)}, {text.format("entry.scope_id")},
                entry.title, entry.text, entry.name_words, entry.text_words, CASE entry.about_kind{seen} END
            FROM ({every}) AS found {begin} WHERE entry.number = found.number
            """,
            params,
        )
        return [Candidate._make(row) for row in cursor.fetchall()]


def _id(value: UUID) -> Any:
    return value if connection.features.has_native_uuid_field else value.hex


def prepare(using: str = "default", **kwargs: Any) -> None:
    """Put the index of keys beside each table of entries, after every migrate."""
    for of_host in (True, False):
        table = entries_of(of_host=of_host)._meta.db_table
        inverted.prepare(connections[using], table, "keys", walled=not of_host)
