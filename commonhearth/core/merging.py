"""Two people changed one text: their changes put together, line by line, and said where they collide.

Nothing that somebody typed is lost: what one of them changed is taken, what both added at one place is kept one
after the other, and where both rewrote the same lines both wordings stand in a `Collision` for a person to choose.
The comparing is done by `merge3` (the three-way merge of the Breezy version control system).
"""

from __future__ import annotations

import enum
from collections.abc import Iterator
from dataclasses import dataclass

from merge3 import Merge3

Lines = tuple[str, ...]


class Side(enum.StrEnum):
    """Whose wording is taken where two collide."""

    THEIRS = "theirs"
    YOURS = "yours"
    BOTH = "both"


@dataclass(frozen=True, slots=True)
class Kept:
    """Lines on which nobody differs."""

    lines: Lines

    def taken(self, _side: Side) -> Lines:
        """Return the lines, whoever is asked."""
        return self.lines


@dataclass(frozen=True, slots=True)
class Collision:
    """Lines that both changed, each otherwise: what stood there, and what each made of it."""

    was: Lines
    theirs: Lines
    yours: Lines

    def taken(self, side: Side) -> Lines:
        """Return the lines of one of them, or theirs and then yours."""
        return {
            Side.THEIRS: self.theirs,
            Side.YOURS: self.yours,
            Side.BOTH: self.theirs + self.yours,
        }[side]


@dataclass(frozen=True, slots=True)
class Merged:
    """What came of two people's changes, in the order of the text."""

    parts: tuple[Kept | Collision, ...]

    @property
    def collisions(self) -> tuple[Collision, ...]:
        """Where somebody has to choose; empty when everything fits together."""
        return tuple(part for part in self.parts if isinstance(part, Collision))

    def text(self, side: Side = Side.BOTH) -> str:
        """Return the whole text; where two collide, with the wording of one side, or of both one after the other."""
        return "\n".join(line for part in self.parts for line in part.taken(side))


def merge(*, was: str, theirs: str, yours: str) -> Merged:
    """Put the changes of two people together.

    Args:
        was: the text that both started from.
        theirs: what the other has made of it and is kept already.
        yours: what is now handed in.
    """
    old, one, other = _lines(was), _lines(theirs), _lines(yours)
    if one == other or old == other:
        return Merged((Kept(one),))
    if old == one:
        return Merged((Kept(other),))
    return Merged(tuple(_joined(_parts(old, one, other))))


def _lines(text: str) -> Lines:
    """Return the lines of a text, whichever way the lines end that a browser sends."""
    return tuple(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"))


def _parts(old: Lines, one: Lines, other: Lines) -> Iterator[Kept | Collision]:
    for kind, *found in Merge3(old, one, other).merge_groups():
        lines: list[Lines] = [tuple(each) for each in found]
        if kind == "conflict":
            yield from _collided(*lines)
        else:
            yield Kept(lines[0])


def _collided(was: Lines, theirs: Lines, yours: Lines) -> Iterator[Kept | Collision]:
    """Yield what is left to choose of lines that stand side by side and were both changed."""
    if not was:
        yield Kept(theirs + yours)  # both only added something here
    elif len(was) == len(theirs) == len(yours):
        for before, one, other in zip(was, theirs, yours, strict=True):
            if before in (one, other) or one == other:
                yield Kept((other if one == before else one,))
            else:
                yield Collision((before,), (one,), (other,))
    else:
        yield Collision(was, theirs, yours)


def _joined(parts: Iterator[Kept | Collision]) -> Iterator[Kept | Collision]:
    """Yield the same with neighbours of one sort made one."""
    before: Kept | Collision | None = None
    for part in parts:
        if isinstance(before, Kept) and isinstance(part, Kept):
            before = Kept(before.lines + part.lines)
        elif isinstance(before, Collision) and isinstance(part, Collision):
            before = Collision(before.was + part.was, before.theirs + part.theirs, before.yours + part.yours)
        else:
            if before is not None:
                yield before
            before = part
    if before is not None:
        yield before
