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


#: Templates that could not be made: said once at length, then shortly.
_failed: set[Path] = set()


class NoTemplate(RuntimeError):
    """There is no migrated database to copy."""


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


#: What `hearth` does where no host stands yet: all hosts of the tests begin with what comes of this.
NEW = """import commonhearth, django; django.setup()
from commonhearth.site import setup; setup.make_folder(); setup.migrate(lambda said: None)"""


def migrate(environment: dict[str, str]) -> None:
    """Run every migration in a process of its own; with `--no-migrations` make the tables directly."""
    unmigrated = os.environ.get("HEARTH_TEST_UNMIGRATED") == "1"
    settings_module = "tests.unmigrated" if unmigrated else "commonhearth.site.settings"
    django = ["-m", "django", "migrate", "--skip-checks", "--verbosity", "0"]
    commands = [django] if "DATABASE_URL" in environment else [["-c", NEW]]
    if unmigrated:
        commands = [[*django, "--run-syncdb"], ["-m", "django", "createcachetable", "--verbosity", "0"]]
    for command in commands:
        subprocess.run(
            [sys.executable, *command],
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
            if template in _failed:
                raise NoTemplate("the migrations failed when the first test asked for a database")
            _failed.add(template)
            for old in sorted(SHELF.glob("template-*"), key=lambda path: path.stat().st_mtime)[:-3]:
                old.unlink(missing_ok=True)
            with tempfile.TemporaryDirectory(dir=SHELF) as data:
                made = Path(data) / "hearth.sqlite3"
                environment = os.environ | {"HEARTH_DATA": data, "HEARTH_SQLITE_JOURNAL": "DELETE"}
                environment.pop("DATABASE_URL", None)
                migrate(environment)
                made.rename(template)
            _failed.discard(template)
    return template


def use(name: str) -> None:
    """Point this process, and every thread it starts, at another database."""
    connections.close_all()
    connections["default"].close()
    # Every thread's connection is made from this one dictionary.
    settings.DATABASES["default"]["NAME"] = name
    connections.settings["default"]["NAME"] = name
    connections["default"].settings_dict["NAME"] = name


def make_copy(label: str, *, of: str | None = None) -> str:
    """Copy a database (the migrated template when none is named); return the copy's name."""
    if on_postgres():
        from tests import postgres

        name = f"hearth_{label}_{os.getpid()}"
        postgres.copy(of or postgres.TEMPLATE, name)
        return name
    folder = Path(tempfile.mkdtemp(prefix="hearth-db-"))
    name = str(folder / "hearth.sqlite3")
    shutil.copyfile(of or sqlite_template(), name)
    return name


def remove(name: str) -> None:
    """Remove a copy."""
    if on_postgres():
        from tests import postgres

        postgres.drop(name)
    else:
        shutil.rmtree(Path(name).parent, ignore_errors=True)


@contextlib.contextmanager
def copied(label: str, *, of: str | None = None) -> Iterator[str]:
    """Make a copy, and remove it in the end; gives its name."""
    name = make_copy(label, of=of)
    try:
        yield name
    finally:
        remove(name)


#: The databases of this process by what stands in them: "plain" as migrated, "world" with the cast.
_standing: dict[str, str] = {}
_broken: list[Exception] = []


def choose(what: str) -> None:
    """Point this process at its "plain" or its "world" database, made when first asked for."""
    if what == "world" and _broken:
        raise NoTemplate("the world could not be built, as the first test that asked for it says") from None
    if what not in _standing:
        host_key()
        label = f"{what}_{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}"
        _standing[what] = make_copy(label)
        use(_standing[what])
        if what == "world":
            _build_world()
    elif connections["default"].settings_dict["NAME"] != _standing[what]:
        use(_standing[what])


def _build_world() -> None:
    from tests import world

    try:
        world.build()
    except Exception as error:
        _broken.append(error)
        raise
    fold()


def standing(what: str) -> str:
    """Return the name of this process's "plain" or "world" database."""
    before = connections["default"].settings_dict["NAME"]
    choose(what)
    use(before)
    return _standing[what]


def fold() -> None:
    """Put everything committed into the one file, so that copying the file copies everything."""
    if not on_postgres():
        with connections["default"].cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connections["default"].close()


def remove_all() -> None:
    """Remove this process's databases."""
    if _standing:
        connections["default"].close()
    while _standing:
        remove(_standing.popitem()[1])


def host_key() -> None:
    """Make this run's host key, with which everything sealed in it is sealed."""
    from commonhearth.foundation.sealed import hostkey

    if not hostkey.key_file().exists():
        hostkey.create()


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
