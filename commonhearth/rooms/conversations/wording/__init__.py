"""Every sentence of conversations."""

from __future__ import annotations

from commonhearth.rooms.conversations.wording import letters, stories, talk

SENTENCES = {**talk.SENTENCES, **letters.SENTENCES, **stories.SENTENCES}
BOOK = {**talk.BOOK, **letters.BOOK, **stories.BOOK}
BOOK_FIELDS = {**talk.BOOK_FIELDS, **letters.BOOK_FIELDS, **stories.BOOK_FIELDS}
STAYS = {**talk.STAYS}

__all__ = ["BOOK", "BOOK_FIELDS", "SENTENCES", "STAYS"]
