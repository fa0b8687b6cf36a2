"""When something that repeats takes place: a rule of the calendar (RFC 5545) over a clock on a wall.

Half past six stays half past six: days are found on the calendar of the place, and only then told as moments.
A time that a clock change leaves out is read with the offset before it, and of a time that comes twice the
first is meant, both as RFC 5545 (3.3.5) says. Days are found by python-dateutil; nothing of it is done here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from itertools import islice
from zoneinfo import ZoneInfo

from dateutil.rrule import rrulestr

#: In RFC 5545's words, Monday first.
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


class HowOften(StrEnum):
    """What can be chosen in plain words. Which weekday and which of the month the first day says."""

    ONCE = "once"
    WEEKLY = "weekly"
    FORTNIGHTLY = "fortnightly"
    MONTHLY_WEEKDAY = "monthly_weekday"
    MONTHLY_LAST = "monthly_last"
    MONTHLY_DAY = "monthly_day"
    YEARLY = "yearly"
    #: A rule that was brought from elsewhere and is finer than these.
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Rhythm:
    """A first day, a time on the clock of a place, and by which rule it comes again.

    Attributes:
        rule: an RRULE without UNTIL; "" for once.
        last: the last day on which it may fall.
    """

    first: date
    at: time
    zone: str
    rule: str = ""
    last: date | None = None


def rule_for(how: HowOften, first: date, *, times: int | None = None) -> str:
    """Return the rule for what was chosen.

    Args:
        first: the first day, which says the weekday and which of the month it is.
        times: how often in all; None for without an end, or until a day.
    """
    weekday = WEEKDAYS[first.weekday()]
    nth = (first.day - 1) // 7 + 1
    rules = {
        HowOften.ONCE: "",
        HowOften.WEEKLY: f"FREQ=WEEKLY;BYDAY={weekday}",
        HowOften.FORTNIGHTLY: f"FREQ=WEEKLY;INTERVAL=2;BYDAY={weekday}",
        # A fifth Thursday does not come every month: the last one is meant.
        HowOften.MONTHLY_WEEKDAY: f"FREQ=MONTHLY;BYDAY={nth if nth < 5 else -1}{weekday}",
        HowOften.MONTHLY_LAST: f"FREQ=MONTHLY;BYDAY=-1{weekday}",
        HowOften.MONTHLY_DAY: _same_day(first.day),
        HowOften.YEARLY: "FREQ=YEARLY",
    }
    rule = rules[how]
    return f"{rule};COUNT={times}" if rule and times else rule


def _same_day(day: int) -> str:
    """Return the rule for a day of the month; where a month is shorter, its last day."""
    if day <= 28:
        return f"FREQ=MONTHLY;BYMONTHDAY={day}"
    days = ",".join(str(one) for one in range(28, day + 1))
    return f"FREQ=MONTHLY;BYMONTHDAY={days};BYSETPOS=-1"


def how_often(rule: str, first: date) -> tuple[HowOften, int | None]:
    """Return what was chosen, and how many times in all, from a rule; `OTHER` where no choice says it."""
    parts = [part for part in rule.split(";") if part and not part.startswith("COUNT=")]
    counts = [part for part in rule.split(";") if part.startswith("COUNT=")]
    times = int(counts[0].removeprefix("COUNT=")) if counts else None
    for how in HowOften:
        if how != HowOften.OTHER and set(parts) == set(rule_for(how, first).split(";")) - {""}:
            return how, times
    return HowOften.OTHER, times


def moment(day: date, at: time, zone: str) -> datetime:
    """Return a time on a place's clock as a moment."""
    return datetime.combine(day, at.replace(fold=0), tzinfo=ZoneInfo(zone)).astimezone(UTC)


def days_between(rhythm: Rhythm, since: date, until: date) -> list[date]:
    """Return the days of a rhythm from one day to another, both counted in."""
    found = []
    for day in _days(rhythm):
        if day > until:
            break
        if day >= since:
            found.append(day)
    return found


def next_days(rhythm: Rhythm, since: date, count: int) -> list[date]:
    """Return the next days of a rhythm from a day on, at most so many."""
    return list(islice((day for day in _days(rhythm) if day >= since), count))


def _days(rhythm: Rhythm) -> Iterator[date]:
    """Yield every day of a rhythm in order."""
    if not rhythm.rule:
        if rhythm.last is None or rhythm.first <= rhythm.last:
            yield rhythm.first
        return
    # Noon of a calendar without clock changes: the rule is about days.
    start = datetime.combine(rhythm.first, time(12))
    latest = rhythm.last or date(rhythm.first.year + 200, 1, 1)
    before = None
    for found in rrulestr(rhythm.rule, dtstart=start):
        day = found.date()
        if day > latest:
            return
        if day != before:
            yield day
        before = day


def until_moment(rhythm: Rhythm) -> datetime | None:
    """Return UNTIL as RFC 5545 wants it beside a start with a zone: the last moment it may begin, in UTC."""
    return moment(rhythm.last, rhythm.at, rhythm.zone) if rhythm.last else None


def ends_after(starts: datetime, minutes: int) -> datetime:
    """Return when something ends that goes on for so many minutes of real time."""
    return starts + timedelta(minutes=minutes)
