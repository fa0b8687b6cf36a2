"""The body of `hearth mail-in`: an answer by mail, handed over by a mail server's pipe."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from typing import Any, Protocol

from django.utils import timezone

from commonhearth.rooms.conversations.mail import intake, reading


class Out(Protocol):
    """Where a command speaks."""

    def say(self, sentence: str) -> None: ...


def add_arguments(parser: ArgumentParser) -> None:
    """Nothing: the mail comes on standard input."""


def run(options: Namespace, out: Out) -> dict[str, Any]:
    """Take one mail in. What became of it is one word; a mail server is never asked to send anything back."""
    raw = sys.stdin.buffer.read(reading.LARGEST + 1)
    became = intake.receive(raw, now=timezone.now())
    out.say(became)
    return {"became": became}
