"""Keys that were lost, changed or stolen with a backup: refused with what to do, and nothing is lost by a rotation."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings

from commonhearth.foundation.circles.models import Circle
from commonhearth.foundation.sealed import hostkey, keys, rotation
from commonhearth.site.backup.making import backup

from .conftest import CANARY, Seeded
from .hosts import Host
from .test_restore import READ


@pytest.fixture
def own_key(seeded: Seeded, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The host's key in a file of this test's own, since it is changed here."""
    file = tmp_path / "keys" / "host.key"
    file.parent.mkdir(mode=0o700)
    shutil.copy(hostkey.key_file(), file)
    monkeypatch.setattr(settings, "HEARTH_KEY_FILE", file)
    keys.forget()
    yield file
    keys.forget()


def test_after_a_rotation_every_older_copy_opens_with_the_new_key(
    seeded: Seeded, own_key: Path, folder: Path, now: datetime, other: Host
) -> None:
    older = backup(folder, now)
    rotation.rotate_host_key()
    with seeded.within():
        rotation.rotate_community(now=now + timedelta(days=1))
    backup(folder, now + timedelta(days=1))
    other.take_key()
    assert other.hearth("restore", str(folder), "--copy", older.copy.name)["ok"]
    assert other.ask(READ) == [CANARY]
    assert other.hearth("check")["result"]["findings"] == []


def test_an_older_key_is_refused_with_what_to_do_and_opens_what_is_older(
    seeded: Seeded, own_key: Path, folder: Path, now: datetime, other: Host, tmp_path: Path
) -> None:
    kept = tmp_path / "copy-of-the-older.key"
    shutil.copy(own_key, kept)
    backup(folder, now)
    before = tmp_path / "before"
    shutil.copytree(folder, before)
    rotation.rotate_host_key()
    backup(folder, now + timedelta(days=1))
    shutil.copy(kept, other.key_file)
    refused = other.hearth("restore", str(folder))
    assert refused["error"]["code"] == "another-key"
    assert "Put back the one that did" in refused["error"]["message"]
    assert not list(other.data.glob("*.sqlite3"))
    assert other.hearth("restore", str(before))["ok"]
    assert other.ask(READ) == [CANARY]


def test_a_stolen_backup_shows_nothing_that_is_sealed(
    seeded: Seeded, own_key: Path, folder: Path, now: datetime
) -> None:
    with seeded.within():
        circle = Circle(circle_kind="root", openness="open", created=now)
        circle.save()
        hidden = Circle(parent=circle, circle_kind="support", openness="confidential", created=now)
        hidden.sealed_name, hidden.sealed_purpose = "Penumbra", "Chiaroscuro"
        hidden.save()
    backup(folder, now)
    secret = own_key.read_bytes().split()[-1]
    found = [
        (path.name, word)
        for path in folder.rglob("*")
        if path.is_file()
        for word in (CANARY.encode(), b"Penumbra", b"Chiaroscuro", secret)
        if word in path.read_bytes()
    ]
    assert found == []
