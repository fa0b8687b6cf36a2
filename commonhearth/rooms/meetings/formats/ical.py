"""Meetings as iCalendar (RFC 5545) and invitations (RFC 5546), made with the icalendar library.

Dates of a feed are told in UTC, each for itself: every calendar shows them on its own clock, and what was moved
or cancelled needs no rule of exceptions. A whole series goes out as its rule, with its zone.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, vCalAddress, vRecur, vText
from icalendar.parser import Contentline

from commonhearth.core.rhythm import Rhythm, until_moment

PRODUCT = "-//Commonhearth//Meetings//EN"
#: How soon a calendar looks again.
REFRESH = "PT4H"
#: How far beyond the dates that stand a series' zone is described.
YEARS_OF_ZONE = timedelta(days=5 * 366)


@dataclass(frozen=True, slots=True)
class Entry:
    """One date as a calendar shows it.

    Attributes:
        changed: when it was last changed; also DTSTAMP, so that what did not change reads the same.
        status: CONFIRMED, TENTATIVE or CANCELLED.
        free: whether the time stays free in the calendar.
    """

    uid: str
    starts: datetime
    ends: datetime
    summary: str
    changed: datetime
    sequence: int = 0
    status: str = "CONFIRMED"
    place: str = ""
    about: str = ""
    url: str = ""
    private: bool = False
    free: bool = False


def feed(entries: Iterable[Entry], *, name: str) -> bytes:
    """Return a calendar to be read again and again.

    Its dates are written line by line, which takes a third of the time that objects for each property take;
    words are escaped and lines folded by the library, and a test holds this equal to `calendar`.
    """
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:{PRODUCT}",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        _line("NAME", name),
        _line("X-WR-CALNAME", name),
        f"REFRESH-INTERVAL;VALUE=DURATION:{REFRESH}",
        f"X-PUBLISHED-TTL:{REFRESH}",
    ]
    for entry in entries:
        lines += _event_lines(entry)
    lines += ["END:VCALENDAR", ""]
    return "\r\n".join(lines).encode()


def _event_lines(entry: Entry) -> Iterable[str]:
    yield "BEGIN:VEVENT"
    yield _line("SUMMARY", entry.summary)
    yield f"DTSTART:{_utc(entry.starts)}"
    yield f"DTEND:{_utc(entry.ends)}"
    yield f"DTSTAMP:{_utc(entry.changed)}"
    yield _fold(f"UID:{entry.uid}")
    yield f"SEQUENCE:{entry.sequence}"
    if entry.private:
        yield "CLASS:PRIVATE"
    if entry.about:
        yield _line("DESCRIPTION", entry.about)
    yield f"LAST-MODIFIED:{_utc(entry.changed)}"
    if entry.place:
        yield _line("LOCATION", entry.place)
    yield f"STATUS:{entry.status}"
    yield f"TRANSP:{'TRANSPARENT' if entry.free else 'OPAQUE'}"
    if entry.url:
        yield _fold(f"URL:{entry.url}")
    yield "END:VEVENT"


def _utc(value: datetime) -> str:
    return value.strftime("%Y%m%dT%H%M%SZ")


def _line(name: str, words: str) -> str:
    return _fold(f"{name}:{vText(words).to_ical().decode()}")


def _fold(line: str) -> str:
    # Only what is long goes through the library's folding.
    return line if len(line.encode()) < 75 else Contentline(line).to_ical().decode()


def calendar(entries: Iterable[Entry], *, method: str = "PUBLISH") -> Calendar:
    """Return a calendar of single dates as the library's objects."""
    made = Calendar()
    made.add("prodid", PRODUCT)
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    made.add("method", method)
    for entry in entries:
        made.add_component(event(entry))
    return made


def event(entry: Entry) -> Event:
    """Return one date as the library's object."""
    made = Event()
    made.add("summary", entry.summary)
    made.add("dtstart", entry.starts.replace(microsecond=0))
    made.add("dtend", entry.ends.replace(microsecond=0))
    made.add("dtstamp", entry.changed.replace(microsecond=0))
    made.add("uid", entry.uid)
    made.add("sequence", entry.sequence)
    if entry.private:
        made.add("class", "PRIVATE")
    if entry.about:
        made.add("description", entry.about)
    made.add("last-modified", entry.changed.replace(microsecond=0))
    if entry.place:
        made.add("location", entry.place)
    made.add("status", entry.status)
    made.add("transp", "TRANSPARENT" if entry.free else "OPAQUE")
    if entry.url:
        made.add("url", entry.url)
    return made


def series(
    rhythm: Rhythm,
    entry: Entry,
    *,
    left_out: Iterable[datetime] = (),
    moved: Iterable[tuple[datetime, Entry]] = (),
    extra: Iterable[Entry] = (),
) -> bytes:
    """Return a whole series: its rule on the clock of its zone, and the dates that differ.

    Args:
        entry: the words, and the first date.
        left_out: the moments by the rule at which it does not take place.
        moved: the moment by the rule, and what it is instead.
        extra: dates beside the rule, each an entry of its own.
    """
    zone = ZoneInfo(rhythm.zone)
    made = calendar([])
    head = event(entry)
    for name, value in (("dtstart", entry.starts), ("dtend", entry.ends)):
        del head[name]
        head.add(name, value.astimezone(zone).replace(microsecond=0))
    if rhythm.rule:
        rule = vRecur.from_ical(rhythm.rule)
        until = until_moment(rhythm)
        if until is not None and "COUNT" not in rule:
            rule["UNTIL"] = [until]
        head.add("rrule", rule)
    gone = sorted(set(left_out))
    if gone:
        head.add("exdate", [one.astimezone(zone) for one in gone])
    made.add_component(head)
    for by_rule, instead in moved:
        other = event(instead)
        del other["uid"]
        other.add("uid", entry.uid)
        other.add("recurrence-id", by_rule.astimezone(zone))
        made.add_component(other)
    for one in extra:
        made.add_component(event(one))
    made.add_missing_timezones(
        first_date=entry.starts.date(), last_date=(entry.starts + YEARS_OF_ZONE).date()
    )
    return bytes(made.to_ical())


def invitation(
    entry: Entry, *, method: str, organizer: str, attendee: str, answer: str = "NEEDS-ACTION"
) -> str:
    """Return an invitation, its update (the same uid, a higher sequence) or its cancellation.

    Args:
        method: REQUEST or CANCEL.
        organizer: the address that answers go to.
        attendee: the address that the letter goes to.
        answer: NEEDS-ACTION, ACCEPTED or TENTATIVE, as far as it is known.
    """
    made = calendar([], method=method)
    one = event(entry)
    one.add("organizer", vCalAddress(f"mailto:{organizer}"))
    who = vCalAddress(f"mailto:{attendee}")
    who.params["ROLE"] = vText("REQ-PARTICIPANT")
    who.params["PARTSTAT"] = vText(answer)
    who.params["RSVP"] = vText("TRUE")
    one.add("attendee", who, encode=False)
    made.add_component(one)
    return bytes(made.to_ical()).decode()
