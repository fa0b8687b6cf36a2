"""A backup counts when it was put back: every night the newest is, in a process and a folder of its own.

What is put back is asked everything that `hearth check` asks, and thrown away. The date of the last copy
that was good stands in the database, for the operator's page and for `hearth check`, which warns after 48 hours.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection
from django.utils import timezone

from commonhearth.foundation.registry import Finding
from commonhearth.foundation.sealed import hostkey
from commonhearth.site.backup.copying import owner_url, run_program
from commonhearth.site.backup.folder import BackupFault, copies
from commonhearth.site.backup.wording import FINDINGS
from commonhearth.site.models import RestoreTest

#: A host whose last good restore is older than this is told so.
LATEST = timedelta(hours=48)
#: Seconds for putting back and for asking; each is ended then.
PATIENCE = 3600


def try_newest(folder: Path, *, now: datetime) -> RestoreTest:
    """Put the newest copy back beside this host, ask everything, and keep what came of it.

    Nothing of this host is touched: the copy goes into a folder, and on PostgreSQL into a database, that are
    removed in the end. The host key is read where it stands and copied nowhere.
    """
    code, copy = "", ""
    try:
        found = copies(folder) if folder.is_dir() else []
        if not found:
            raise BackupFault("no-backup", folder=folder)
        copy = found[-1].name
        with _place() as environment:
            code = _run(environment, "restore", str(folder), "--copy", copy) or _run(environment, "check")
    except BackupFault as fault:
        code = fault.code
    except subprocess.TimeoutExpired:
        code = "took-too-long"
    return RestoreTest.objects.create(
        copy=copy, good=not code, code=code[:60], created=now, ended=timezone.now()
    )


@contextmanager
def _place() -> Iterator[dict[str, str]]:
    """Give the environment of a host that is nothing yet, with this host's keys; remove it in the end."""
    with tempfile.TemporaryDirectory(prefix="restore-test-", dir=settings.HEARTH_DATA) as data:
        (Path(data) / "keys").mkdir(
            mode=0o700
        )  # a host stands where this is; the key itself stays where it is
        given = {name: value for name, value in os.environ.items() if name not in _OF_THIS_HOST}
        given |= {
            "DJANGO_SETTINGS_MODULE": "commonhearth.site.settings",
            "HEARTH_DATA": data,
            "HEARTH_KEY_FILE": str(hostkey.key_file()),
            "HEARTH_SECRET": settings.SECRET_KEY,
            "HEARTH_SECRET_FALLBACKS": ",".join(settings.SECRET_KEY_FALLBACKS),
            "HEARTH_DEMO": "1" if settings.HEARTH_DEMO else "0",
        }
        if connection.vendor != "postgresql":
            yield given
            return
        name = f"hearth_restore_test_{uuid.uuid4().hex[:12]}"
        try:
            run_program("psql", "--quiet", "--command", f'CREATE DATABASE "{name}" TEMPLATE template0')
        except BackupFault as fault:
            raise BackupFault("may-not-make-database") from fault
        try:
            yield given | {
                "DATABASE_URL": _with_database(settings.DATABASE_URL, name),
                "DATABASE_OWNER_URL": _with_database(owner_url(), name),
            }
        finally:
            run_program("psql", "--quiet", "--command", f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


_OF_THIS_HOST = frozenset(
    {
        "DATABASE_URL",
        "DATABASE_OWNER_URL",
        "HEARTH_SERVING",
        "HEARTH_AS_OWNER",
        "HEARTH_MAIL_URL",
        "HEARTH_BACKUPS",
    }
)


def _with_database(url: str, name: str) -> str:
    head, mark, query = url.partition("?")
    return f"{head.rpartition('/')[0]}/{name}{mark}{query}"


def _run(environment: dict[str, str], *words: str) -> str:
    """Run a command there; return the code of what is wrong, "" when nothing is."""
    done = subprocess.run(
        [sys.executable, "-m", "commonhearth.site.command", *words, "--json"],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE,
        cwd=Path(__file__).parents[3],
    )
    try:
        said: dict[str, Any] = json.loads(done.stdout)
    except ValueError:
        return "no-answer"
    if said["ok"]:
        return ""
    if said["error"]:
        return str(said["error"]["code"])
    serious = (said["result"] or {}).get("findings") or [{"code": "not-sound"}]
    return str(serious[0]["code"])


def last_good() -> RestoreTest | None:
    """Return the newest test that was good, or None."""
    return RestoreTest.objects.filter(good=True).order_by("-created").first()


def last() -> RestoreTest | None:
    """Return the newest test, or None."""
    return RestoreTest.objects.order_by("-created").first()


def findings(now: datetime) -> Iterator[Finding]:
    """Warn where backups are kept and none was put back for two days."""
    folder = settings.HEARTH_BACKUPS
    if folder is None:
        return
    good, newest = last_good(), last()
    if good is not None and now - good.created <= LATEST:
        return
    day = f"{good.created:%Y-%m-%d}" if good else "–"
    code = newest.code if newest is not None and not newest.good else "not-tried"
    about = {"folder": folder, "day": day, "code": code}
    yield Finding("restore-not-tried", str(FINDINGS["restore-not-tried"]) % about, serious=False)
