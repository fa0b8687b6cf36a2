"""A backup counts when it was put back: here into another folder, by another process, each time."""

from __future__ import annotations

import json
import stat
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from commonhearth.foundation import sealed
from commonhearth.foundation.sealed import erasure, hostkey
from commonhearth.foundation.sealed.hostkey import HostKeyFault
from commonhearth.site.backup.folder import BUNDLE, MANIFEST, BackupFault
from commonhearth.site.backup.making import backup
from commonhearth.site.backup.restoring import restore
from commonhearth.site.backup.wording import fault_sentence
from tests import databases

from .conftest import CANARY, Seeded
from .hosts import Host

READ = """
from commonhearth.foundation import sealed
from commonhearth.foundation.communities.models import Community
from commonhearth.foundation.members.models import Application, Member
from commonhearth.foundation.tenancy import in_community
with in_community(Community.objects.get().id):
    answer = sealed.open_all_for([row.answers for row in Application.objects.all()], purpose="own-export")
    names = [row.name for row in Member.objects.all()]
"""


def test_what_was_sealed_opens_again_and_the_check_is_clean(
    seeded: Seeded, folder: Path, now: datetime, other: Host
) -> None:
    """Put back by another process into another folder: the newest copy, when none is named."""
    backup(folder, now)
    made = backup(folder, now + timedelta(days=1))
    put_back = other.hearth("restore", str(folder))
    assert put_back["ok"], put_back
    assert put_back["result"]["copy"] == str(made.copy)
    assert put_back["result"]["rows"] == made.rows
    assert stat.S_IMODE(other.data.stat().st_mode) == 0o700
    assert other.ask(READ) == [CANARY]
    checked = other.hearth("check")
    assert checked["ok"], checked
    assert checked["result"]["findings"] == []


def test_what_was_erased_since_is_gone_from_an_older_copy(
    seeded: Seeded, folder: Path, now: datetime, other: Host
) -> None:
    """The copy of yesterday, put back with the keys of today, has nothing that was erased today."""
    with seeded.within():
        erased = seeded.apply("Erased with the row.", now)
        kept, lost = (sealed.create_key("circle", erased.pk), sealed.create_key("member", seeded.member.pk))
    first = backup(folder, now)
    with seeded.within():
        sealed.destroy_key("member", seeded.member.pk)
        erasure.erase(erased)
        erasure.erase_fields(seeded.member, ["name"])
    backup(folder, now + timedelta(days=1))
    put_back = other.hearth("restore", str(folder), "--copy", first.copy.name)
    assert put_back["result"]["erased"] == 2
    found = other.ask(
        READ
        + f"""
from uuid import UUID
from commonhearth.foundation.sealed import keys
with in_community(Community.objects.get().id):
    there = keys.to_open([UUID("{kept.id}"), UUID("{lost.id}")])
answer = [answer, [type(there[UUID(one)]).__name__ for one in ("{kept.id}", "{lost.id}")], sorted(names)]
"""
    )
    assert found == [[CANARY], ["OpenKey", "KeyGone"], ["", "Bo", "Bo"]]


def test_without_the_old_signing_key_it_goes_on_when_told_so(
    seeded: Seeded, folder: Path, now: datetime, other: Host
) -> None:
    backup(folder, now)
    with seeded.within():
        sealed.destroy_key("community", seeded.community.id)
    backup(folder, now + timedelta(days=1))
    other.environment["HEARTH_SECRET"] = "a key that nobody signed with before"
    assert other.hearth("restore", str(folder))["error"]["code"] == "other-signing-key"
    assert other.hearth("restore", str(folder), "--new-signing-key", "--copy", "2026-03-05T183000Z")["ok"]
    told = other.ask(READ + "from commonhearth.site import host\nanswer += [host.signing_key_is_ours()]")
    assert told == [None, True]  # and what the destroyed key had sealed stays unread
    again = other.hearth("restore", str(folder), "--new-signing-key")
    assert again["error"]["code"] == ("database-not-empty" if databases.on_postgres() else "not-empty")


# --- Refused, with nothing written --------------------------------------------------------------------


@pytest.fixture
def place(seeded: Seeded, settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand in this process on an empty host whose operator has put the host key in place."""
    data = tmp_path / "empty"
    (data / "keys").mkdir(parents=True)
    (data / "keys" / "host.key").write_bytes(hostkey.key_file().read_bytes())
    (data / "keys" / "host.key").chmod(0o600)
    return data


class Refusal:
    """What a restore into a place says when it refuses."""

    def __init__(self, place: Path, folder: Path, copy: str = "") -> None:
        from django.conf import settings

        database = settings.DATABASES["default"]
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(settings, "HEARTH_DATA", place)
            patch.setattr(settings, "HEARTH_KEY_FILE", place / "keys" / "host.key")
            if connection.vendor == "postgresql":
                patch.setitem(database, "USER", "hearth_owner")
            else:
                patch.setitem(database, "NAME", str(place / "hearth.sqlite3"))
            with pytest.raises((BackupFault, HostKeyFault)) as refused:
                restore(folder, copy)
        self.code = refused.value.code
        self.sentence = fault_sentence(refused.value)
        assert "%(" not in self.sentence
        assert not (place / "hearth.sqlite3").exists()


def test_without_the_key_bundle_it_says_what_to_do(
    seeded: Seeded, folder: Path, now: datetime, place: Path
) -> None:
    backup(folder, now)
    (folder / BUNDLE).unlink()
    refused = Refusal(place, folder)
    assert refused.code == "no-keys"
    assert "Put the newest keys.json" in refused.sentence


def test_without_the_host_key_it_says_where_to_put_it(
    seeded: Seeded, folder: Path, now: datetime, place: Path
) -> None:
    backup(folder, now)
    (place / "keys" / "host.key").unlink()
    refused = Refusal(place, folder)
    assert refused.code == "missing"
    assert str(place / "keys" / "host.key") in refused.sentence
    hostkey.create(place / "keys" / "host.key")
    assert Refusal(place, folder).code == "another-key"


def test_a_folder_that_is_in_use_is_refused(seeded: Seeded, folder: Path, now: datetime, place: Path) -> None:
    backup(folder, now)
    (place / "files").mkdir()
    assert Refusal(place, folder).code in {"not-empty", "database-not-empty"}


@pytest.mark.parametrize("damage", ["changed", "cut", "gone"])
def test_a_damaged_copy_is_refused(
    seeded: Seeded, folder: Path, now: datetime, place: Path, damage: str
) -> None:
    made = backup(folder, now)
    (data,) = made.copy.glob("data.*")
    if damage == "gone":
        data.unlink()
    elif damage == "cut":
        data.write_bytes(data.read_bytes()[:-100])
    else:
        text = bytearray(data.read_bytes())
        text[len(text) // 2] ^= 1
        data.write_bytes(text)
    refused = Refusal(place, folder)
    assert refused.code == "damaged"
    assert str(data) in refused.sentence


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"version": 2}, "newer-backup"),
        ({"migrations": ["members.0999_not_yet"]}, "from-newer-version"),
        ({"database": "oracle"}, "other-database"),
        ({"signing_mark": "of another key"}, "other-signing-key"),
        ({"files": {"../outside": "0"}}, "damaged"),
        ({"counts": 1, "unknown": 2}, "no-manifest"),
    ],
)
def test_a_copy_that_does_not_fit_is_refused(
    seeded: Seeded, folder: Path, now: datetime, place: Path, change: dict[str, Any], code: str
) -> None:
    made = backup(folder, now)
    manifest = made.copy / MANIFEST
    manifest.write_text(json.dumps(json.loads(manifest.read_text()) | change))
    assert Refusal(place, folder).code == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("{", "bad-bundle"),
        ('{"version": 1}', "bad-bundle"),
        ("[]", "bad-bundle"),
        ('{"version": 2, "keys": [], "tombstones": []}', "newer-backup"),
        ('{"version": 1, "keys": [{"id": "x"}], "tombstones": []}', "bad-bundle"),
    ],
)
def test_a_damaged_bundle_is_refused(
    seeded: Seeded, folder: Path, now: datetime, place: Path, text: str, code: str
) -> None:
    backup(folder, now)
    (folder / BUNDLE).write_text(text)
    assert Refusal(place, folder).code == code


def test_where_there_is_no_backup_it_says_so(
    seeded: Seeded, folder: Path, now: datetime, place: Path
) -> None:
    assert Refusal(place, folder).code == "no-backup"
    folder.mkdir()
    (folder / "2026-03-05T183000Z.part").mkdir()  # one that was never finished
    assert Refusal(place, folder).code == "no-backup"
    backup(folder, now)
    assert Refusal(place, folder, "2026-03-06T183000Z").code == "no-such-copy"
