"""From one kind of database to the other and back, by the commands, in processes of their own."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest

from commonhearth.foundation.sealed import keys
from commonhearth.site.archive import shape
from tests import databases
from tests.site.backup.hosts import Host

from .boxes import PASSPHRASE


def digests(file: Path) -> dict[str, str]:
    with zipfile.ZipFile(file) as box:
        said = json.loads(box.read(shape.MANIFEST))
    return {part["name"]: part["sha256"] for part in said["parts"]}


#: Parts that differ on purpose, as docs/formats/community-archive.md says.
DIFFER = {
    shape.COMMUNITY, shape.KEYS, shape.ARRIVALS,
    "rows/logbook.Line.jsonl", "rows/logbook.Detail.jsonl", "rows/logbook.Link.jsonl",
}  # fmt: skip


def made(host: Host) -> Host:
    """Give a migrated host a key of its own, as the operator does."""
    done = subprocess.run(
        [sys.executable, "-m", "commonhearth.site.command", "migrate", "--json"],
        env=host.environment,
        capture_output=True,
        text=True,
        cwd=databases.ROOT,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return host


def sqlite_host(folder: Path) -> Host:
    folder.mkdir()
    host = Host(
        folder, {"HEARTH_SECRET": "a signing key of another host", "HEARTH_URL": "https://there.example"}
    )
    for name in ("DATABASE_URL", "DATABASE_OWNER_URL"):
        host.environment.pop(name, None)
    shutil.copyfile(databases.sqlite_template(), folder / "hearth.sqlite3")
    return made(host)


@pytest.fixture
def passphrase(tmp_path: Path) -> str:
    file = tmp_path / "passphrase"
    file.write_text(f"{PASSPHRASE}\n")
    return str(file)


@pytest.mark.postgres
def test_a_community_moves_by_the_commands_and_back(
    real_commits: Any, world: Any, tmp_path: Path, passphrase: str
) -> None:
    """From PostgreSQL to a host on SQLite, and from that to another on PostgreSQL."""
    from django.conf import settings

    here = Host(Path(settings.HEARTH_DATA), {})
    here.environment = dict(real_commits.environment) | {"PYTHONPATH": str(databases.ROOT)}
    here.environment.pop("DJANGO_SETTINGS_MODULE", None)
    first = tmp_path / "first.zip"
    there = sqlite_host(tmp_path / "there")
    theirs = there.hearth("transfer-key")["result"]["transfer_key"]
    out = here.hearth(
        "export", "community", "harbour", str(first), "--passphrase-file", passphrase, "--for", theirs
    )
    assert out["ok"], out
    again = here.hearth("export", "community", "harbour", str(first), "--passphrase-file", passphrase)
    assert (again["status"], again["error"]["code"]) == (2, "file-stands")
    nobody = here.hearth(
        "export", "community", "nowhere", str(tmp_path / "x"), "--passphrase-file", passphrase
    )
    assert nobody["error"]["code"] == "no-community"

    taken = there.hearth("import", "community", str(first), "--passphrase-file", passphrase)
    assert taken["ok"], taken
    assert taken["result"]["expected"] > 0 and taken["result"]["codes"]
    twice = there.hearth("import", "community", str(first), "--passphrase-file", passphrase)
    assert (twice["status"], twice["error"]["code"]) == (2, "here-already")
    assert there.hearth("check")["result"]["findings"] == []
    second = tmp_path / "second.zip"
    out = there.hearth("export", "community", "harbour", str(second), "--passphrase-file", passphrase)
    assert out["ok"], out
    before, after = digests(first), digests(second)
    assert set(before) == set(after)
    for name in set(before) - DIFFER:
        assert before[name] == after[name], name

    with databases.copied("third") as name:
        (tmp_path / "third").mkdir()
        third = made(Host(tmp_path / "third", databases.environment(name)))
        back = third.hearth("import", "community", str(second), "--passphrase-file", passphrase)
        assert back["ok"], back
        assert third.hearth("check")["result"]["findings"] == []
        last = tmp_path / "last.zip"
        assert third.hearth("export", "community", "harbour", str(last), "--passphrase-file", passphrase)[
            "ok"
        ]
    for name in set(before) - DIFFER:
        assert digests(last)[name] == before[name], name

    gone = here.hearth("moved", "harbour", "https://there.example/c/harbour/")
    assert gone["ok"], gone
    assert here.hearth("moved", "harbour", "there")["error"]["code"] == "bad-address"
    assert here.hearth("moved", "harbour", "--undo")["ok"]
    keys.forget()


@pytest.mark.sqlite
def test_a_refusal_names_file_part_and_line(real_commits: Any, tmp_path: Path, passphrase: str) -> None:
    there = sqlite_host(tmp_path / "there")
    file = tmp_path / "no.zip"
    file.write_bytes(b"hello")
    said = there.hearth("import", "community", str(file), "--passphrase-file", passphrase)
    assert said["status"] == 2 and said["error"]["code"] == "not-an-archive"
    assert said["error"]["file"] == str(file)
    none = there.hearth("import", "community", str(file), "--passphrase-file", str(tmp_path / "absent"))
    assert none["error"]["code"] == "no-passphrase"
