"""Every sentence of conversations."""

from __future__ import annotations

from commonhearth.rooms.conversations.wording import letters, mailing, replies, stories, talk, tonight
from commonhearth.rooms.conversations.wording.talk import (
    ABOUT_POST,
    ANONYMOUS,
    ANONYMOUS_CHOICES,
    CARE_NOTES,
    HINTS,
    REASONS,
    WISHES,
    WISHES_SAID,
)

SENTENCES = {
    **talk.SENTENCES,
    **letters.SENTENCES,
    **stories.SENTENCES,
    **replies.SENTENCES,
    **mailing.SENTENCES,
}
BOOK = {**talk.BOOK, **letters.BOOK, **stories.BOOK, **tonight.BOOK, **replies.BOOK, **mailing.BOOK}
BOOK_FIELDS = {
    **talk.BOOK_FIELDS,
    **letters.BOOK_FIELDS,
    **stories.BOOK_FIELDS,
    **tonight.BOOK_FIELDS,
    **mailing.BOOK_FIELDS,
}
STAYS = {**talk.STAYS}

__all__ = [
    "ABOUT_POST",
    "ANONYMOUS",
    "ANONYMOUS_CHOICES",
    "BOOK",
    "BOOK_FIELDS",
    "CARE_NOTES",
    "HINTS",
    "REASONS",
    "SENTENCES",
    "STAYS",
    "WISHES",
    "WISHES_SAID",
]
