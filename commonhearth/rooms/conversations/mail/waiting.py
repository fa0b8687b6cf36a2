"""What was said, in mails that wait for a mail server."""

from __future__ import annotations

from uuid import UUID

from commonhearth.foundation import outbox


def unsay(*topic_ids: UUID) -> None:
    """Take what was said in topics out of mails that still wait: it was changed, taken back or sealed since."""
    outbox.unsay("words", about=topic_ids)
