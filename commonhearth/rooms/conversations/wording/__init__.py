"""Every sentence of conversations."""

from __future__ import annotations

from commonhearth.rooms.conversations.wording import letters, talk

SENTENCES = {**talk.SENTENCES, **letters.SENTENCES}
BOOK = {**talk.BOOK, **letters.BOOK}
BOOK_FIELDS = {**talk.BOOK_FIELDS, **letters.BOOK_FIELDS}
STAYS = {**talk.STAYS}

__all__ = ["BOOK", "BOOK_FIELDS", "SENTENCES", "STAYS"]
