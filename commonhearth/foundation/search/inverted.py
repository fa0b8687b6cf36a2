"""An index from words to rows, beside a table that keeps its words in a column with spaces between.

On SQLite a full-text table (FTS5), kept in step by triggers: it holds words only, reads the rest from
the table, and needs nothing that older builds lack. On PostgreSQL an inverted index (GIN), without any
extension. Both compare words for being equal, or for how they begin, and nothing else, so both give the
same rows. The table has a unique `number`, and words are what `core` folds: small letters and digits.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from django.db import connection, transaction
from django.db.backends.base.base import BaseDatabaseWrapper


def numbers(table: str, column: str, place: str = "%s") -> str:
    """Return SQL that gives the `number` of rows; at its place goes what `asked` returns.

    On PostgreSQL the columns that go `along` come with it: whatever else is asked of a row need not be looked up.
    """
    if connection.vendor == "postgresql":
        return f'SELECT * FROM "{table}_of_every"({place})'
    return f'SELECT rowid AS number FROM "{table}_{column}" WHERE "{table}_{column}" MATCH {place}'


def matching(table: str, column: str, place: str = "%s", *, padded: bool = False) -> str:
    """Return a condition on rows of the table, if it has no wall: with a wall ask for their `numbers`."""
    if connection.vendor == "postgresql":
        return f"{_vector(column, padded=padded)} @@ {place}::tsquery"
    return f"number IN ({numbers(table, column, place)})"


def asked(sets: Sequence[Collection[str]], *, beginning: bool = False) -> str:
    """Return what asks for rows with a word of every set.

    Args:
        beginning: words that only begin like one of the set do as well.
    """
    if connection.vendor == "postgresql":
        either, both, word = " | ", " & ", "'{}':*" if beginning else "'{}'"
    else:
        either, both, word = " OR ", " AND ", '"{}"*' if beginning else '"{}"'
    return both.join(f"({either.join(word.format(one) for one in sorted(words))})" for words in sets)


def prepare(
    connection: BaseDatabaseWrapper,
    table: str,
    column: str,
    *,
    walled: bool = False,
    along: Sequence[str] = (),
    padded: bool = False,
    beginnings: bool = False,
) -> None:
    """Put the index beside a table, or back beside it: called after every migrate, to whichever state.

    Django rebuilds SQLite tables when they change and the triggers go with the old ones; where they
    are missing the index is built again from the table.

    Args:
        walled: rows belong to communities, and only those of the community in reach are given.
        along: columns that PostgreSQL gives with the numbers.
        padded: a space stands before the first word and after the last too.
        beginnings: it is asked how words begin, and with two or three letters too.
    """
    if not _stands(connection, table, column):
        return
    if connection.vendor == "postgresql":
        _prepare_postgresql(connection, table, column, _vector(column, padded=padded), walled, along)
    else:
        _prepare_sqlite(connection, table, column, beginnings)


def _vector(column: str, *, padded: bool) -> str:
    words = f"btrim({column})" if padded else column
    return f"array_to_tsvector(string_to_array({words}, ' '))"


def _stands(connection: BaseDatabaseWrapper, table: str, column: str) -> bool:
    with connection.cursor() as cursor:
        if table not in connection.introspection.table_names(cursor):
            return False
        columns = {one.name for one in connection.introspection.get_table_description(cursor, table)}
    return {"number", column} <= columns


def _prepare_postgresql(
    connection: BaseDatabaseWrapper, table: str, column: str, vector: str, walled: bool, along: Sequence[str]
) -> None:
    """Make the index, and behind a wall the function that asks it.

    Behind row-level security PostgreSQL reads no index by an operator that might tell of hidden rows,
    and this is such an operator. So the function asks as its owner and keeps the wall itself: it has
    numbers of the community in reach to give and of no other.
    """
    from commonhearth.foundation.tenancy.guards import HERE

    wall = f" AND community_id = {HERE}" if walled else ""
    given = ("number", *along)
    kinds = ", ".join(f'{one} "{table}".{one}%TYPE' for one in given)
    function = f'"{table}_of_every"'
    with transaction.atomic(connection.alias), connection.cursor() as cursor:
        # Without fastupdate: a find never has to read through what was not sorted in yet.
        cursor.execute(
            f'CREATE INDEX IF NOT EXISTS "{table}_{column}" ON "{table}" USING gin (({vector})) WITH (fastupdate = off)'
        )
        cursor.execute(f"DROP FUNCTION IF EXISTS {function}(text)")  # an older one gave other columns
        cursor.execute(
            f"""
            CREATE FUNCTION {function}(asked text) RETURNS TABLE ({kinds})
            LANGUAGE sql STABLE ROWS 20 {"SECURITY DEFINER" if walled else ""} SET search_path = public, pg_temp AS
            $$ SELECT {", ".join(f"entry.{one}" for one in given)} FROM "{table}" AS entry
               WHERE {vector} @@ asked::tsquery{wall} $$
            """
        )


def _prepare_sqlite(connection: BaseDatabaseWrapper, table: str, column: str, beginnings: bool) -> None:
    short = ", prefix='2 3'" if beginnings else ""
    index = f"{table}_{column}"
    put = f'INSERT INTO "{index}" (rowid, {column}) VALUES (new.number, new.{column})'
    take = f'INSERT INTO "{index}" ("{index}", rowid, {column}) VALUES (\'delete\', old.number, old.{column})'
    triggers = {
        f"{index}_added": f'AFTER INSERT ON "{table}" BEGIN {put}; END',
        f"{index}_removed": f'AFTER DELETE ON "{table}" BEGIN {take}; END',
        f"{index}_changed": f'AFTER UPDATE OF number, {column} ON "{table}" BEGIN {take}; {put}; END',
    }
    with connection.cursor() as cursor:
        cursor.execute(
            f'CREATE VIRTUAL TABLE IF NOT EXISTS "{index}" USING fts5('
            f"{column}, content='{table}', content_rowid='number', detail=none, columnsize=0, tokenize='ascii'{short})"
        )
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s", [table])
        standing = {name for (name,) in cursor.fetchall()}
        if triggers.keys() <= standing:
            return
        for name, what in triggers.items():
            cursor.execute(f'DROP TRIGGER IF EXISTS "{name}"')
            cursor.execute(f'CREATE TRIGGER "{name}" {what}')
        cursor.execute(f'INSERT INTO "{index}" ("{index}") VALUES (\'rebuild\')')
