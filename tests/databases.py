"""Test databases are copies of one migrated template; nothing is ever flushed.

On SQLite the template is a file, kept under `var/test/` and named by a digest of the code that makes
it, so a second run finds it ready. On PostgreSQL it is a database of the run's own cluster.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.db import connections

ROOT = Path(__file__).parents[1]
SHELF = ROOT / "var" / "test"


def on_postgres() -> bool:
    """Say whether this run is on PostgreSQL."""
    return os.environ.get("HEARTH_TEST_ON") == "postgres"


def _digest() -> str:
    parts = hashlib.sha256()
    for path in sorted((ROOT / "commonhearth").rglob("*.py")):
        parts.update(str(path.relative_to(ROOT)).encode())
        parts.update(path.read_bytes())
    parts.update((ROOT / "requirements" / "run.txt").read_bytes())
    return parts.hexdigest()[:20]


def migrate(environment: dict[str, str]) -> None:
    """Run every migration in a process of its own; with `--no-migrations` make the tables directly."""
    unmigrated = os.environ.get("HEARTH_TEST_UNMIGRATED") == "1"
    settings_module = "tests.unmigrated" if unmigrated else "commonhearth.site.settings"
    subprocess.run(
        [sys.executable, "-m", "django", "migrate", "--verbosity", "0", "--skip-checks"]
        + (["--run-syncdb"] if unmigrated else []),
        env=environment | {"DJANGO_SETTINGS_MODULE": settings_module, "PYTHONPATH": str(ROOT)},
        check=True,
        cwd=ROOT,
    )


def sqlite_template() -> Path:
    """Return the migrated SQLite database of the code as it is now, made when it is missing."""
    SHELF.mkdir(parents=True, exist_ok=True)
    kind = "unmigrated" if os.environ.get("HEARTH_TEST_UNMIGRATED") == "1" else "migrated"
    template = SHELF / f"template-{kind}-{_digest()}.sqlite3"
    with (SHELF / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not template.exists():
            for old in sorted(SHELF.glob("template-*"), key=lambda path: path.stat().st_mtime)[:-3]:
                old.unlink(missing_ok=True)
            with tempfile.TemporaryDirectory(dir=SHELF) as data:
                made = Path(data) / "hearth.sqlite3"
                environment = os.environ | {"HEARTH_DATA": data, "HEARTH_SQLITE_JOURNAL": "DELETE"}
                environment.pop("DATABASE_URL", None)
                migrate(environment)
                made.rename(template)
    return template


def use(name: str) -> None:
    """Point this process, and every thread it starts, at another database."""
    connections.close_all()
    connections["default"].close()
    # Every thread's connection is made from this one dictionary.
    settings.DATABASES["default"]["NAME"] = name
    connections.settings["default"]["NAME"] = name
    connections["default"].settings_dict["NAME"] = name


@contextlib.contextmanager
def copied(label: str) -> Iterator[str]:
    """Make a copy of the migrated template, and remove it in the end; gives its name."""
    if on_postgres():
        from tests import postgres

        name = f"hearth_{label}_{os.getpid()}"
        postgres.copy_template(name)
        try:
            yield name
        finally:
            postgres.drop(name)
    else:
        with tempfile.TemporaryDirectory(prefix="hearth-db-") as folder:
            name = str(Path(folder) / "hearth.sqlite3")
            shutil.copyfile(sqlite_template(), name)
            yield name


def environment(name: str) -> dict[str, str]:
    """Return what a command started by a test needs to work on this database."""
    keys = {"HEARTH_DATA": str(settings.HEARTH_DATA), "HEARTH_SECRET": settings.SECRET_KEY}
    if on_postgres():
        from tests import postgres

        return keys | {
            "DATABASE_URL": postgres.url(name),
            "DATABASE_OWNER_URL": postgres.url(name, role=postgres.OWNER),
        }
    return keys | {"DATABASE_URL": f"sqlite:///{name}"}
