"""When something is open next, by an HSDS schedule: an RRULE in the local time of its place.

HSDS says a time of day and at most an offset from UTC. What is meant is the clock on the wall: ten o'clock
stays ten o'clock when the clocks change. So where the zone of the place is known it is used, and the
offset only tells zones of one country apart.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from itertools import islice
from typing import Any

from dateutil import rrule

_FREQUENCY = {"WEEKLY": rrule.WEEKLY, "MONTHLY": rrule.MONTHLY}
_DAYS = {
    "MO": rrule.MO,
    "TU": rrule.TU,
    "WE": rrule.WE,
    "TH": rrule.TH,
    "FR": rrule.FR,
    "SA": rrule.SA,
    "SU": rrule.SU,
}
_DAY = re.compile(r"^([+-]?\d{1,2})?(MO|TU|WE|TH|FR|SA|SU)$")
_TIME = re.compile(r"^(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d{1,6})?)?(Z|[+-]\d{2}:?\d{2})?$")
#: How far ahead is looked, and how long ago a rule may have begun: no rule can keep us busy.
FARTHEST, OLDEST = timedelta(days=800), timedelta(days=80 * 366)


@dataclass(frozen=True, slots=True)
class Opening:
    """One time that something is open. Without a time of day only the day is known."""

    day: date
    opens: datetime | None
    closes: datetime | None


class NotASchedule(ValueError):
    """A schedule that cannot be read; names the field."""


def next_openings(
    schedule: Mapping[str, Any], *, now: datetime, zone: tzinfo | None = None, count: int = 3
) -> list[Opening]:
    """Return the next times, the soonest first; one that is still going on is among them.

    Args:
        now: aware.
        zone: of the place, if known; else the schedule's offset from UTC.

    Raises:
        NotASchedule: when a field says nothing that can be meant.
    """
    offset = _offset(schedule)
    opens, opens_zone = _time(schedule, "opens_at")
    closes, _ = _time(schedule, "closes_at")
    local = zone or opens_zone or timezone(timedelta(hours=offset))
    today = now.astimezone(local).date()
    found: list[Opening] = []
    for day in _days(schedule, after=today - timedelta(days=1)):
        opening = _opening(day, opens, closes, local)
        over = opening.closes or opening.opens
        if (over is None and day < today) or (over is not None and over <= now):
            continue
        found.append(opening)
        if len(found) == count:
            break
    return found


def _days(schedule: Mapping[str, Any], *, after: date) -> list[date]:
    first = _day(schedule, "dtstart") or _day(schedule, "valid_from")
    last = min(filter(None, (_day(schedule, "until"), _day(schedule, "valid_to"), after + FARTHEST)))
    frequency = schedule.get("freq")
    if not frequency:
        return [first] if first and after <= first <= last else []
    if frequency not in _FREQUENCY:
        raise NotASchedule("freq")
    start = first or after
    rule: dict[str, Any] = {
        "dtstart": datetime.combine(start, time()),
        "interval": _whole(schedule, "interval") or 1,
        "byweekday": _weekdays(schedule),
        "bymonthday": _numbers(schedule, "bymonthday"),
        "byweekno": _numbers(schedule, "byweekno"),
        "byyearday": _numbers(schedule, "byyearday"),
        "wkst": _DAYS.get(str(schedule.get("wkst", "MO"))[:2].upper(), rrule.MO),
    }
    if after - start > OLDEST:
        raise NotASchedule("dtstart")
    given = {name: value for name, value in rule.items() if value != ()}
    try:
        # With an end in sight always: a rule that never comes true would be followed to the year 9999.
        turns = rrule.rrule(_FREQUENCY[frequency], until=datetime.combine(last, time()), **given)
        counted = islice(turns, _whole(schedule, "count") or None)
        return [turn.date() for turn in counted if turn.date() >= after]
    except (ValueError, TypeError, OverflowError, IndexError):
        raise NotASchedule("freq") from None


def _opening(day: date, opens: time | None, closes: time | None, zone: tzinfo) -> Opening:
    begins = datetime.combine(day, opens, tzinfo=zone) if opens else None
    ends = datetime.combine(day, closes, tzinfo=zone) if closes else None
    if begins and ends and ends <= begins:  # past midnight
        ends = datetime.combine(day + timedelta(days=1), closes or time(), tzinfo=zone)
    return Opening(day, begins, ends)


def _time(schedule: Mapping[str, Any], name: str) -> tuple[time | None, tzinfo | None]:
    written = str(schedule.get(name) or "").strip()
    if not written:
        return None, None
    matched = _TIME.match(written)
    if matched is None:
        raise NotASchedule(name)
    hour, minute, second, offset = matched.groups()
    try:
        moment = time(int(hour), int(minute), int(second or 0))
    except ValueError:
        raise NotASchedule(name) from None
    if not offset:
        return moment, None
    if offset == "Z":
        return moment, UTC
    sign = -1 if offset[0] == "-" else 1
    digits = offset[1:].replace(":", "")
    ahead = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    if ahead >= timedelta(hours=24):
        raise NotASchedule(name)
    return moment, timezone(sign * ahead)


def _offset(schedule: Mapping[str, Any]) -> float:
    said = schedule.get("timezone", 0)
    if isinstance(said, bool) or not isinstance(said, int | float) or not -24 < said < 24:
        raise NotASchedule("timezone")
    return float(said)


def _day(schedule: Mapping[str, Any], name: str) -> date | None:
    written = schedule.get(name)
    if not written:
        return None
    try:
        return date.fromisoformat(str(written)[:10])
    except ValueError:
        raise NotASchedule(name) from None


def _whole(schedule: Mapping[str, Any], name: str) -> int:
    said = schedule.get(name)
    if said in (None, ""):
        return 0
    try:
        number = int(said)
    except (TypeError, ValueError):
        raise NotASchedule(name) from None
    if not 0 < number < 10_000:
        raise NotASchedule(name)
    return number


def _numbers(schedule: Mapping[str, Any], name: str) -> tuple[int, ...]:
    parts = [part.strip() for part in str(schedule.get(name) or "").split(",") if part.strip()]
    try:
        return tuple(int(part) for part in parts[:366])
    except ValueError:
        raise NotASchedule(name) from None


def _weekdays(schedule: Mapping[str, Any]) -> tuple[Any, ...]:
    found = []
    for part in str(schedule.get("byday") or "").upper().split(","):
        if not part.strip():
            continue
        matched = _DAY.match(part.strip())
        if matched is None:
            raise NotASchedule("byday")
        nth, name = matched.groups()
        found.append(_DAYS[name](int(nth)) if nth and int(nth) else _DAYS[name])
    return tuple(found)
