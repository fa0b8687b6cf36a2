"""Hours in which somebody is on duty: stated by people for weekdays, merged, and never more than was stated."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta

DAY, WEEK = 24 * 60, 7 * 24 * 60
#: The night, as people mean it who ask whether anybody is there.
NIGHT_FROM, NIGHT_UNTIL = 22 * 60, 6 * 60


@dataclass(frozen=True, slots=True)
class Stretch:
    """Hours on one weekday (Monday is 0), by the clock of the place; an end not after the start is on the next day."""

    weekday: int
    starts: time
    ends: time


def minutes_of(stretch: Stretch) -> tuple[int, int]:
    """Return first and last minute of a stretch, counted from Monday midnight; the end may lie past the week."""
    start = stretch.weekday * DAY + stretch.starts.hour * 60 + stretch.starts.minute
    end = stretch.weekday * DAY + stretch.ends.hour * 60 + stretch.ends.minute
    return start, end if end > start else end + DAY


def merged(stretches: Iterable[Stretch]) -> list[tuple[int, int]]:
    """Return the covered parts of a week in order, none touching another, as minutes within 0 and `WEEK`."""
    pieces: list[tuple[int, int]] = []
    for stretch in stretches:
        start, end = minutes_of(stretch)
        pieces.append((start, min(end, WEEK)))
        if end > WEEK:
            pieces.append((0, end - WEEK))
    found: list[tuple[int, int]] = []
    for start, end in sorted(pieces):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((start, end))
    return found


def minute_of_week(local: datetime) -> int:
    """Return how many minutes of its week a local time is past Monday midnight."""
    return local.weekday() * DAY + local.hour * 60 + local.minute


def is_there(stretches: Iterable[Stretch], local: datetime) -> bool:
    """Whether somebody stated to be there at a local time."""
    at = minute_of_week(local)
    return any(start <= at < end for start, end in merged(stretches))


def next_there(stretches: Iterable[Stretch], local: datetime) -> datetime | None:
    """Return the next local time at which somebody stated to begin, or the time itself while somebody is there.

    Said by the clock on the wall: the hour is that of the stated hours also in the week in which clocks change.
    None where no hours are stated.
    """
    spans = merged(stretches)
    if not spans:
        return None
    at = minute_of_week(local)
    if any(start <= at < end for start, end in spans):
        return local
    starts = [start for start, _end in spans]
    ahead = min((start - at) % WEEK for start in starts)
    day = (local + timedelta(days=(at % DAY + ahead) // DAY)).replace(second=0, microsecond=0)
    minute = (at + ahead) % DAY
    return day.replace(hour=minute // 60, minute=minute % 60)


def nights(stretches: Iterable[Stretch]) -> str:
    """Say whether somebody stated to be there at night: in `none`, `some` or `all` of a week's nights, throughout.

    A night in which somebody is there for a part of it counts as some.
    """
    spans = merged(stretches)
    whole = parts = 0
    for day in range(7):
        start, end = day * DAY + NIGHT_FROM, (day + 1) * DAY + NIGHT_UNTIL
        stretch = [(start, min(end, WEEK))] + ([(0, end - WEEK)] if end > WEEK else [])
        covered = sum(
            max(0, min(stop, last) - max(begin, first)) for begin, stop in stretch for first, last in spans
        )
        whole += covered == end - start
        parts += covered > 0
    if not parts:
        return "none"
    return "all" if whole == 7 else "some"
