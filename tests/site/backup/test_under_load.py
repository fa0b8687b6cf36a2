"""A backup taken while others write holds one moment: all of each act, and every act acknowledged before."""

from __future__ import annotations

import subprocess
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from commonhearth.site.backup.making import backup
from tests import databases

from .conftest import Seeded
from .hosts import Host

COUNTED = """
from commonhearth.foundation import sealed
from commonhearth.foundation.communities.models import Community
from commonhearth.foundation.logbook.models import Detail, Line
from commonhearth.foundation.members.models import Application, Member
from commonhearth.foundation.tenancy import in_community
with in_community(Community.objects.get().id):
    rows = list(Application.objects.filter(member__name__startswith="Someone"))
    texts = sealed.open_all_for([row.answers for row in rows], purpose="own-export")
    fit = all(text == f"words {row.member_id}" for row, text in zip(rows, texts))
    answer = {
        "ids": [str(row.pk) for row in rows],
        "fit": fit,
        "members": Member.objects.filter(name__startswith="Someone").count(),
        "lines": Line.objects.filter(who="system:writer").count(),
        "details": Detail.objects.filter(line__who="system:writer").count(),
    }
"""


@pytest.mark.faults
def test_a_backup_under_load_is_whole(
    seeded: Seeded, folder: Path, now: datetime, other: Host, real_commits: Any, fault_rounds: int
) -> None:
    writers = [_start(real_commits, seeded) for _ in range(2)]
    try:
        acked: set[str] = set()
        for round_number in range(fault_rounds):
            for writer in writers:
                acked |= {_acknowledged(writer) for _ in range(20)}
            made = backup(folder, now.replace(second=round_number % 60, minute=round_number // 60))
    finally:
        for writer in writers:
            writer.kill()
    for writer in writers:
        writer.communicate()

    assert other.hearth("restore", str(folder), "--copy", made.copy.name)["ok"]
    found = other.ask(COUNTED)
    assert acked <= set(found["ids"])
    assert found["fit"]
    assert found["members"] == found["lines"] == found["details"] == len(found["ids"])
    checked = other.hearth("check")
    assert checked["ok"], checked


def _acknowledged(writer: subprocess.Popen[str]) -> str:
    assert writer.stdout is not None
    line = writer.stdout.readline().strip()
    assert line, "a writer ended"
    return line


def _start(real_commits: Any, seeded: Seeded) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, str(Path(__file__).with_name("writer.py")), str(seeded.community.id)],
        env=real_commits.environment
        | {"DJANGO_SETTINGS_MODULE": "commonhearth.site.settings", "PYTHONPATH": str(databases.ROOT)},
        stdout=subprocess.PIPE,
        text=True,
        cwd=databases.ROOT,
    )
