"""Real kill -9 around the gateway: a message is sent once, or nobody knows; never twice."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from django.utils import timezone

from commonhearth.foundation.jobs import worker
from commonhearth.foundation.notices.models import Phone, Text
from commonhearth.foundation.notices.sms import waking
from commonhearth.foundation.notices.sms.models import State

#: A worker in a process of its own, killed where it is told to be.
CHILD = """
import os, signal, sys
import commonhearth, django
django.setup()
from django.utils import timezone
from commonhearth.foundation.jobs import worker
from commonhearth.foundation.notices.sms import sending
name, after = {"before": ("hand_over", 0), "marked": ("send", 0), "taken": ("send", 1)}[sys.argv[1]]
whole = getattr(sending, name)
def killed(*given, **more):
    if after:
        whole(*given, **more)
    os.kill(os.getpid(), signal.SIGKILL)
setattr(sending, name, killed)
worker.drain(now=timezone.now())
"""


@pytest.fixture
def taken() -> Iterator[tuple[str, list[str]]]:
    """A gateway on this machine: its address, and what it was asked."""
    asked: list[str] = []

    class Takes(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(202)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_said: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Takes)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/?to={{number}}&text={{text}}", asked
    server.shutdown()
    server.server_close()


@pytest.mark.faults
@pytest.mark.parametrize(
    ("where", "first", "then", "became"),
    [("before", 0, 1, State.SENT), ("marked", 0, 0, State.UNKNOWN), ("taken", 1, 1, State.UNKNOWN)],
)
def test_a_worker_killed_beside_the_gateway_sends_it_once(
    real_commits, world, settings, taken, where, first, then, became
):
    settings.HEARTH_SMS_URL, asked = taken
    now, place = timezone.now(), world.harbour
    with place.within():
        member = place.acting("member")
        Phone.objects.filter(member=member).update(confirmed=now)
        worker.drain(now=now)
        asked.clear()
        assert waking.wake([member.id], now=now) == 1
    environment = real_commits.environment | {
        "DJANGO_SETTINGS_MODULE": "commonhearth.site.settings",
        "HEARTH_SMS_URL": settings.HEARTH_SMS_URL,
        "HEARTH_EGRESS": "listed",
        "PYTHONPATH": os.pathsep.join([str(Path(__file__).parents[3])]),
    }
    ended = subprocess.run([sys.executable, "-c", CHILD, where], env=environment, check=False)
    assert ended.returncode == -signal.SIGKILL
    assert len(asked) == first
    for minutes in (5, 10):
        worker.drain(now=now + timedelta(minutes=minutes))
    assert len(asked) == then
    with place.within():
        assert Text.objects.get(member=member, what="wake").state == became
