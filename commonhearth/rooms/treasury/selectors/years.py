"""A tin's year on one page, the same for everyone: it is read out at a meeting."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from commonhearth.core.ledger.amounts import Balance
from commonhearth.core.ledger.dues import DuesSum, Quarter
from commonhearth.foundation.access import NotVisible
from commonhearth.foundation.circles.access import Actor
from commonhearth.rooms.treasury.access import may_read_tin
from commonhearth.rooms.treasury.models import Entry, Tin
from commonhearth.rooms.treasury.selectors.book import DUES, _read, by_quarter, dues_told, today_of, together
from commonhearth.rooms.treasury.selectors.counts import CountSeen, counts_for_everyone

#: Entries of a year that stand on its page.
MOST_LINES = 400


@dataclass(frozen=True, slots=True)
class Year:
    """What a tin did in a year.

    Attributes:
        others: what came in and went out, without dues.
        sums: dues whose sum ends in this year.
        waits: whether there may be dues of this year that go into a later sum.
        before, after: what was in it when the year began and when it ended; None where that is not told.
    """

    year: int
    is_over: bool
    others: Balance
    sums: tuple[DuesSum, ...]
    waits: bool
    before: int | None
    after: int | None
    entries: list[Entry]
    all_lines: bool
    counts: list[CountSeen]


def years_of(viewer: Actor, tin: Tin, *, now: datetime) -> list[int]:
    """Return the years that have a page, the newest first."""
    return list(range(today_of(viewer, now).year, today_of(viewer, tin.created).year - 1, -1))


def year_of(viewer: Actor, tin: Tin, year: int, *, now: datetime) -> Year:
    """Return one year. Who keeps the tin sees no more than others here.

    Raises:
        NotVisible: when the tin was not there, or the year has not begun.
    """
    if not may_read_tin(viewer, tin) or year not in years_of(viewer, tin, now=now):
        raise NotVisible
    today = today_of(viewer, now)
    rows = by_quarter(tin)
    others = [row for row in rows if not row.dues]
    sums = dues_told(rows, today=today)
    last = Quarter(year, 4)

    def at_the_end_of(quarter: Quarter) -> int | None:
        """What was in it, where every payment up to then is in a sum that may be told."""
        until = together(row for row in others if row.quarter <= quarter).amount
        if not tin.takes_dues or quarter.last_day < today_of(viewer, tin.created):
            return until
        if not any(one.last == quarter for one in sums):
            return None
        return until + sum(one.amount for one in sums if one.last <= quarter)

    book = Entry.objects.filter(tin=tin, booked__year=year).exclude(DUES)
    entries = _read(viewer, tin, book, MOST_LINES + 1)
    is_over = last.last_day < today
    return Year(
        year,
        is_over,
        together(row for row in others if row.quarter.year == year),
        tuple(one for one in sums if one.last.year == year),
        tin.takes_dues and not any(one.last == last for one in sums),
        at_the_end_of(Quarter(year - 1, 4)),
        at_the_end_of(last) if is_over or not tin.takes_dues else None,
        entries[:MOST_LINES][::-1],
        len(entries) <= MOST_LINES,
        counts_for_everyone(tin, year),
    )
