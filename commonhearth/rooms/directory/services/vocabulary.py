"""The words of the directory, kept so that a misspelt word can be compared with them."""

from __future__ import annotations

from collections.abc import Iterable

from commonhearth.rooms.directory.models import Word

#: Shorter words are forgiven nothing, so they need not be known.
SHORTEST = 4
LONGEST = 40


def learn(texts: Iterable[str]) -> None:
    """Add the words of folded texts that are not known yet."""
    words = {
        word for text in texts for word in text.split() if SHORTEST <= len(word) <= LONGEST and word.isalpha()
    }
    Word.objects.bulk_create(
        [Word(word=word, letters=len(word)) for word in sorted(words)], batch_size=1000, ignore_conflicts=True
    )
