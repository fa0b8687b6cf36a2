"""A tin as a viewer may see it."""

from commonhearth.rooms.treasury.selectors.between import asked_by, question_for
from commonhearth.rooms.treasury.selectors.book import (
    Book,
    BookPage,
    book_of,
    entries_of,
    entry_for,
    everything_in,
    today_of,
)
from commonhearth.rooms.treasury.selectors.counts import (
    CountSeen,
    count_for,
    counts_of,
    last_count,
    waiting_count,
)
from commonhearth.rooms.treasury.selectors.tins import (
    Kept,
    keepers_of,
    somebody_keeps,
    tin_and_keepers,
    tin_for,
    tin_in,
)
from commonhearth.rooms.treasury.selectors.years import Year, year_of, years_of

__all__ = [
    "Book",
    "BookPage",
    "CountSeen",
    "Kept",
    "Year",
    "asked_by",
    "book_of",
    "count_for",
    "counts_of",
    "entries_of",
    "entry_for",
    "everything_in",
    "keepers_of",
    "last_count",
    "question_for",
    "somebody_keeps",
    "tin_and_keepers",
    "tin_for",
    "tin_in",
    "today_of",
    "waiting_count",
    "year_of",
    "years_of",
]
