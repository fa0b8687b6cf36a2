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
    """An entry that has the keys asked for; its id as the database writes it."""

    number: int
    kind: str
    id: str
    name_words: str
    text_words: str


class Seen(NamedTuple):
    """An entry whose thing may be seen; ids as the database writes them."""

    number: int
    kind: str
    id: str
    scope: str | None
    title: str
    text: str
    #: What its kind's `visible` says of it.
    said: str


def candidates(
    tiers: Sequence[Sequence[Collection[str]]],
    *,
    of_host: bool,
    kinds: Collection[str],
    scope: UUID | None,
    read: tuple[str, Sequence[Any]] | None,
    most: int,
) -> list[Candidate]:
    """Return entries that have a key of every set of a tier, of the host or of the community in reach.

    Of each tier as many as `most`, the weightiest and newest first: that is the order of their numbers, so that
    what is left over is not even read. One query.

    Written as SQL, in a form that makes both databases begin with the keys: left to choose, they read
    a whole community first. PostgreSQL, which finds all before it puts them in order, brings along what is asked of
    each; SQLite finds them in order, and looks up as many as are wanted.

    Args:
        tiers: the best first; all of a tier is in the next one too.
        read: the question, with its parameters, for the circles that are read; nothing of others counts.

    Raises:
        NoCommunity: for a community's entries outside `in_community`.
    """
    table = entries_of(of_host=of_host)._meta.db_table
    begin = _begin(table)
    numbers = inverted.numbers(table, "keys")
    number, found = "found.number", f"({numbers}) AS found {begin} WHERE entry.number = found.number AND"
    if connection.vendor == "postgresql":
        number, found = "entry.number", f"({numbers}) AS entry WHERE"
    here, where = _here(of_host)
    conditions = [f"entry.about_kind IN ({', '.join(['%s'] * len(kinds))})", *here]
    where = [*kinds, *where]
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
            SELECT {number} FROM {found} {" AND ".join(conditions)}{full}
            ORDER BY {number} DESC LIMIT {most:d})"""
        )
        params += [inverted.asked(sets), *where]
    every = " UNION ".join(f"SELECT number FROM tier_{place}" for place in range(len(tiers)))
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            WITH {", ".join(ctes)}
            SELECT entry.number, entry.about_kind, {_text(ABOUT)}, entry.name_words, entry.text_words
            FROM ({every}) AS found {begin} WHERE entry.number = found.number
            """,
            params,
        )
        return [Candidate._make(row) for row in cursor.fetchall()]


def seen(
    numbers: Sequence[int],
    *,
    of_host: bool,
    visible: Mapping[str, tuple[str, Sequence[Any]]],
    size: int,
) -> list[Seen]:
    """Return those of some entries whose things may be seen, in any order. One query.

    Args:
        numbers: of entries of the host, or of the community in reach.
        visible: by kind the question, with its parameters, for one thing whose id is `ABOUT`; it says None of what
            may not be seen.
        size: at least as many as there are numbers. Equal sizes make equal questions, which are read once.

    Raises:
        NoCommunity: for a community's entries outside `in_community`.
    """
    table = entries_of(of_host=of_host)._meta.db_table
    here, where = _here(of_host)
    asked = [*numbers, *[0] * (size - len(numbers))]  # the number of none
    each = "".join(f" WHEN %s THEN ({question})" for question, _params in visible.values())
    params = [param for kind, (_question, its) in visible.items() for param in (kind, *its)]
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            WITH found (number) AS (VALUES {", ".join(["(%s)"] * size)})
            SELECT entry.number, entry.about_kind, {_text(ABOUT)}, {_text("entry.scope_id")},
                entry.title, entry.text, CASE entry.about_kind{each} END
            FROM found {_begin(table)} WHERE {" AND ".join(["entry.number = found.number", *here])}
            """,
            [*asked, *params, *where],
        )
        return [Seen._make(row) for row in cursor.fetchall() if row[-1] is not None]


def _begin(table: str) -> str:
    """Return what joins entries to the numbers `found`, so that these are what a database begins with."""
    if connection.vendor == "postgresql":
        return f'CROSS JOIN LATERAL (SELECT * FROM "{table}" WHERE number = found.number OFFSET 0) AS entry'
    return f'CROSS JOIN "{table}" AS entry'


def _here(of_host: bool) -> tuple[list[str], list[Any]]:
    """Return the condition, with its parameter, that keeps to the community in reach; none for the host's entries."""
    return ([], []) if of_host else (["entry.community_id = %s"], [_id(current_community())])


def _text(column: str) -> str:
    return f"{column}::text" if connection.vendor == "postgresql" else column


def _id(value: UUID) -> Any:
    return value if connection.features.has_native_uuid_field else value.hex


def prepare(using: str = "default", **kwargs: Any) -> None:
    """Put the index of keys beside each table of entries, after every migrate."""
    for of_host in (True, False):
        table = entries_of(of_host=of_host)._meta.db_table
        along = ["about_kind", *([] if of_host else ["community_id", "scope_id"])]
        inverted.prepare(connections[using], table, "keys", walled=not of_host, along=along)
