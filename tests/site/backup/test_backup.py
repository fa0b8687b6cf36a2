"""What a backup holds, what it does not, and where it may stand."""

from __future__ import annotations

import argparse
import io
import json
import shutil
import stat
import subprocess
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection

from commonhearth.foundation import sealed
from commonhearth.foundation.sealed import hostkey
from commonhearth.foundation.sealed.models import Key
from commonhearth.site.backup import copying
from commonhearth.site.backup import folder as folders
from commonhearth.site.backup.commands import Backup
from commonhearth.site.backup.folder import BUNDLE, BackupFault
from commonhearth.site.backup.making import backup, prune
from tests import databases

from .conftest import CANARY, Seeded


def everything_in(place: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(place.rglob("*")) if path.is_file())


def dumped(copy: Path) -> bytes:
    """Return a copy as one can read it without Commonhearth."""
    if not databases.on_postgres():
        return everything_in(copy)
    shown = subprocess.run(
        ["pg_restore", "--file=-", str(copy / copying.POSTGRESQL_COPY)], capture_output=True, check=True
    )
    return everything_in(copy) + shown.stdout


def test_a_backup_holds_the_rows_and_says_how_many(seeded: Seeded, folder: Path, now: datetime) -> None:
    made = backup(folder, now)
    manifest = folders.read_manifest(made.copy)
    assert manifest.counts["members_application"] == 1
    assert manifest.counts["logbook_line"] == 1
    assert manifest.counts[Key._meta.db_table] == 0
    assert manifest.database == connection.vendor
    assert "members.0001_initial" in manifest.migrations
    assert made.copy.name == "2026-03-05T183000Z"


def test_a_stolen_backup_tells_nothing_that_is_sealed(seeded: Seeded, folder: Path, now: datetime) -> None:
    backup(folder, now)
    (copy,) = folders.copies(folder)
    assert b"heron flew" not in everything_in(folder)
    assert b"heron flew" not in dumped(copy)
    assert b"Ada" in dumped(copy)  # so that the search above would have found it


def test_no_key_stands_in_the_data_and_the_host_key_stands_nowhere(
    seeded: Seeded, folder: Path, now: datetime
) -> None:
    made = backup(folder, now)
    with seeded.within():
        wrapped = [bytes(row.wrapped) for row in Key.objects.all()]
    data = dumped(made.copy)
    assert wrapped
    assert not any(one in data or one.hex().encode() in data for one in wrapped)
    host_keys = hostkey.load().by_id.values()
    assert not any(one in everything_in(folder) for one in host_keys)
    assert hostkey.key_file().read_bytes() not in everything_in(folder)
    assert stat.S_IMODE((folder / BUNDLE).stat().st_mode) == 0o600


def test_the_live_database_holds_no_sealed_sentence(seeded: Seeded, tmp_path: Path) -> None:
    if databases.on_postgres():
        copying.run_program("pg_dump", f"--file={tmp_path / 'dump.sql'}")
        whole = (tmp_path / "dump.sql").read_bytes()
    else:
        file = Path(settings.DATABASES["default"]["NAME"])
        beside = [path for path in file.parent.iterdir() if path.name.startswith(file.name)]
        whole = b"".join(path.read_bytes() for path in beside)
        assert any(path.name.endswith("-wal") for path in beside)
    assert b"heron flew" not in whole
    assert b"Ada" in whole


def test_files_of_the_host_go_along(
    seeded: Seeded, folder: Path, now: datetime, settings: Any, tmp_path: Path
) -> None:
    settings.HEARTH_DATA = tmp_path / "data"
    (settings.HEARTH_DATA / "files" / "a").mkdir(parents=True)
    (settings.HEARTH_DATA / "files" / "a" / "plan.txt").write_text("a plan")
    (settings.HEARTH_DATA / "files" / "out").symlink_to("/etc/hostname")
    made = backup(folder, now)
    assert (made.copy / "files" / "a" / "plan.txt").read_text() == "a plan"
    assert not (made.copy / "files" / "out").exists()
    assert "files/a/plan.txt" in folders.read_manifest(made.copy).files


def test_each_backup_replaces_the_keys_and_keeps_the_copies(
    seeded: Seeded, folder: Path, now: datetime
) -> None:
    backup(folder, now)
    before = (folder / BUNDLE).read_text()
    with seeded.within():
        sealed.destroy_key("community", seeded.community.id)
    backup(folder, now + timedelta(days=1))
    assert len(folders.copies(folder)) == 2
    held = [row["wrapped"] for row in json.loads(before)["keys"] if row["wrapped"]]
    assert held
    assert not any(one.encode() in everything_in(folder) for one in held)


def test_old_copies_go_and_never_the_newest_nor_the_last_good_one(
    seeded: Seeded, folder: Path, now: datetime
) -> None:
    backup(folder, now)
    for days in (200, 90, 40, 31, 29, 1):
        shutil.copytree(folder / folders.name_of(now), folder / folders.name_of(now - timedelta(days=days)))
    (folder / f"{folders.name_of(now - timedelta(days=3))}.part").mkdir()  # the machine stopped in the middle
    (folder / f"{folders.name_of(now)}.part").mkdir()  # another backup is at it
    (folder / "2019").mkdir()  # not ours
    good = folders.name_of(now - timedelta(days=90))
    gone = prune(folder, days=30, now=now, good=good)
    assert gone == [folders.name_of(now - timedelta(days=days)) for days in (200, 40, 31)]
    left = sorted(path.name for path in folder.iterdir() if path.is_dir())
    assert left == sorted(
        ["2019", good, f"{folders.name_of(now)}.part"]
        + [folders.name_of(now - timedelta(days=days)) for days in (29, 1, 0)]
    )
    assert prune(folder, days=1, now=now + timedelta(days=400)) == [
        folders.name_of(now - timedelta(days=days)) for days in (90, 29, 1)
    ]
    assert [copy.name for copy in folders.copies(folder)] == [folders.name_of(now)], (
        "the newest stays, however old"
    )


def test_the_command_deletes_only_what_it_was_told_to(seeded: Seeded, folder: Path, now: datetime) -> None:
    backup(folder, now)
    parser = argparse.ArgumentParser()
    Backup.add_arguments(parser)
    said = io.StringIO()
    assert Backup.run(parser.parse_args([str(folder)]), said).result["pruned"] == []
    assert len(folders.copies(folder)) == 2
    with pytest.raises(SystemExit):
        parser.parse_args([str(folder), "--keep", "0"])


def test_what_fails_half_way_leaves_no_copy(
    seeded: Seeded, folder: Path, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    backup(folder, now)
    keys_before = (folder / BUNDLE).read_bytes()

    def fail(*args: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("commonhearth.site.backup.making.write_manifest", fail)
    with pytest.raises(OSError, match="space"):
        backup(folder, now + timedelta(days=1))
    assert len(folders.copies(folder)) == 1
    assert sorted(path.name for path in folder.iterdir()) == [
        "2026-03-05T183000Z",
        hostkey.BACKUP_MARK,
        BUNDLE,
    ]
    assert (folder / BUNDLE).read_bytes() == keys_before


def test_a_place_that_cannot_be_written_is_named(seeded: Seeded, tmp_path: Path) -> None:
    (tmp_path / "a file").write_text("in the way")
    said = io.StringIO()
    outcome = Backup.run(argparse.Namespace(folder=tmp_path / "a file" / "backups", keep=None), said)
    assert outcome.status == 2
    assert outcome.error is not None
    assert outcome.error["code"] == "cannot-write"
    assert str(tmp_path / "a file") in said.getvalue()


def test_the_key_file_must_not_lie_in_the_backup_folder(
    seeded: Seeded, tmp_path: Path, now: datetime, settings: Any
) -> None:
    inside = tmp_path / "backups" / "keys" / "host.key"
    inside.parent.mkdir(parents=True)
    shutil.copy(hostkey.key_file(), inside)
    settings.HEARTH_KEY_FILE = inside
    assert refusal(tmp_path / "backups", now) == "key-inside"


def test_a_backup_inside_the_hosts_own_data_is_refused(seeded: Seeded, now: datetime) -> None:
    assert refusal(settings.HEARTH_DATA, now) == "key-inside"
    assert refusal(settings.HEARTH_DATA / "keys" / "backup", now) == "bad-place"


def test_another_hosts_backup_folder_is_refused(seeded: Seeded, folder: Path, now: datetime) -> None:
    backup(folder, now)
    bundle = json.loads((folder / BUNDLE).read_text())
    for row in bundle["keys"]:
        row["id"] = "00000000-0000-4000-8000-000000000000"
    (folder / BUNDLE).write_text(json.dumps(bundle))
    assert refusal(folder, now + timedelta(days=1)) == "another-host"
    assert len(folders.copies(folder)) == 1


def test_a_second_backup_in_the_same_second_is_refused(seeded: Seeded, folder: Path, now: datetime) -> None:
    backup(folder, now)
    assert refusal(folder, now) == "already-there"


def refusal(place: Path, now: datetime) -> str:
    with pytest.raises(BackupFault) as refused:
        backup(place, now)
    return refused.value.code


def test_the_canary_is_what_was_written(seeded: Seeded) -> None:
    with seeded.within():
        assert sealed.open_for(seeded.application.answers, purpose="own-export") == CANARY
