"""What is different between two wordings of a text: by line, and within a changed line by word.

Nothing is left to colour: each piece says of itself whether it stayed, went or came.
"""

from __future__ import annotations

import enum
import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

#: Lines around a change that are shown with it.
AROUND = 2
#: Words of a line that are compared one by one; longer lines stand as gone and come.
MOST_WORDS = 400
#: A line is the other one changed, rather than another, when this share of its words stayed.
ALIKE = 0.4
_WORDS = re.compile(r"\s+|\w+|[^\w\s]")


class Kind(enum.StrEnum):
    """What became of a piece."""

    SAME = "same"
    GONE = "gone"
    COME = "come"


@dataclass(frozen=True, slots=True)
class Piece:
    """Words that stand together."""

    kind: Kind
    text: str


@dataclass(frozen=True, slots=True)
class Line:
    """A line: whole as it was, gone or come; or changed, with pieces of more than one kind."""

    pieces: tuple[Piece, ...]

    @property
    def kind(self) -> Kind | None:
        """What became of the whole line; None for one in which words changed."""
        kinds = {piece.kind for piece in self.pieces}
        return kinds.pop() if len(kinds) == 1 else None


@dataclass(frozen=True, slots=True)
class Gap:
    """So many lines that stayed and are not shown."""

    lines: int


def differences(*, was: str, now: str, around: int = AROUND) -> tuple[Line | Gap, ...]:
    """Return what changed, in the order of the text, with a few lines around each change."""
    old, new = was.splitlines(), now.splitlines()
    found: list[Line | Gap] = []
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            found += [_whole(Kind.SAME, line) for line in old[a:b]]
        else:
            found += _changed(old[a:b], new[c:d])
    return tuple(_shown(found, around))


def differences_by_word(*, was: str, now: str) -> tuple[Piece, ...]:
    """Return the pieces of which both wordings are made, in order, whatever their lines: for a few sentences.

    What stayed and went is the wording as it was; what stayed and came is the one now.
    """
    old, new = _WORDS.findall(was), _WORDS.findall(now)
    return _pieces(SequenceMatcher(None, old, new, autojunk=False), old, new)


def _whole(kind: Kind, line: str) -> Line:
    return Line((Piece(kind, line),))


def _changed(old: list[str], new: list[str]) -> Iterator[Line]:
    """Yield lines that were replaced: side by side where one is the other changed, else gone and come."""
    for before, after in zip(old, new, strict=False):
        pieces = _by_word(before, after)
        if pieces is None:
            yield _whole(Kind.GONE, before)
            yield _whole(Kind.COME, after)
        else:
            yield Line(pieces)
    yield from (_whole(Kind.GONE, line) for line in old[len(new) :])
    yield from (_whole(Kind.COME, line) for line in new[len(old) :])


def _by_word(before: str, after: str) -> tuple[Piece, ...] | None:
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    if max(len(old), len(new)) > MOST_WORDS:
        return None
    compared = SequenceMatcher(None, old, new, autojunk=False)
    return _pieces(compared, old, new) if compared.ratio() >= ALIKE else None


def _pieces(compared: SequenceMatcher[str], old: list[str], new: list[str]) -> tuple[Piece, ...]:
    pieces: list[Piece] = []
    for tag, a, b, c, d in compared.get_opcodes():
        if tag == "equal":
            pieces.append(Piece(Kind.SAME, "".join(old[a:b])))
            continue
        if b > a:
            pieces.append(Piece(Kind.GONE, "".join(old[a:b])))
        if d > c:
            pieces.append(Piece(Kind.COME, "".join(new[c:d])))
    return tuple(pieces)


def _shown(lines: list[Line | Gap], around: int) -> Iterator[Line | Gap]:
    """Yield lines near a change; for the others, how many there are."""
    changed = [place for place, line in enumerate(lines) if isinstance(line, Line) and line.kind != Kind.SAME]
    near: set[int] = set()
    for place in changed:
        near.update(range(max(0, place - around), min(len(lines), place + around + 1)))
    left_out = 0
    for place, line in enumerate(lines):
        if place in near:
            if left_out:
                yield Gap(left_out)
            left_out = 0
            yield line
        else:
            left_out += 1
    if left_out:
        yield Gap(left_out)
