"""The one way in: which community's rows are in reach now, and whose own.

`in_community` sets the managers' filter and, on PostgreSQL, the setting that row-level security
compares with; both are restored on exit. Requests, jobs, commands and tests all come in this way.
Outside it a tenant model has no rows to give and says so.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from uuid import UUID

from django.apps import apps
from django.db import connection, transaction

_community: ContextVar[UUID | None] = ContextVar("hearth.community", default=None)
_person: ContextVar[UUID | None] = ContextVar("hearth.person", default=None)


class NoCommunity(RuntimeError):
    """A tenant row was asked for outside `in_community`. A defect, never a person's mistake."""


def current_community() -> UUID:
    """Return the id of the community whose rows are in reach.

    Raises:
        NoCommunity: outside `in_community`.
    """
    community = _community.get()
    if community is None:
        raise NoCommunity("tenant rows are reached only inside tenancy.in_community(...)")
    return community


def community_in_reach() -> UUID | None:
    """Return the id of the community whose rows are in reach, or None."""
    return _community.get()


def current_person() -> UUID:
    """Return the id of the person whose own rows are in reach.

    Raises:
        NoCommunity: outside `in_own_rows`.
    """
    person = _person.get()
    if person is None:
        raise NoCommunity("a person's own rows are reached only inside tenancy.in_own_rows(...)")
    return person


def own_person() -> UUID:
    """Return the id of the person whose own rows may be read now: beside communities, not from within one.

    Raises:
        NoCommunity: outside `in_own_rows`, or inside a community.
    """
    if _community.get() is not None:
        raise NoCommunity("own rows are read beside communities, not from within one")
    return current_person()


def community_ids() -> list[UUID]:
    """Return the ids of every community of this host, for the named host jobs that visit each in turn."""
    table = apps.get_model("communities", "Community")
    return list(table.objects.order_by("created", "id").values_list("id", flat=True))


@contextmanager
def in_community(community_id: UUID) -> Iterator[None]:
    """Bring one community's rows into reach; the ones in reach before come back on exit."""
    with _reaching({_community: community_id}):
        yield


@contextmanager
def in_own_rows(person_id: UUID) -> Iterator[None]:
    """Bring a person's own memberships, in every community, into reach of `Model.own`.

    No community is in reach meanwhile: own rows are read beside communities, not from within one.
    """
    with _reaching({_community: None, _person: person_id}):
        yield


Reach = dict[ContextVar[UUID | None], UUID | None]


@contextmanager
def _reaching(reach: Reach) -> Iterator[None]:
    before = {variable: variable.get() for variable in reach}
    tokens = [(variable, variable.set(value)) for variable, value in reach.items()]
    try:
        if connection.vendor == "postgresql":
            with _local_settings(reach, before):
                yield
        else:
            yield
    finally:
        for variable, token in tokens:
            variable.reset(token)


@contextmanager
def _local_settings(reach: Reach, before: Reach) -> Iterator[None]:
    # SET LOCAL lives as long as the transaction, so outside one we open one to carry it; a pooled
    # connection can never keep it for the next request.
    if not connection.in_atomic_block:
        with transaction.atomic():
            _put(reach)
            yield
        return
    # What stood there before is what was in reach: nothing else sets it, and each trip costs as much as a question.
    _put(reach)
    try:
        yield
    finally:
        if not _broken():
            _put(before)


def _broken() -> bool:
    """Whether the transaction can only be rolled back, which takes the setting back by itself.

    PostgreSQL refuses every statement after an error; asking it for one more would hide that error.
    """
    if connection.needs_rollback or connection.connection is None:
        return True
    # Only here: a host on SQLite, with two processes, need not carry the driver of the other database.
    from psycopg.pq import TransactionStatus

    status: TransactionStatus = connection.connection.info.transaction_status
    return status not in (TransactionStatus.INTRANS, TransactionStatus.ACTIVE)


def _put(reach: Reach) -> None:
    """Tell the database in one trip what is in reach; the settings bear the variables' names."""
    calls = ", ".join(["set_config(%s, %s, true)"] * len(reach))
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {calls}",
            [word for variable, value in reach.items() for word in (variable.name, str(value or ""))],
        )
