"""Fetching answers from a mailbox (IMAP): each new mail once; what it was is the intake's to say."""

from __future__ import annotations

import imaplib
from collections.abc import Callable
from datetime import datetime
from typing import Any
from urllib.parse import unquote, urlsplit

from django.conf import settings

from commonhearth.rooms.conversations.mail import intake, reading

#: Mails fetched in one turn.
MOST = 50
SECONDS = 30


def _connect(host: str, port: int, *, tls: bool) -> Any:
    return (
        imaplib.IMAP4_SSL(host, port, timeout=SECONDS) if tls else imaplib.IMAP4(host, port, timeout=SECONDS)
    )


def fetch(*, now: datetime, connect: Callable[..., Any] = _connect) -> int:
    """Take in what is new in the mailbox that the operator named; return how many mails that were.

    A mail is marked as read only after it was taken in. Killed in between it comes again, and is known.
    """
    at = urlsplit(settings.HEARTH_MAIL_IN)
    tls = at.scheme == "imaps"
    box = connect(at.hostname or "", at.port or (993 if tls else 143), tls=tls)
    taken = 0
    try:
        box.login(unquote(at.username or ""), unquote(at.password or ""))
        box.select(unquote(at.path.strip("/")) or "INBOX")
        _ok, [numbers] = box.search(None, "UNSEEN", "SMALLER", str(reading.LARGEST))
        for number in numbers.split()[:MOST]:
            _ok, parts = box.fetch(number, "(BODY.PEEK[])")
            raw = next((part[1] for part in parts if isinstance(part, tuple)), None)
            if raw is not None:
                intake.receive(raw, now=now)
                taken += 1
            box.store(number, "+FLAGS", "\\Seen")
    finally:
        box.logout()
    return taken
