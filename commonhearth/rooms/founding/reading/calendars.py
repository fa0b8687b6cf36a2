"""A calendar (.ics, RFC 5545): its dates, without who was asked to come, and when each is next."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from commonhearth.core.sheets import Broken, decode
from commonhearth.rooms.founding.reading.words import one_line

#: Entries of one calendar; ten years of weekly meetings, written one by one, are 520.
MOST = 3_000
#: Days left out of a series, or put beside it.
MOST_DATES = 1_000
#: Years in which a date is believed.
EARLIEST, LATEST = 1990, 2100
#: How far ahead a rule is followed.
SOON, AHEAD = timedelta(days=40), timedelta(days=400)
#: How often something may happen that is a date in a community's calendar.
OFTEN = frozenset({"DAILY", "WEEKLY", "MONTHLY", "YEARLY"})
LONGEST_RULE = 500
#: Parts of a rule that are followed, for each frequency. Other rules may wait for ever for a day that never comes
#: (30 February), and whoever looks for it with them.
_ALWAYS = frozenset({"FREQ", "INTERVAL", "COUNT", "UNTIL", "WKST"})
FOLLOWED = {
    "DAILY": frozenset({"BYDAY"}),
    "WEEKLY": frozenset({"BYDAY"}),
    "MONTHLY": frozenset({"BYDAY", "BYMONTHDAY", "BYSETPOS"}),
    "YEARLY": frozenset({"BYDAY", "BYMONTHDAY", "BYMONTH", "BYSETPOS"}),
}
#: The longest each month can be.
_LONGEST_MONTH = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
#: Each weekday comes at least four times a month.
_POSITIONS = frozenset({-4, -3, -2, -1, 1, 2, 3, 4})


def dates(content: bytes, *, zone: str) -> list[dict[str, Any]]:
    """Return the dates of a calendar as rows.

    Args:
        zone: where the community is; for times that name no zone, or one that nobody knows.

    Raises:
        Broken: when it is no calendar, is cut off, or holds more than can be taken.
    """
    text, _encoding = decode(content)
    upper = text.upper()
    if "BEGIN:VCALENDAR" not in upper[:2000]:
        raise Broken("not-ics", 1)
    if upper.count("BEGIN:VEVENT") > MOST:
        raise Broken("too-many-dates", 0, most=MOST, found=upper.count("BEGIN:VEVENT"))
    _is_whole(text)
    found = [row for event in _events(text) for row in [_row(event, zone)] if row]
    if not found:
        raise Broken("no-dates")
    return _with_exceptions(found)


def _is_whole(text: str) -> None:
    """Refuse a calendar that ends in the middle, with the line of what is open."""
    open_at: list[tuple[str, int]] = []
    for number, line in enumerate(text.splitlines(), start=1):
        word, _, what = line.strip().upper().partition(":")
        if word == "BEGIN":
            open_at.append((what, number))
        elif word == "END" and (not open_at or open_at.pop()[0] != what):
            raise Broken("ics-order", number)
    if open_at:
        raise Broken("ics-open", open_at[-1][1])


def _events(text: str) -> list[Any]:
    import icalendar  # only when somebody brings a calendar

    try:
        calendars = icalendar.Calendar.from_ical(text, multiple=True)
        return [event for calendar in calendars for event in calendar.walk("VEVENT")]
    except (ValueError, IndexError, KeyError, TypeError, AttributeError, RecursionError):
        raise Broken("ics") from None


def _row(event: Any, zone: str) -> dict[str, Any] | None:
    """Return one entry as a row; what is wrong with it stands in its notes."""
    notes: list[list[Any]] = []
    row: dict[str, Any] = {
        "uid": one_line(str(event.get("UID", "")), most=255),
        "summary": one_line(str(event.get("SUMMARY", "")), most=200),
        "place": one_line(str(event.get("LOCATION", "")), most=200),
        "recurrence": "", "rrule": "", "rdates": [], "exdates": [], "notes": notes, "take": True, "fixed": False,
    }  # fmt: skip
    try:
        _times(event, row, zone, notes)
        if row["take"]:
            _rule(event, row, zone, notes)
    except (ValueError, TypeError, AttributeError, KeyError, OverflowError):
        _leave(row, "date-unread")
    if str(event.get("STATUS", "")).upper() == "CANCELLED":
        _leave(row, "cancelled")
    if str(event.get("CLASS", "PUBLIC")).upper() in ("PRIVATE", "CONFIDENTIAL"):
        # Marked private by whoever wrote it: not even its title is shown.
        row |= {"summary": "", "place": ""}
        _leave(row, "private")
    elif not row["summary"]:
        _leave(row, "no-title")
    if not row["uid"] and row["take"]:
        row["uid"] = f"{row['summary'][:120]}@{row['starts']}"
        notes.append(["no-uid", {}])
    return row


def _leave(row: dict[str, Any], code: str) -> None:
    row["take"], row["fixed"] = False, True
    row["notes"].append([code, {}])


def _times(event: Any, row: dict[str, Any], zone: str, notes: list[list[Any]]) -> None:
    start = event.decoded("DTSTART")
    row["all_day"] = not isinstance(start, datetime)
    row["zone"] = _zone_of(start, zone, notes)
    begins = _moment(start, row["zone"])
    length = event.decoded("DURATION") if "DURATION" in event else None
    ends = _moment(event.decoded("DTEND"), row["zone"]) if "DTEND" in event else None
    ends = ends or begins + (length or timedelta(days=1 if row["all_day"] else 0))
    if not EARLIEST <= begins.year <= LATEST or not begins <= ends <= begins + timedelta(days=366):
        row["starts"], row["ends"] = "", ""
        _leave(row, "date-beyond")
        return
    row["starts"], row["ends"] = begins.isoformat(), ends.isoformat()
    if "RECURRENCE-ID" in event:
        row["recurrence"] = _moment(event.decoded("RECURRENCE-ID"), row["zone"]).isoformat()


def _zone_of(start: date | datetime, zone: str, notes: list[list[Any]]) -> str:
    if not isinstance(start, datetime):
        return zone
    if start.tzinfo is None:
        notes.append(["no-zone", {"zone": zone}])
        return zone
    name = str(getattr(start.tzinfo, "key", None) or getattr(start.tzinfo, "zone", None) or start.tzinfo)
    if name in ("UTC", "Etc/UTC") or name in available_timezones():
        return name
    notes.append(["strange-zone", {"zone": zone}])
    return zone


def _moment(value: date | datetime, zone: str) -> datetime:
    if not isinstance(value, datetime):
        value = datetime(value.year, value.month, value.day)  # noqa: DTZ001  midnight where the community is
    if value.tzinfo is None:
        value = value.replace(tzinfo=ZoneInfo(zone))
    return value.astimezone(UTC)


def _rule(event: Any, row: dict[str, Any], zone: str, notes: list[list[Any]]) -> None:
    rule = event.get("RRULE")
    if isinstance(rule, list):
        _leave(row, "rule-strange")
        return
    if rule is not None:
        written = rule.to_ical().decode()
        how_often = {str(part).upper() for part in rule.get("FREQ", [])}
        if not how_often or not how_often <= OFTEN or len(written) > LONGEST_RULE:
            _leave(row, "rule-often" if how_often else "rule-strange")
            return
        if len(how_often) != 1 or not _comes_true(rule, how_often.pop()):
            _leave(row, "rule-strange")
            return
        row["rrule"] = written
    row["rdates"] = _moments(event.get("RDATE"), row["zone"])
    row["exdates"] = _moments(event.get("EXDATE"), row["zone"])
    if len(row["rdates"]) > MOST_DATES or len(row["exdates"]) > MOST_DATES:
        _leave(row, "rule-strange")
        return


def _comes_true(rule: Any, how_often: str) -> bool:
    """Whether a rule is one that is followed, and comes true now and then."""
    parts = {str(name).upper(): value if isinstance(value, list) else [value] for name, value in rule.items()}
    if not parts.keys() <= _ALWAYS | FOLLOWED[how_often]:
        return False
    interval = int(parts.get("INTERVAL", [1])[0])
    if not 1 <= interval <= 1_000 or (how_often == "DAILY" and "BYDAY" in parts and interval > 1):
        return False
    if int(parts.get("COUNT", [1])[0]) < 1 or not all(
        _is_weekday(str(day), how_often) for day in parts.get("BYDAY", [])
    ):
        return False
    if "BYSETPOS" in parts and not (
        "BYDAY" in parts and {int(one) for one in parts["BYSETPOS"]} <= _POSITIONS
    ):
        return False
    days = [abs(int(one)) for one in parts.get("BYMONTHDAY", [1])]
    months = [int(one) for one in parts.get("BYMONTH", [1])]
    if not all(1 <= month <= 12 for month in months) or not all(1 <= day <= 31 for day in days):
        return False
    return min(days) <= max(_LONGEST_MONTH[month - 1] for month in months)


def _is_weekday(written: str, how_often: str) -> bool:
    """Whether a weekday is written as one: `TH`, and by the month or year also `2TH` or `-1TH`."""
    place, day = written[:-2].removeprefix("+").removeprefix("-"), written[-2:].upper()
    counted = how_often in ("MONTHLY", "YEARLY")
    return day in ("MO", "TU", "WE", "TH", "FR", "SA", "SU") and (not place or (counted and place in "12345"))


def _moments(given: Any, zone: str) -> list[str]:
    lists = given if isinstance(given, list) else [given] if given is not None else []
    return [
        _moment(one.dt, zone).isoformat()
        for dates in lists
        for one in dates.dts
        if isinstance(one.dt, date | datetime)
    ]


def _with_exceptions(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Let each series leave out the dates that stand in the file for themselves, and name each date once."""
    moved: dict[str, list[str]] = {}
    for row in rows:
        if row["recurrence"]:
            moved.setdefault(row["uid"], []).append(row["recurrence"])
    known: set[tuple[str, str]] = set()
    for row in rows:
        if row["rrule"] and row["uid"] in moved:
            row["exdates"] = sorted({*row["exdates"], *moved[row["uid"]]})
        key = (row["uid"], row["recurrence"])
        if row["take"] and key in known:
            _leave(row, "uid-twice")
        known.add(key)
    return rows


def _parse(written: str) -> datetime:
    return datetime.fromisoformat(written)


def upcoming(row: dict[str, Any], *, now: datetime) -> datetime | None:
    """Return when a date is next or is going on, within the time looked ahead; None when it is over.

    Args:
        row: starts, ends, all_day, zone, rrule, rdates, exdates, as `dates` gives them.
    """
    starts, ends = _parse(row["starts"]), _parse(row["ends"])
    if not row["rrule"] and not row["rdates"]:
        return starts if max(ends, starts) >= now else None
    import recurring_ical_events  # only when a date repeats

    try:
        since = max(now, starts)  # what only begins in some years is found as well
        rule = recurring_ical_events.of(_calendar(row, starts, ends, since))
        for ahead in (SOON, AHEAD):  # most rules come true soon
            found = [_moment(one["DTSTART"].dt, row["zone"]) for one in rule.between(since, since + ahead)]
            if found:
                return min(found)
    except (ValueError, IndexError, TypeError, OverflowError):  # a rule that reads well and still is none
        pass
    return None


def _calendar(row: dict[str, Any], starts: datetime, ends: datetime, now: datetime) -> Any:
    """Build the one entry again, its rule ended where we stop looking, so that no rule is followed for ever."""
    import icalendar

    zone = ZoneInfo(row["zone"])

    def local(moment: datetime) -> date | datetime:
        here = moment.astimezone(zone)
        return here.date() if row["all_day"] else here

    event = icalendar.Event()
    event.add("uid", "one")
    event.add("dtstart", local(starts))
    event.add("dtend", local(ends))
    if row["rrule"]:
        rule = icalendar.vRecur.from_ical(row["rrule"])
        last = now + AHEAD
        until = rule.get("UNTIL", [None])[0]
        if "COUNT" not in rule and (until is None or _moment(until, row["zone"]) > last):
            rule["UNTIL"] = [local(last) if row["all_day"] else last.astimezone(UTC)]
        event.add("rrule", rule)
    for name in ("rdate", "exdate"):
        if row[f"{name}s"]:
            event.add(name, [local(_parse(moment)) for moment in row[f"{name}s"]])
    calendar = icalendar.Calendar()
    calendar.add_component(event)
    return calendar
