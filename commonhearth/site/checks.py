"""Before a host starts: is it all of one piece? Each fault says what is wrong and the exact remedy."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core import checks
from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from commonhearth.foundation.notices.sms import gateway
from commonhearth.foundation.sealed import starting
from commonhearth.site.engine import UnsafeEngine, wal_is_safe


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a host must not start."""

    code: str
    says: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.says} {self.remedy}"


class NotSound(RuntimeError):
    """A host that must not start as it is.

    Attributes:
        faults: what is wrong, at least one.
    """

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__("\n".join(str(fault) for fault in faults))
        self.faults = faults
        self.code = faults[0].code


def refuse_unsound_start() -> None:
    """Pass when this host may start: asked by the supervisor, the web worker and the job worker.

    Raises:
        NotSound: when something does not fit together.
    """
    faults = list(_engine()) or list(_behind()) or [*_keys(), *_kind(), *_static(), *_texts()]
    if faults:
        raise NotSound(faults)


def refuse_unsafe_engine() -> None:
    """Pass when this SQLite may be used as it is set; asked before any connection is opened.

    Raises:
        NotSound: when it can damage the database.
    """
    faults = list(_engine())
    if faults:
        raise NotSound(faults)


def _engine() -> Iterator[Fault]:
    if connection.vendor != "sqlite" or wal_is_safe(sqlite3.sqlite_version_info):
        return
    if settings.SQLITE_JOURNAL.upper() == "WAL":
        yield Fault("unsafe-sqlite", str(UnsafeEngine(sqlite3.sqlite_version)), "")


def _behind() -> Iterator[Fault]:
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if plan:
        yield Fault(
            "migration-missing",
            f"The database is behind this version by {len(plan)} steps, the first is {plan[0][0]}.",
            "Make a backup with “hearth backup FOLDER”, then run “hearth migrate”.",
        )


def _keys() -> Iterator[Fault]:
    from commonhearth.site import host

    if not host.signing_key_is_ours():
        yield Fault(
            "other-signing-key",
            "The signing key is not the one this host was made with, so nobody's session or link would hold.",
            f"Put the old key back ({settings.HEARTH_DATA / 'keys' / 'signing.key'}, or HEARTH_SECRET where it is "
            "set). To change keys on purpose, name the old one in HEARTH_SECRET_FALLBACKS.",
        )
    found = starting.fault()
    if found is not None:
        yield Fault(f"host-key-{found.code}", f"The host key, {found.file}:", starting.REMEDIES[found.code])


def _kind() -> Iterator[Fault]:
    from commonhearth.site import host

    made_as = host.made_as()
    if made_as is None:
        yield Fault(
            "not-made", "There is no host here yet.", "“hearth serve” makes one, “hearth demo” a demo."
        )
    elif (made_as == "demo") != settings.HEARTH_DEMO:
        yield Fault(
            "made-otherwise",
            f"This host was made as a {made_as} host and cannot become anything else.",
            f"{'Set' if made_as == 'demo' else 'Take away'} HEARTH_DEMO=1, or choose another folder with HEARTH_DATA.",
        )


def _static() -> Iterator[Fault]:
    manifest = settings.STATIC_ROOT / "staticfiles.json"
    if not manifest.exists():
        yield Fault(
            "static-missing",
            f"The pages' styles and scripts are not in {settings.STATIC_ROOT}.",
            "Run “hearth migrate”, which collects them.",
        )
        return
    from commonhearth.site import setup

    if not setup.static_is_fresh():
        yield Fault(
            "static-old",
            f"The styles and scripts in {settings.STATIC_ROOT} are those of another version.",
            "Run “hearth migrate”, which collects them anew.",
        )


def _texts() -> Iterator[Fault]:
    if settings.HEARTH_SMS_URL:
        try:
            gateway.read()
        except ImproperlyConfigured as wrong:
            yield Fault("sms-gateway", str(wrong), "“hearth text NUMBER” tries it.")


# --- At each connection, and for `check` --------------------------------------------------------------
def refuse_unsafe_wal(sender: object, connection: Any, **kwargs: Any) -> None:
    """Close a connection that would keep a write-ahead log on an SQLite that can damage it.

    Raises:
        UnsafeEngine: always then.
    """
    if connection.vendor != "sqlite" or wal_is_safe(sqlite3.sqlite_version_info):
        return
    [mode] = connection.connection.execute("PRAGMA journal_mode").fetchone()
    if mode.lower() == "wal":
        connection.connection.close()
        connection.connection = None
        raise UnsafeEngine(sqlite3.sqlite_version)


@checks.register(checks.Tags.compatibility)
def engine_is_safe(app_configs: Any, **kwargs: Any) -> list[checks.CheckMessage]:
    """Make Django's own check name an unsafe engine."""
    return [checks.Error(fault.says, hint=fault.remedy, id="hearth.E001") for fault in _engine()]
