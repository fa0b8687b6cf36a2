"""All of searching that knows a database: which entries have keys of every set.

On SQLite a full-text table (FTS5) beside each table of entries, kept in step by triggers: it holds keys
only, reads the rest from the table, and needs nothing that older builds lack. On PostgreSQL an inverted
index (GIN) over the keys, without any extension. Both compare keys for being equal and nothing else, so
both give the same entries.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.db import connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper

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
    sets: Sequence[Collection[str]],
    *,
    of_host: bool,
    kinds: Sequence[str],
    scope: UUID | None,
    most: int,
) -> list[Candidate]:
    """Return entries that have a key of every set: of the host, or of the community in reach.

    Written as SQL, in a form that makes both databases begin with the keys: left to choose, they read
    a whole community first.

    Raises:
        NoCommunity: for a community's entries outside `in_community`.
    """
    table = entries_of(of_host=of_host)._meta.db_table
    if connection.vendor == "postgresql":
        asked = _asked(sets, " | ", " & ")
        begin = f"""
            "{table}_of_every"(%s) AS found (number)
            CROSS JOIN LATERAL (SELECT * FROM "{table}" WHERE number = found.number OFFSET 0) AS entry"""
    else:
        asked = _asked(sets, " OR ", " AND ")
        begin = f"""
            (SELECT rowid AS number FROM "{table}_keys" WHERE "{table}_keys" MATCH %s) AS found
            CROSS JOIN "{table}" AS entry"""
    conditions = [f"entry.about_kind IN ({', '.join(['%s'] * len(kinds))})"]
    params: list[Any] = [asked, *kinds]
    if not of_host:
        conditions.append("entry.community_id = %s")
        params.append(_id(current_community()))
    if scope:
        conditions.append("entry.scope_id = %s")
        params.append(_id(scope))
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            SELECT entry.number, entry.about_kind, entry.about_id, entry.scope_id, entry.title, entry.text,
                entry.name_words, entry.text_words, entry.weight, entry.updated
            FROM {begin}
            WHERE entry.number = found.number AND {" AND ".join(conditions)}
            ORDER BY entry.weight DESC, entry.updated DESC, entry.about_id LIMIT %s
            """,
            [*params, most],
        )
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


def _asked(sets: Sequence[Collection[str]], either: str, both: str) -> str:
    # Keys are small letters and digits only (core.words), so they mean themselves in both languages.
    return both.join(f"({either.join(sorted(keys))})" for keys in sets)


def _id(value: UUID) -> Any:
    return value if connection.features.has_native_uuid_field else value.hex


def _read_id(value: Any) -> UUID:
    return value if isinstance(value, UUID) else UUID(value)


def _read_time(value: Any) -> datetime:
    return value if isinstance(value, datetime) else datetime.fromisoformat(value).replace(tzinfo=UTC)


def prepare(using: str = "default", **kwargs: Any) -> None:
    """Put the index of keys beside each table of entries, after every migrate.

    Django rebuilds SQLite tables when they change and the triggers go with the old ones; where they
    are missing the index is built again from the table.
    """
    connection = connections[using]
    standing = set(connection.introspection.table_names())
    for of_host in (True, False):
        table = entries_of(of_host=of_host)._meta.db_table
        if table not in standing:
            continue
        if connection.vendor == "postgresql":
            _prepare_postgresql(connection, table, walled=not of_host)
        else:
            _prepare_sqlite(connection, table)


def _prepare_postgresql(connection: BaseDatabaseWrapper, table: str, *, walled: bool) -> None:
    """Make the index, and the function that asks it.

    Behind row-level security PostgreSQL reads no index by an operator that might tell of hidden rows,
    and this is such an operator. So the function asks as its owner and keeps the wall itself: it has
    numbers of the community in reach to give and of no other.
    """
    from commonhearth.foundation.tenancy.guards import HERE

    keys = "array_to_tsvector(string_to_array(keys, ' '))"
    wall = f" AND community_id = {HERE}" if walled else ""
    with connection.cursor() as cursor:
        # Without fastupdate: a find never has to read through what was not sorted in yet.
        cursor.execute(
            f'CREATE INDEX IF NOT EXISTS "{table}_keys" ON "{table}" USING gin (({keys})) WITH (fastupdate = off)'
        )
        cursor.execute(
            f"""
            CREATE OR REPLACE FUNCTION "{table}_of_every"(asked text) RETURNS SETOF bigint
            LANGUAGE sql STABLE ROWS 20 {"SECURITY DEFINER" if walled else ""} SET search_path = public, pg_temp AS
            $$ SELECT number FROM "{table}" WHERE {keys} @@ asked::tsquery{wall} $$
            """
        )


def _prepare_sqlite(connection: BaseDatabaseWrapper, table: str) -> None:
    put = f'INSERT INTO "{table}_keys" (rowid, keys) VALUES (new.number, new.keys)'
    take = (
        f'INSERT INTO "{table}_keys" ("{table}_keys", rowid, keys) VALUES (\'delete\', old.number, old.keys)'
    )
    triggers = {
        f"{table}_keys_added": f'AFTER INSERT ON "{table}" BEGIN {put}; END',
        f"{table}_keys_removed": f'AFTER DELETE ON "{table}" BEGIN {take}; END',
        f"{table}_keys_changed": f'AFTER UPDATE OF number, keys ON "{table}" BEGIN {take}; {put}; END',
    }
    with connection.cursor() as cursor:
        cursor.execute(
            f'CREATE VIRTUAL TABLE IF NOT EXISTS "{table}_keys" USING fts5('
            f"keys, content='{table}', content_rowid='number', detail=none, columnsize=0, tokenize='ascii')"
        )
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s", [table])
        standing = {name for (name,) in cursor.fetchall()}
        if triggers.keys() <= standing:
            return
        for name, what in triggers.items():
            cursor.execute(f'DROP TRIGGER IF EXISTS "{name}"')
            cursor.execute(f'CREATE TRIGGER "{name}" {what}')
        cursor.execute(f'INSERT INTO "{table}_keys" ("{table}_keys") VALUES (\'rebuild\')')
