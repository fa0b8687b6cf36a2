"""Mails that come in and belong to another room."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from commonhearth.foundation.registry import Point

#: Filled by rooms above: (a mail as it came, the time) -> in one word what became of it, "" when it is not theirs.
MAIL_IN: Point[Callable[[bytes, datetime], str]] = Point("conversations.mail_in")
