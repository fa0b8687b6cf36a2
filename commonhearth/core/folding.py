"""A sheet of paper folded into a small book: where its pages stand, and what goes onto which.

An A4 sheet printed on both sides, folded twice and cut at its upper edge, makes a book of eight A6 pages.
In the upper half of each side the pages stand on their heads.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")

#: How many pages one sheet makes.
PAGES = 8
#: The pages of each side: upper left and right, lower left and right. The sheet is turned over its long edge.
FRONT = (5, 4, 8, 1)
BACK = (3, 6, 2, 7)


@dataclass(frozen=True, slots=True)
class Block(Generic[T]):
    """Something that is not broken: what it is, how high in millimetres, and whether it heads what follows."""

    what: T
    height: int
    heads: bool = False


class TooHigh(ValueError):
    """A block is higher than a page."""


def paginate(blocks: Iterable[Block[T]], *, height: int) -> list[list[T]]:
    """Put blocks onto pages in their order, breaking none; what heads something never stands alone below.

    Args:
        height: of a page, in millimetres.

    Raises:
        TooHigh: when a block, or a heading with what follows it, does not fit onto an empty page.
    """
    pages: list[list[T]] = []
    page: list[T] = []
    room = height
    for run in _runs(blocks):
        needed = sum(block.height for block in run)
        if needed > height:
            raise TooHigh(needed)
        if needed > room and page:
            pages.append(page)
            page, room = [], height
        page = [*page, *(block.what for block in run)]
        room -= needed
    return [*pages, page] if page else pages


def _runs(blocks: Iterable[Block[T]]) -> Iterable[list[Block[T]]]:
    """Yield what has to stand together: headings with the first thing under them."""
    run: list[Block[T]] = []
    for block in blocks:
        run.append(block)
        if not block.heads:
            yield run
            run = []
    if run:
        yield run
