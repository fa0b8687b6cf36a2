"""kill -9 in the middle of an import: nothing half done remains, and the next import is whole."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from commonhearth.rooms.directory import services
from commonhearth.rooms.directory.models import ImportNote, ImportRun, Listing, ListingIdentifier, Source
from tests.rooms.directory.conftest import COLUMNS, LIST

#: The child says which step of storing it has reached, and waits there to be killed.
CHILD = """
import sys, time
import commonhearth, django
django.setup()
from datetime import datetime, UTC
from pathlib import Path
from commonhearth.rooms.directory import services
from commonhearth.rooms.directory.services import importing
from tests.rooms.directory.conftest import COLUMNS, LIST
step = sys.argv[2]
real = getattr(importing, step)
def stop_here(*given, **named):
    answer = real(*given, **named)
    print("here", flush=True)
    time.sleep(600)
    return answer
setattr(importing, step, stop_here)
importing.ensure_loaded = lambda: None
services.import_directory(path=Path(sys.argv[1]), now=datetime(2026, 3, 5, tzinfo=UTC), source=LIST, columns=COLUMNS)
"""
STEPS = ("_source", "_store", "_report", "propose")


@pytest.mark.faults
@pytest.mark.parametrize("step", STEPS)
def test_nothing_half_done(
    step: str, real_commits: Any, a_list: Callable[..., Path], now: Any, fault_rounds: int, monkeypatch: Any
) -> None:
    monkeypatch.setattr(services.importing, "ensure_loaded", lambda: None)
    rows = [
        {"Id": f"b{number}", "Name": f"Bread {number}", "Country": "UK", "Y": "50.8", "X": "-1.1"}
        for number in range(300)
    ]
    path = a_list(*rows)
    environment = real_commits.environment | {
        "DJANGO_SETTINGS_MODULE": "commonhearth.site.settings",
        "PYTHONPATH": str(Path(__file__).parents[3]),
    }
    for _ in range(fault_rounds):
        connection.close()
        with subprocess.Popen(
            [sys.executable, "-c", CHILD, str(path), step], env=environment, stdout=subprocess.PIPE, text=True
        ) as child:
            assert child.stdout is not None
            assert child.stdout.readline().strip() == "here"
            child.send_signal(signal.SIGKILL)
            child.wait()
        for model in (Source, Listing, ListingIdentifier, ImportRun, ImportNote):
            assert not model.objects.exists(), model.__name__
    report = services.import_directory(path=path, now=now, source=LIST, columns=COLUMNS)
    assert (report.added, Listing.objects.count()) == (300, 300)
