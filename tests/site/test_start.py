"""F01 and F28: a host that does not fit together refuses to start, and says the exact remedy."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.utils import timezone

from commonhearth.site import checks, host, setup
from commonhearth.site.engine import wal_is_safe
from commonhearth.site.models import Host
from tests import databases

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    ("version", "safe"),
    [
        ((3, 40, 1), False),  # Debian 12
        ((3, 44, 5), False),
        ((3, 44, 6), True),
        ((3, 45, 0), False),
        ((3, 50, 6), False),
        ((3, 50, 7), True),
        ((3, 51, 0), False),
        ((3, 51, 2), False),
        ((3, 51, 3), True),
        ((3, 53, 4), True),
        ((4, 0, 0), True),
        ((3, 6, 23), False),
    ],
)
def test_which_sqlite_may_keep_a_write_ahead_log(version: tuple[int, int, int], safe: bool) -> None:
    assert wal_is_safe(version) is safe


def _python(code: str, folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run Python as on a host in a folder; `environment` is added."""
    kept = {
        name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "HEARTH_SECRET")
    }
    return subprocess.run(
        [sys.executable, "-c", code],
        env=kept
        | {"HEARTH_DATA": str(folder), "DJANGO_SETTINGS_MODULE": "commonhearth.site.settings"}
        | {"DATABASE_URL": f"sqlite:///{folder / 'hearth.sqlite3'}", "HEARTH_LOG": "error"}
        | environment,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


def _stock_is_affected() -> bool:
    code = "import sqlite3; print(sqlite3.sqlite_version)"
    version = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    return not wal_is_safe(tuple(int(part) for part in version.strip().split(".")))  # type: ignore[arg-type]


OPEN = (
    "import commonhearth, django; django.setup()\n"
    "from django.db import connection\n"
    "with connection.cursor() as cursor:\n"
    "    cursor.execute('PRAGMA journal_mode'); print(cursor.fetchone()[0])\n"
    "import sqlite3; print(sqlite3.sqlite_version)\n"
)


@pytest.mark.sqlite
def test_the_engine_we_ship_keeps_a_write_ahead_log(tmp_path: Path) -> None:
    mode, version = _python(OPEN, tmp_path).stdout.split()
    assert mode == "wal"
    assert wal_is_safe(tuple(int(part) for part in version.split(".")))  # type: ignore[arg-type]


@pytest.mark.sqlite
def test_the_machines_own_engine_uses_the_rollback_journal_and_is_refused_a_write_ahead_log(
    tmp_path: Path,
) -> None:
    stock = {"HEARTH_STOCK_SQLITE": "1"}
    mode = _python(OPEN, tmp_path, **stock).stdout.split()[0]
    if not _stock_is_affected():  # a newer machine: it may keep one
        assert mode == "wal"
        return
    assert mode == "delete"
    forced = _python(OPEN, tmp_path, HEARTH_SQLITE_JOURNAL="WAL", **stock)
    assert forced.returncode != 0
    assert "HEARTH_SQLITE_JOURNAL=WAL" in forced.stderr
    checked = _python(
        "import commonhearth, django; django.setup()\n"
        "from django.core.management import call_command\n"
        "call_command('check')",
        tmp_path,
        HEARTH_SQLITE_JOURNAL="WAL",
        **stock,
    )
    assert checked.returncode != 0
    assert "make setup" in checked.stderr


@pytest.mark.sqlite
@pytest.mark.faults
def test_the_machines_own_engine_serves_a_whole_host(tmp_path: Path) -> None:
    """Migrations, guards, search and a page, all with the rollback journal."""
    code = (
        "import commonhearth, django; django.setup()\n"
        "from django.utils import timezone\n"
        "from django.db import connection\n"
        "from django.test import Client\n"
        "from commonhearth.site import checks, setup\n"
        "setup.REFERENCE.clear()\n"
        "setup.make_ready(demo=False, now=timezone.now(), say=lambda words: None)\n"
        "checks.refuse_unsound_start()\n"
        "print(Client().get('/help/', headers={'host': 'localhost'}).status_code)\n"
        "with connection.cursor() as cursor:\n"
        "    cursor.execute('PRAGMA journal_mode'); print(cursor.fetchone()[0])\n"
    )
    ended = _python(code, tmp_path, HEARTH_STOCK_SQLITE="1", HEARTH_SQLITE_JOURNAL="DELETE")
    assert ended.stdout.split() == ["200", "delete"], ended.stderr


@pytest.mark.sqlite
def test_a_connection_that_finds_a_write_ahead_log_is_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    closed = []

    class Raw:
        def execute(self, words: str) -> Any:
            return self

        def fetchone(self) -> list[str]:
            return ["wal"]

        def close(self) -> None:
            closed.append(True)

    class Connection:
        vendor = "sqlite"
        connection: Any = Raw()

    monkeypatch.setattr(checks.sqlite3, "sqlite_version_info", (3, 40, 1))
    with pytest.raises(checks.UnsafeEngine, match="make setup"):
        checks.refuse_unsafe_wal(None, Connection())
    assert closed


# --- F28 ------------------------------------------------------------------------------------------------
@pytest.fixture
def made_host(tmp_path: Path) -> Path:
    """A host in a folder of its own, made from the migrated template (without the gazetteer)."""
    folder = tmp_path / "host"
    folder.mkdir()
    shutil.copyfile(databases.sqlite_template(), folder / "hearth.sqlite3")
    made = _python(
        "import commonhearth, django; django.setup()\n"
        "from django.utils import timezone\n"
        "from commonhearth.site import setup\n"
        "setup.REFERENCE.clear()\n"
        "setup.make_ready(demo=False, now=timezone.now(), say=print)\n",
        folder,
    )
    assert made.returncode == 0, made.stderr
    return folder


START = "import commonhearth.site.wsgi"


def _refusal(folder: Path, **environment: str) -> str:
    ended = _python(START, folder, **environment)
    assert ended.returncode != 0, ended.stderr
    return ended.stderr


@pytest.mark.sqlite
def test_a_host_that_does_not_fit_together_says_the_exact_remedy(made_host: Path) -> None:
    assert _python(START, made_host).returncode == 0

    # The wrong signing key, and a new one that names the old.
    key = made_host / "keys" / "signing.key"
    old = key.read_text()
    refusal = _refusal(made_host, HEARTH_SECRET="another one, long enough to sign with, but not ours")
    assert "HEARTH_SECRET_FALLBACKS" in refusal
    assert str(key) in refusal
    assert old not in refusal
    assert (
        _python(START, made_host, HEARTH_SECRET="the next one", HEARTH_SECRET_FALLBACKS=old).returncode == 0
    )

    # Made as a real host, started as a demo.
    assert "made as a real host" in _refusal(made_host, HEARTH_DEMO="1")

    # A missing style sheet, and one of another version.
    manifest = made_host / "static" / "staticfiles.json"
    kept = manifest.read_text()
    manifest.unlink()
    assert "hearth migrate" in _refusal(made_host)
    manifest.write_text(kept)
    (made_host / "static" / ".collected").write_text("of another version")
    assert "another version" in _refusal(made_host)

    # A missing migration.
    with sqlite3.connect(made_host / "hearth.sqlite3") as database:
        database.execute("DELETE FROM django_migrations WHERE app = 'outbox'")
    database.close()
    assert "behind this version" in _refusal(made_host)
    assert "hearth migrate" in _refusal(made_host)


@pytest.mark.sqlite
def test_the_job_worker_refuses_as_well(made_host: Path) -> None:
    (made_host / "static" / "staticfiles.json").unlink()
    ended = _python(
        "import sys; from commonhearth.site.serve.worker import main; sys.exit(main())", made_host
    )
    assert ended.returncode == 2
    assert "hearth migrate" in ended.stderr


@pytest.mark.sqlite
def test_the_folder_is_nobody_elses_to_look_into(made_host: Path) -> None:
    assert made_host.stat().st_mode & 0o077 == 0
    assert (made_host / "keys").stat().st_mode & 0o077 == 0
    for file in (made_host / "keys").iterdir():
        assert file.stat().st_mode & 0o077 == 0, file


# --- What a host was made as -----------------------------------------------------------------------------
@pytest.mark.django_db
def test_a_host_stays_what_it_was_made_as() -> None:
    host.mark(demo=False, now=timezone.now())
    host.mark(demo=False, now=timezone.now())
    assert host.made_as() == "real"
    with pytest.raises(host.MadeOtherwise, match="cannot change"):
        host.mark(demo=True, now=timezone.now())


@pytest.mark.django_db
def test_the_database_itself_keeps_what_a_host_was_made_as() -> None:
    from django.db import DatabaseError, transaction

    host.mark(demo=True, now=timezone.now())
    with pytest.raises(DatabaseError), transaction.atomic():
        Host.objects.update(made_as="real")
    with pytest.raises(DatabaseError), transaction.atomic():
        Host.objects.all().delete()


@pytest.mark.django_db
def test_making_ready_again_changes_nothing(
    monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path
) -> None:
    settings.STATIC_ROOT = tmp_path / "static"
    manifest = {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}
    settings.STORAGES = settings.STORAGES | {"staticfiles": manifest}
    monkeypatch.setattr(setup, "REFERENCE", [])
    said: list[str] = []
    setup.make_ready(demo=False, now=timezone.now(), say=said.append)
    assert said == ["Collecting styles and scripts ..."]
    said.clear()
    setup.make_ready(demo=False, now=timezone.now(), say=said.append)
    assert said == []
    assert Host.objects.count() == 1
    call_command("check")


@pytest.mark.sqlite
@pytest.mark.faults
def test_the_engine_we_ship_stays_whole_under_writers_and_checkpointers(
    tmp_path: Path, fault_rounds: int
) -> None:
    seconds = 4 if fault_rounds == 1 else 24 * fault_rounds
    command = [sys.executable, "-m", "tests.site.stress", str(tmp_path / "stress.sqlite3"), str(seconds)]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stderr
    assert int(ended.stdout) > 100


@pytest.mark.sqlite
def test_a_demo_is_not_made_of_a_real_host(made_host: Path) -> None:
    ended = _python(
        "import sys; from commonhearth.site.command import main; sys.exit(main(['demo', '--fill-only', '--json']))",
        made_host,
    )
    assert ended.returncode == 2
    error = json.loads(ended.stdout)["error"]
    assert error["code"] == "made-otherwise"
    assert "a host cannot change what it was made as" in error["message"]
