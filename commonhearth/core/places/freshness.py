"""What is known about whether a listed group still exists, and since when.

The law in words. Somebody checked it within the last twelve months: *verified*; from one month
before that ends: *due* for a check; after it: *stale*. Nobody here ever checked it: *unverified*, a
line from a list of a stated date. It ended: *closed*. And across these: when neither a check nor the
list it came from is younger than two years, we do not know if it still exists.
"""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

#: Months for which a check holds, and months after which it is due again.
MONTHS_VERIFIED = 12
MONTHS_DUE = 11
#: Months after which nothing is known without a new check.
MONTHS_UNKNOWN = 24


class State(StrEnum):
    """The five states of a listing."""

    VERIFIED = "verified"
    DUE = "due"
    STALE = "stale"
    UNVERIFIED = "unverified"
    CLOSED = "closed"


class Living(StrEnum):
    """Whether the group is known to be alive."""

    KNOWN = "known"  # somebody checked within two years
    LISTED = "listed"  # nobody checked, but the list it comes from is younger than two years
    NOT_KNOWN = "not-known"  # "We do not know if this still exists"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class Freshness:
    """What to say about a listing today.

    `since` is the date that is shown: of the last check, of the list, or of the end. `years` is how
    many whole years lie between it and today; `good_until` the last day on which a check holds.
    """

    state: State
    living: Living
    since: date | None
    years: int
    good_until: date | None = None


def months_after(day: date, months: int) -> date:
    """Return the same day some months later (or earlier), or the last day of a shorter month."""
    count = day.year * 12 + day.month - 1 + months
    year, month = divmod(count, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def first_within(today: date, months: int) -> date:
    """Return the earliest day of which `months_after` is not yet past.

    >>> first_within(date(2028, 2, 29), 12)
    datetime.date(2027, 3, 1)
    """
    day = months_after(today, -months)
    while months_after(day, months) < today:
        day += timedelta(days=1)
    return day


def whole_years(since: date, today: date) -> int:
    """Return how many whole years lie between two days; none when the first is still to come."""
    return max(0, today.year - since.year - ((today.month, today.day) < (since.month, since.day)))


def freshness(
    *,
    today: date,
    verified_on: date | None = None,
    verified_until: date | None = None,
    list_date: date | None = None,
    closed_on: date | None = None,
) -> Freshness:
    """Return what is known about a listing on a day.

    Args:
        verified_on: when somebody here last checked it.
        verified_until: the day until which that check was said to hold, if earlier than a year on.
        list_date: the date of the list it came from.
        closed_on: when it ended, or was found to have ended.
    """
    if closed_on is not None:
        return Freshness(State.CLOSED, Living.STOPPED, closed_on, whole_years(closed_on, today))
    if verified_on is None:
        known = list_date is not None and today <= months_after(list_date, MONTHS_UNKNOWN)
        years = whole_years(list_date, today) if list_date else 0
        return Freshness(State.UNVERIFIED, Living.LISTED if known else Living.NOT_KNOWN, list_date, years)
    good_until = months_after(verified_on, MONTHS_VERIFIED)
    due_on = months_after(verified_on, MONTHS_DUE)
    if verified_until is not None and verified_until < good_until:
        good_until = verified_until
        due_on = months_after(verified_until, MONTHS_DUE - MONTHS_VERIFIED)
    if today > good_until:
        state = State.STALE
    else:
        state = State.VERIFIED if today < due_on else State.DUE
    alive = today <= months_after(verified_on, MONTHS_UNKNOWN)
    years = whole_years(verified_on, today)
    return Freshness(state, Living.KNOWN if alive else Living.NOT_KNOWN, verified_on, years, good_until)
