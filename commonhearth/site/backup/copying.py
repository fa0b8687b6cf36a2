"""Copying the data while the host runs, without the rows that hold keys."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import environ
from django.conf import settings
from django.db import connection

from commonhearth.foundation.sealed.models import Key
from commonhearth.site.backup.folder import BackupFault

SQLITE_COPY = "data.sqlite3"
POSTGRESQL_COPY = "data.pgdump"
#: Seconds to wait for a writer before giving up the copy.
PATIENCE = 60.0


def copy_data(into: Path) -> tuple[dict[str, int], list[str]]:
    """Copy the database as of one moment; return rows per table and the migrations it stands at."""
    return _copy_postgresql(into) if connection.vendor == "postgresql" else _copy_sqlite(into)


def _copy_sqlite(into: Path) -> tuple[dict[str, int], list[str]]:
    # Two steps: a copy beside the original loses its keys, with their bytes overwritten, and only what
    # is then left is copied on to where backups stand, which may be another disk or another house.
    database = Path(str(settings.DATABASES["default"]["NAME"]))
    with tempfile.TemporaryDirectory(dir=database.parent, prefix="backup-") as beside:
        whole = Path(beside) / SQLITE_COPY
        with sqlite(database) as source:
            source.execute("VACUUM INTO ?", [str(whole)])
        with sqlite(whole) as middle:
            middle.execute("PRAGMA journal_mode = OFF")
            middle.execute("PRAGMA secure_delete = ON")
            middle.execute(f'DELETE FROM "{Key._meta.db_table}"')
            middle.execute("VACUUM INTO ?", [str(into / SQLITE_COPY)])
    with sqlite(into / SQLITE_COPY) as copy:
        faults = [row[0] for row in copy.execute("PRAGMA integrity_check") if row[0] != "ok"]
        if faults:
            raise BackupFault("copy-not-sound", found=faults[0])
        tables = [name for (name,) in copy.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        counts = {name: copy.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in tables}
        return counts, _migrations(copy)


@contextmanager
def sqlite(file: Path) -> Iterator[sqlite3.Connection]:
    """Open a SQLite file past Django: a copy is made outside any transaction."""
    found = sqlite3.connect(file, timeout=PATIENCE, isolation_level=None)
    try:
        yield found
    finally:
        found.close()


def _migrations(source: Any) -> list[str]:
    rows = source.execute("SELECT app, name FROM django_migrations ORDER BY app, name")
    return [f"{app}.{name}" for app, name in rows]


def _copy_postgresql(into: Path) -> tuple[dict[str, int], list[str]]:
    import psycopg

    with psycopg.connect(owner_url()) as source:
        source.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        snapshot = source.execute("SELECT pg_export_snapshot()").fetchone()[0]  # type: ignore[index]
        run_program(
            "pg_dump",
            "--format=custom",
            "--no-owner",
            "--no-privileges",
            f"--snapshot={snapshot}",
            f"--exclude-table-data={Key._meta.db_table}",
            f"--file={into / POSTGRESQL_COPY}",
        )
        rows = source.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
        counts = {}
        for (name,) in rows:
            found = source.execute(f'SELECT count(*) FROM "{name}"').fetchone()  # type: ignore[arg-type]
            counts[name] = 0 if name == Key._meta.db_table or found is None else found[0]
        return counts, _migrations(source)


def owner_url() -> str:
    """Return the address of the database as its owner, who alone reads every community's rows.

    Raises:
        BackupFault: `no-owner` when `DATABASE_OWNER_URL` is not set.
    """
    if not settings.DATABASE_OWNER_URL:
        raise BackupFault("no-owner")
    return str(settings.DATABASE_OWNER_URL)


def owner() -> dict[str, Any]:
    """Return the owner's address of the database in its parts."""
    return dict(environ.Env.db_url_config(owner_url()))


def run_program(program: str, *arguments: str) -> None:
    """Run one of PostgreSQL's programs against the database, as its owner.

    Raises:
        BackupFault: `no-program`, or `program-failed` with what it said.
    """
    path = shutil.which(program)
    if path is None:
        raise BackupFault("no-program", program=program)
    place = owner()
    given = {
        "PGHOST": place["HOST"],
        "PGPORT": str(place["PORT"] or ""),
        "PGUSER": place["USER"],
        "PGPASSWORD": place["PASSWORD"],
        "PGDATABASE": place["NAME"],
    }
    done = subprocess.run(
        [path, "--no-password", *arguments],
        env=os.environ | {name: value for name, value in given.items() if value},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise BackupFault("program-failed", program=program, said=done.stderr.strip()[-500:])
