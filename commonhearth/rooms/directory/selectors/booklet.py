"""A directory for the pocket: the nearest groups around a place, on one folded sheet."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from commonhearth.core.folding import PAGES, Block, paginate
from commonhearth.rooms.directory import wording
from commonhearth.rooms.directory.selectors.cards import Card
from commonhearth.rooms.directory.selectors.search import Asked, search
from commonhearth.rooms.helplines.selectors import Section, helplines_of

#: Pages between the cover and the two at the back, and what stands on one: millimetres, as hearth.css has them.
INSIDE = PAGES - 3
PAGE_HEIGHT, HEADING_HEIGHT, ENTRY_HEIGHT = 130, 8, 24
#: However short their names are.
MOST = 25


@dataclass(frozen=True, slots=True)
class Origin:
    """A list that entries are from, as its licence asks for it."""

    words: str
    as_of: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Pocket:
    """What is printed. A page inside holds headings (words) and entries (cards)."""

    pages: tuple[tuple[Any, ...], ...]
    shown: int
    total: int
    helplines: tuple[Section, ...]
    origins: tuple[Origin, ...]
    any_living: bool


def pocket(*, viewer: Any, asked: Asked, now: datetime) -> Pocket:
    """Return the nearest groups around a place by kind, as many as one sheet holds, with helplines for its back.

    They are those a search shows first, so a refuge is no finer than its town here either.
    """
    place = asked.place
    assert place is not None
    results = search(viewer=viewer, asked=asked, now=now, size=MOST)
    cards = list(results.rows)
    pages = _pages(cards)
    while len(pages) > INSIDE:
        cards.pop()
        pages = _pages(cards)
    lines = helplines_of(place.country, viewer=viewer) if place.country else []
    return Pocket(
        pages=tuple(tuple(page) for page in pages),
        shown=len(cards),
        total=results.total,
        helplines=tuple(lines),
        origins=_origins(cards),
        any_living=results.any_living,
    )


def _pages(cards: list[Card]) -> list[list[Any]]:
    return paginate(_blocks(cards), height=PAGE_HEIGHT)


def _blocks(cards: list[Card]) -> Iterator[Block[Any]]:
    for kind, label in wording.KINDS.items():
        own = [card for card in cards if card.kind == kind]
        if own:
            yield Block(str(label), HEADING_HEIGHT, heads=True)
        yield from (Block(card, ENTRY_HEIGHT) for card in own)


def _origins(cards: list[Card]) -> tuple[Origin, ...]:
    found: dict[str, set[str]] = {}
    for card in cards:
        words = card.attribution or ", ".join(part for part in (card.source_title, card.licence) if part)
        years = found.setdefault(words, set())
        if card.as_of and not card.community_slug:
            years.add(str(card.as_of.year))
    return tuple(Origin(words, tuple(sorted(years))) for words, years in found.items())
