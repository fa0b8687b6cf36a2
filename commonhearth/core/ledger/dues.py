"""When what people paid may be said as one sum, so that no single payment can be worked out of it.

The quarters since the first payment are put together, one after the other, until they may be told: never before
they are over, never with fewer than three payers in them, and before the end of the year only in a year
with twenty payers or more. What may not be told yet goes into the next sum. So the sums do not overlap, each has
three payers or more, and what was said once is never said otherwise: later payments do not touch it.

What this does not hide: of three payers two can together work out the third, and where one paid much more than all
others the sum is about theirs.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

#: With fewer payers in a sum than this, one of them could read another's payment from it.
FEWEST_IN_A_SUM = 3
#: With fewer payers in a year than this, there is one sum for the whole year.
FEWEST_FOR_QUARTERS = 20


@dataclass(frozen=True, slots=True, order=True)
class Quarter:
    """Three months of a year; `number` from 1 to 4."""

    year: int
    number: int

    @classmethod
    def of(cls, day: date) -> Quarter:
        """Return the quarter in which a day is."""
        return cls(day.year, (day.month + 2) // 3)

    @property
    def first_day(self) -> date:
        """Its first day."""
        return date(self.year, 3 * self.number - 2, 1)

    @property
    def last_day(self) -> date:
        """Its last day."""
        return self.after.first_day - timedelta(days=1)

    @property
    def after(self) -> Quarter:
        """The next one."""
        return Quarter(self.year + 1, 1) if self.number == 4 else Quarter(self.year, self.number + 1)


@dataclass(frozen=True, slots=True)
class Paid:
    """What one payer paid in one quarter, taken together.

    Attributes:
        payer: tells one payer from another; None where the book names nobody.
    """

    quarter: Quarter
    payer: Hashable
    amount: int


@dataclass(frozen=True, slots=True)
class DuesSum:
    """One sum that may be told: of the quarters from `first` to `last`, both in it. How many paid is never told."""

    first: Quarter
    last: Quarter
    amount: int


def told(*, paid: Iterable[Paid], today: date) -> tuple[DuesSum, ...]:
    """Return the sums that may be told on a day, the oldest first. What is not in them is not told yet.

    Several payers whom the book does not name count as one.
    """
    return tuple(_told(sorted(paid, key=lambda one: one.quarter), Quarter.of(today)))


def _told(paid: list[Paid], running: Quarter) -> Iterator[DuesSum]:
    by_quarter: dict[Quarter, list[Paid]] = defaultdict(list)
    for one in paid:
        by_quarter[one.quarter].append(one)
    if not by_quarter:
        return
    quarter = first = Quarter(paid[0].quarter.year, 1)
    waiting: dict[Hashable, int] = defaultdict(int)
    in_the_year: dict[Hashable, int] = defaultdict(int)
    while quarter < running:
        for one in by_quarter[quarter]:
            waiting[one.payer] += one.amount
            in_the_year[one.payer] += one.amount
        ends = quarter.number == 4
        if (ends or _payers(in_the_year) >= FEWEST_FOR_QUARTERS) and _payers(waiting) >= FEWEST_IN_A_SUM:
            yield DuesSum(first, quarter, sum(waiting.values()))
            waiting.clear()
            first = quarter.after
        if ends:
            in_the_year.clear()
        quarter = quarter.after


def _payers(amounts: dict[Hashable, int]) -> int:
    """Return how many paid something; what was set right to nothing is nobody's payment."""
    return sum(1 for amount in amounts.values() if amount)
