"""The newest backup is put back every night, beside the host; the last good date is known."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection

from commonhearth.foundation import sealed
from commonhearth.site.backup import trying
from commonhearth.site.backup.folder import BUNDLE
from commonhearth.site.backup.making import backup
from commonhearth.site.models import RestoreTest

from .conftest import Seeded


@pytest.fixture
def host(seeded: Seeded, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Seeded:
    data = tmp_path / "data"
    data.mkdir()
    monkeypatch.setattr(settings, "HEARTH_DATA", data)
    monkeypatch.setattr(settings, "DATABASE_URL", getattr(settings, "DATABASE_URL", ""), raising=False)
    if connection.vendor == "postgresql":
        from tests import postgres

        monkeypatch.setattr(settings, "DATABASE_URL", postgres.url(settings.DATABASES["default"]["NAME"]))
    return seeded


def test_a_good_backup_is_put_back_and_nothing_of_it_is_left(
    host: Seeded, folder: Path, now: datetime
) -> None:
    backup(folder, now)
    backup(folder, now + timedelta(days=1))
    came = trying.try_newest(folder, now=now)
    assert came.good, came.code
    assert came.copy == "2026-03-06T183000Z"
    assert list(settings.HEARTH_DATA.iterdir()) == []
    if connection.vendor == "postgresql":
        from tests import postgres

        left = postgres.execute("SELECT count(*) FROM pg_database WHERE datname LIKE 'hearth_restore_test%'")
        assert left in (None, [(0,)], 0)


def test_what_is_wrong_with_it_is_kept_as_a_code(host: Seeded, folder: Path, now: datetime) -> None:
    assert trying.try_newest(folder, now=now).code == "no-backup"
    made = backup(folder, now)
    (data,) = made.copy.glob("data.*")
    whole = data.read_bytes()
    data.write_bytes(whole[:-10])
    assert trying.try_newest(folder, now=now).code == "damaged"
    data.write_bytes(whole)
    bundle = json.loads((folder / BUNDLE).read_text())
    (folder / BUNDLE).write_text(json.dumps(bundle | {"keys": []}))
    came = trying.try_newest(folder, now=now)
    assert (came.good, came.code) == (False, "key-missing")
    assert RestoreTest.objects.filter(good=True).count() == 0


def test_the_operator_is_warned_after_two_days(
    host: Seeded, now: datetime, settings: Any, folder: Path
) -> None:
    settings.HEARTH_BACKUPS = None
    assert list(trying.findings(now)) == []
    settings.HEARTH_BACKUPS = folder
    (warning,) = trying.findings(now)
    assert not warning.serious and "not-tried" in warning.says
    RestoreTest.objects.create(copy="x", good=True, created=now, ended=now)
    assert list(trying.findings(now + timedelta(hours=48))) == []
    RestoreTest.objects.create(
        copy="y", good=False, code="damaged", created=now + timedelta(hours=1), ended=now
    )
    (late,) = trying.findings(now + timedelta(hours=48, seconds=1))
    assert "damaged" in late.says and "2026-03-05" in late.says


def test_a_destroyed_key_is_no_fault(host: Seeded, folder: Path, now: datetime) -> None:
    with host.within():
        sealed.create_key("member", host.member.pk)
        sealed.destroy_key("member", host.member.pk)
    backup(folder, now)
    assert trying.try_newest(folder, now=now).good
