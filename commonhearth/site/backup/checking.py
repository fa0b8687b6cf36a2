"""`hearth check`: is this host as it should be? Every question that can be asked without changing it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import nullcontext
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from commonhearth.foundation.logbook.chain import verify
from commonhearth.foundation.registry import CHECKS, Finding
from commonhearth.foundation.sealed import starting
from commonhearth.foundation.sealed.fields import SealedField
from commonhearth.foundation.sealed.models import Key
from commonhearth.foundation.tenancy import community_ids, guards, in_community
from commonhearth.foundation.tenancy.lasting import lasting, over
from commonhearth.foundation.tenancy.models import TenantModel, house_models
from commonhearth.site.backup.wording import FINDINGS, LOGBOOK

#: A row that should have gone by itself may wait for a job so long.
SLACK = timedelta(days=2)
Question = Callable[[datetime], Iterable[Finding]]


def finding(code: str, *, serious: bool = True, **params: Any) -> Finding:
    """Make a finding with its sentence."""
    return Finding(code, str(FINDINGS[code]) % params, serious)


def check(now: datetime, progress: Callable[[int, int], None] = lambda done, whole: None) -> list[Finding]:
    """Ask everything, the house's own questions first, then those the rooms have added."""
    if not connection.introspection.table_names():
        return [finding("no-host")]
    behind = list(_migrations(now))
    if behind:  # other questions would stumble over tables that are not there yet
        return behind
    questions: list[Question] = [_guards, _walls, _engine, _references, _keys, _logbook, _lasting]
    questions += list(CHECKS)
    found: list[Finding] = []
    for done, question in enumerate(questions):
        progress(done, len(questions))
        found += question(now)
    progress(len(questions), len(questions))
    return found


def _migrations(now: datetime) -> Iterator[Finding]:
    executor = MigrationExecutor(connection)
    for migration, _backwards in executor.migration_plan(executor.loader.graph.leaf_nodes()):
        yield finding("migration-pending", what=str(migration))


def _lasting(now: datetime) -> Iterator[Finding]:
    """Name tables in which rows stand two days after the time until which they are kept."""
    stayed: Counter[str] = Counter()
    inside = lasting("tenant")
    for community in community_ids():
        with in_community(community):
            for model in inside:
                stayed[model._meta.db_table] += over(model, now=now - SLACK).count()
    for model in lasting():
        if model not in inside:
            stayed[model._meta.db_table] += over(model, now=now - SLACK).count()
    for table, count in sorted(stayed.items()):
        if count:
            yield finding("row-stayed", serious=False, name=table, rows=count)


def _guards(now: datetime) -> Iterator[Finding]:
    missing, strange = guards.missing_and_strange()
    yield from (finding("guard-missing", what=name) for name in missing)
    yield from (finding("guard-strange", what=name) for name in strange)


def _walls(now: datetime) -> Iterator[Finding]:
    yield from (finding("wall-open", what=table) for table in guards.unwalled_tables())
    role = settings.DATABASES["default"].get("USER", "")
    if role == settings.HEARTH_RUNTIME_ROLE and guards.passes_the_wall():
        yield finding("wall-passed", what=role)


def _engine(now: datetime) -> Iterator[Finding]:
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA integrity_check(20)")
        yield from (finding("damaged-file", what=text) for (text,) in cursor.fetchall() if text != "ok")
        cursor.execute("PRAGMA foreign_key_check")
        yield from (
            finding("lost-reference", what=table) for table in sorted({row[0] for row in cursor.fetchall()})
        )


def _everywhere() -> Iterator[tuple[UUID | None, Any]]:
    """Give each scope that raw questions must be asked in: one on SQLite, each community behind the walls."""
    if connection.vendor == "sqlite":
        yield None, nullcontext()
    else:
        for community_id in community_ids():
            yield community_id, in_community(community_id)


def _references(now: datetime) -> Iterator[Finding]:
    """T1: every reference between tenant rows stays within one community."""
    asked = []
    for model in house_models("tenant"):
        for field in model._meta.concrete_fields:
            target = field.related_model
            if isinstance(target, type) and issubclass(target, TenantModel):
                table, column, other = model._meta.db_table, field.column, target._meta.db_table
                asked.append(
                    (
                        f"{model._meta.label}.{field.name}",
                        f'SELECT count(*) FROM "{table}" child LEFT JOIN "{other}" parent '
                        f'ON parent."id" = child."{column}" AND parent."community_id" = child."community_id" '
                        f'WHERE child."{column}" IS NOT NULL AND parent."id" IS NULL',
                    )
                )
    yield from _counted("reference-outside", asked)


def _counted(code: str, asked: list[tuple[str, str]]) -> Iterator[Finding]:
    totals = dict.fromkeys((what for what, _query in asked), 0)
    for _community, reach in _everywhere():
        with reach, connection.cursor() as cursor:
            for what, query in asked:
                cursor.execute(query)
                totals[what] += cursor.fetchone()[0]
    yield from (finding(code, what=what, count=count) for what, count in totals.items() if count)


def _keys(now: datetime) -> Iterator[Finding]:
    """The host key opens every community's key, and every sealed value names a key that stands."""
    fault = starting.fault()
    if fault is not None:
        yield finding("key-fault", file=fault.file, remedy=starting.REMEDIES[fault.code])
    asked = []
    for model in house_models("tenant"):
        for field in model._meta.concrete_fields:
            if isinstance(field, SealedField):
                asked.append(
                    (
                        f"{model._meta.label}.{field.name}",
                        _unknown_keys(model._meta.db_table, str(field.column)),
                    )
                )
    yield from _counted("key-missing", asked)


def _unknown_keys(table: str, column: str) -> str:
    # Bytes 2 to 17 of a sealed value are its key's id; SQLite keeps UUIDs as hexadecimal text.
    piece = f'substr("{column}", 2, 16)'
    key_id = f"encode({piece}, 'hex')::uuid" if connection.vendor == "postgresql" else f"lower(hex({piece}))"
    return (
        f'SELECT count(*) FROM (SELECT DISTINCT {key_id} AS named FROM "{table}" '
        f'WHERE "{column}" IS NOT NULL) used '
        f'WHERE NOT EXISTS (SELECT 1 FROM "{Key._meta.db_table}" standing WHERE standing."id" = used.named)'
    )


def _logbook(now: datetime) -> Iterator[Finding]:
    for community_id in community_ids():
        with in_community(community_id):
            faults = verify(now)
        for fault in faults:
            yield finding(
                "logbook",
                serious=fault.code != "not-linked",
                community=community_id,
                what=LOGBOOK[fault.code],
                line=fault.line_id or "–",
                number=fault.number or "–",
            )
