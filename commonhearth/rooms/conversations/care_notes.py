"""Care notes: what an author says before their words, so that a reader chooses whether to open them.

Kept as codes of a short list and the author's own words, one after the other: "loss|violence|:my own words".
"""

from __future__ import annotations

from collections.abc import Sequence

from commonhearth.rooms.conversations.wording import CARE_NOTES

#: Letters of one's own words.
LONGEST_OWN = 80


def kept(codes: Sequence[str] = (), own: str = "") -> str:
    """Return a care note as it is kept; "" for none."""
    own = " ".join(own.replace("|", " ").split())[:LONGEST_OWN]
    known = [code for code in CARE_NOTES if code in codes]
    return "|".join([*known, *([f":{own}"] if own else [])])


def parts(note: str) -> tuple[list[str], str]:
    """Return the codes and the author's own words of a care note."""
    pieces = note.split("|") if note else []
    own = next((piece[1:] for piece in pieces if piece.startswith(":")), "")
    return [piece for piece in pieces if piece in CARE_NOTES], own


def said(note: str) -> str:
    """Return a care note in words, in the reader's language."""
    codes, own = parts(note)
    return ", ".join([*(str(CARE_NOTES[code]) for code in codes), *([own] if own else [])])
