"""Questions asked on nearly every page, whose SQL is written once and afterwards only filled in.

Django takes several times as long to write a question about a few tables as the database takes to
answer it, and writes it anew each time.

    SEATS = Ready(lambda member: CircleMembership.objects.filter(member=member, left=None))

    with in_community(community.id):
        SEATS(member=member.id)

PostgreSQL takes as long again to plan it. So there each connection plans it once, too.

The walls stay: the community or the person in reach is put in anew each time, like the other values, and
where there is none such a question raises as any other does.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import copy
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, ClassVar, Generic, TypeVar
from uuid import UUID, uuid4
from weakref import WeakKeyDictionary

from django.db import connection, connections
from django.db.models import QuerySet

from commonhearth.foundation.tenancy.context import (
    _community,
    _person,
    current_community,
    own_person,
)

Row = TypeVar("Row")
Value = UUID | str | date | datetime


class NotReady(TypeError):
    """A question that cannot be written once: something in it is worked out from its values."""


class Ready(Generic[Row]):
    """A question that is written once in this process.

    Args:
        question: makes the plain queryset out of ids, words, days and moments. What it asks never depends on which.
    """

    every: ClassVar[list[Ready[Any]]] = []

    def __init__(self, question: Callable[..., QuerySet[Any]]) -> None:
        self.question = question
        self.takes = question.__code__.co_varnames[: question.__code__.co_argcount]
        self.written: _Written | None = None
        Ready.every.append(self)

    def __call__(self, **values: Value) -> list[Row]:
        """Return all rows that fit, as the plain question does."""
        if self.written is None:
            self.written = self._write(values)
        return self.written.rows(values)

    def first(self, **values: Value) -> Row | None:
        """Return the first row that fits, or None. It asks for all, so there should be one at most."""
        rows = self(**values)
        return rows[0] if rows else None

    def inside(self, columns: dict[str, str], values: dict[str, Value]) -> tuple[str, list[Any]]:
        """Return it as SQL with its parameters, to be asked for each row of another question.

        Args:
            columns: for those of its values that are ids of that question's rows, where these stand.
            values: the others, and more than it takes.
        """
        if self.written is None:
            self.written = self._write(
                {name: uuid4() if name in columns else values[name] for name in self.takes}
            )
        return self.written.inside(columns, values)

    def _write(self, values: dict[str, Value]) -> _Written:
        first, second = self._write_with_examples(values), self._write_with_examples(values)
        if (first.sql, first.holes) != (second.sql, second.holes):
            raise NotReady(f"something is worked out from the values: {first.sql}")
        return first

    def _write_with_examples(self, values: dict[str, Value]) -> _Written:
        examples = {name: _example_of(value) for name, value in values.items()}
        with _in_reach_as_example() as inside:
            queryset = self.question(**examples)
        compiler = queryset.query.get_compiler(queryset.db)
        sql, params = compiler.as_sql()
        names = {_stored(example): name for name, example in (examples | inside).items()}
        holes = tuple((names.get(one), None if one in names else one) for one in params)
        kinds = {name: _kind_of((examples | inside)[name]) for name, _always in holes if name}
        digest = hashlib.sha256(repr((sql, holes, kinds)).encode()).hexdigest()[:16]
        return _Written(sql, holes, compiler, queryset._iterable_class, kinds, f"hearth_{digest}")


#: How the ids in reach are called among the values.
_COMMUNITY, _PERSON = "community in reach", "person in reach"


@dataclass(frozen=True, slots=True)
class _Written:
    """SQL with holes: each the name of what goes in, or None and what always stands there."""

    sql: str
    holes: tuple[tuple[str | None, Any], ...]
    compiler: Any = field(compare=False)
    reading: Any = field(compare=False)
    #: What goes into the holes, and of which kind PostgreSQL takes it to be.
    kinds: dict[str, str] = field(compare=False)
    name: str = field(compare=False)

    def rows(self, values: dict[str, Any]) -> list[Any]:
        """Ask with these values; what comes back is read as Django reads it."""
        compiler = copy(self.compiler)
        compiler.connection = connections[connection.alias]
        planned = _planned_here()
        if planned is None:
            sql, filled = self.sql, [_filled(name, always, values) for name, always in self.holes]
        else:
            if self.name not in planned:
                self._plan()
                planned.add(self.name)
            sql = f"EXECUTE {self._of(*['%s'] * len(self.kinds))}"
            filled = [_filled(name, None, values) for name in self.kinds]
        compiler.as_sql = lambda *args, **kwargs: (sql, filled)
        return list(self.reading(_Asked(compiler, connection.alias)))

    def _plan(self) -> None:
        """Let PostgreSQL plan it for this connection, which takes several times as long as answering it.

        After a few times it keeps one plan for all values, where that is as good as one made for each; the rules of
        who may see a row stand in the plan, and the community in reach is asked for anew each time.
        """
        places = {name: f"${number}" for number, name in enumerate(self.kinds, 1)}
        first, *pieces = self.sql.split("%s")
        sql = first + "".join(
            (places[name] if name else "%s") + piece
            for (name, _always), piece in zip(self.holes, pieces, strict=True)
        )
        with connection.wrap_database_errors, connection.connection.cursor() as cursor:
            cursor.execute(
                f"PREPARE {self._of(*self.kinds.values())} AS {sql}",
                [always for name, always in self.holes if not name],
            )

    def _of(self, *given: str) -> str:
        return f"{self.name} ({', '.join(given)})" if given else self.name

    def inside(self, columns: dict[str, str], values: dict[str, Any]) -> tuple[str, list[Any]]:
        """Return the SQL with columns in some of its holes, and what goes into the others."""
        first, *pieces = self.sql.split("%s")
        sql = first + "".join(
            f"{columns.get(name or '', '%s')}{piece}"
            for (name, _always), piece in zip(self.holes, pieces, strict=True)
        )
        return sql, [_filled(*hole, values) for hole in self.holes if hole[0] not in columns]


@dataclass(frozen=True, slots=True)
class _Asked:
    """As much of a queryset, and of its query, as it takes to read its rows."""

    compiler: Any
    db: str
    _known_related_objects: dict[Any, Any] = field(default_factory=dict)

    @property
    def query(self) -> _Asked:
        return self

    def get_compiler(self, using: str) -> Any:
        return self.compiler


#: The names of the questions that each connection to PostgreSQL has planned; None where it may not.
_planned: WeakKeyDictionary[Any, set[str] | None] = WeakKeyDictionary()


def _planned_here() -> set[str] | None:
    """Return the names of what the connection in use has planned; None where nothing is planned ahead.

    A pooler may hand each transaction to another of its own connections, where nothing of this is known. It tells
    another process number than the one that answers.
    """
    if connection.vendor != "postgresql":
        return None
    # As a cursor does it: a connection that has died meanwhile is made anew, and has planned nothing yet.
    connection.close_if_health_check_failed()
    connection.ensure_connection()
    driver: Any = connection.connection
    if driver not in _planned:
        with connection.wrap_database_errors, driver.cursor() as cursor:
            answers = cursor.execute("SELECT pg_backend_pid()").fetchone()[0] == driver.info.backend_pid
        _planned[driver] = set() if answers else None
    return _planned[driver]


def _kind_of(value: Value) -> str:
    """Return what PostgreSQL calls a value's kind; a word is of the kind that it is compared with."""
    if isinstance(value, datetime):
        return "timestamptz"
    if isinstance(value, date):
        return "date"
    return "uuid" if isinstance(value, UUID) else "unknown"


def _filled(name: str | None, always: Any, values: dict[str, Any]) -> Any:
    return always if name is None else _stored(_value(name, values))


def _value(name: str, values: dict[str, Any]) -> Any:
    if name == _COMMUNITY:
        return current_community()
    return own_person() if name == _PERSON else values[name]


@contextmanager
def _in_reach_as_example() -> Iterator[dict[str, UUID]]:
    """Bring example ids into reach of the managers in place of those that are; nothing is asked meanwhile."""
    inside = {
        name: (variable, uuid4())
        for name, variable in ((_COMMUNITY, _community), (_PERSON, _person))
        if variable.get() is not None
    }
    tokens = [(variable, variable.set(example)) for variable, example in inside.values()]
    try:
        yield {name: example for name, (_variable, example) in inside.items()}
    finally:
        for variable, token in tokens:
            variable.reset(token)


def _example_of(value: Value) -> Value:
    """Return another value of its kind that occurs nowhere else."""
    if isinstance(value, datetime):
        return value + timedelta(microseconds=1 + secrets.randbelow(10**15))
    if isinstance(value, date):
        return value + timedelta(days=1 + secrets.randbelow(10**6))
    return uuid4() if isinstance(value, UUID) else uuid4().hex


def _stored(value: Any) -> Any:
    """Return a value as the database in use keeps it."""
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    if isinstance(value, date):
        return connection.ops.adapt_datefield_value(value)
    return value.hex if isinstance(value, UUID) and not connection.features.has_native_uuid_field else value
