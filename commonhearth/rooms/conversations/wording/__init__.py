"""Every sentence of conversations."""

from __future__ import annotations

from commonhearth.rooms.conversations.wording import talk

SENTENCES = {**talk.SENTENCES}
BOOK = {**talk.BOOK}
BOOK_FIELDS = {**talk.BOOK_FIELDS}
STAYS = {**talk.STAYS}

__all__ = ["BOOK", "BOOK_FIELDS", "SENTENCES", "STAYS"]
