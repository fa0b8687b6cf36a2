"""One wall at a time. Each has to hold when the other is not there.

- both: as on every host (on SQLite there is only the managers' filter, so this is that one alone);
- filter: the managers' filter alone; the database role passes row-level security (PostgreSQL);
- rows: row-level security alone; the managers give whatever the database lets through (PostgreSQL).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connections, models
from django.db.models.query import QuerySet

from commonhearth.foundation.tenancy.models import TenantManager
from commonhearth.foundation.tenancy.ready import Ready
from tests import databases, postgres


def walls() -> list[str]:
    """Return the walls that can be tried on this run's database."""
    return ["both", "filter", "rows"] if databases.on_postgres() else ["both"]


def walls_by_page() -> list[str]:
    """Return the walls that are tried page by page: each of the two alone, on the database where it is alone.

    The managers' filter is one and the same on both databases, and on SQLite nothing stands behind it.
    """
    return ["rows"] if databases.on_postgres() else ["both"]


@contextmanager
def only(wall: str) -> Iterator[None]:
    """Leave one wall standing, for this process and database."""
    if wall == "filter":
        with _as(postgres.OWNER):
            yield
    elif wall == "rows":
        # Named too, since this wall holds for one role only, and a test before may have been another.
        with _as(postgres.RUNTIME), _without_filter():
            yield
    else:
        yield


@contextmanager
def _as(role: str) -> Iterator[None]:
    given = connections["default"].settings_dict
    before = given["USER"]
    open_now = connections["default"].connection
    if before == role and (open_now is None or open_now.info.user == role):
        yield  # a connection made anew costs more than most pages
        return
    connections["default"].close()
    given["USER"] = role
    try:
        yield
    finally:
        connections["default"].close()
        given["USER"] = before


@contextmanager
def _without_filter() -> Iterator[None]:
    before = TenantManager.get_queryset
    filtered = {question: question.written for question in Ready.every}

    def everything(self: Any) -> QuerySet[Any]:
        return models.Manager.get_queryset(self)

    TenantManager.get_queryset = everything  # type: ignore[method-assign,assignment]
    for question in Ready.every:
        question.written = _unfiltered.get(question)
    try:
        yield
    finally:
        TenantManager.get_queryset = before  # type: ignore[method-assign]
        for question in Ready.every:
            _unfiltered[question], question.written = question.written, filtered.get(question)


#: The questions whose SQL was written without the filter: a test with this wall takes up that of the one before.
_unfiltered: dict[Ready[Any], Any] = {}
