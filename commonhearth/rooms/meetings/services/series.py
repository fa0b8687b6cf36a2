"""A series is planned, changed, ended."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime, time

from django.db import transaction

from commonhearth.core.rhythm import next_days
from commonhearth.foundation import sealed
from commonhearth.foundation.access import no, require
from commonhearth.foundation.circles.access import Actor, seat_in
from commonhearth.foundation.circles.models import Circle
from commonhearth.rooms.meetings.access import may_begin_to_meet, may_change_series, may_open_doors
from commonhearth.rooms.meetings.access.coming import WAY_IN
from commonhearth.rooms.meetings.models import Doors, Kind, PlaceFor, Series
from commonhearth.rooms.meetings.services.announcing import announce_dates
from commonhearth.rooms.meetings.services.book import locked_series, write
from commonhearth.rooms.meetings.services.dates import extend, follow


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What is said of a series when it is planned or changed."""

    title: str
    first: date
    at: time
    zone: str
    minutes: int = 90
    kind: str = Kind.MEETING
    doors: str = Doors.CIRCLE
    place_for: str = PlaceFor.HELLO
    rule: str = ""
    last: date | None = None
    about: str = ""
    place: str = ""
    district: str = ""
    access: tuple[str, ...] = ()
    access_words: str = ""
    led_by: str = ""
    costs: str = ""
    known: str = ""
    online: str = ""
    seats: int | None = None


class NeverMeets(ValueError):
    """No day follows from what was said: the end lies before the first date."""


def plan(*, actor: Actor, circle: Circle, said: Plan, origin: str = "", now: datetime) -> Series:
    """Plan something that meets, once or again and again. Who plans it is its host at first.

    Raises:
        Refused: when the actor may not, or may not open its doors so wide.
        NeverMeets: when no day follows from the rule.
    """
    require(may_begin_to_meet(actor, circle, today=now.date()))
    if said.doors == Doors.ALL:
        require(may_open_doors(actor, circle))
    if circle.is_hidden and said.doors != Doors.CIRCLE:
        require(no("meetings_hidden_stays"))
    seat = seat_in(actor, circle)
    with transaction.atomic():
        series = Series(circle=circle, origin=origin, created=now)
        series.host_id = seat.membership_id if seat else None
        _say(series, said)
        series.save()
        write(series, actor=actor, verb="meeting.planned", now=now)
        extend(series, now=now)
        announce_dates(series, now=now)
    return series


def change(*, actor: Actor, series: Series, said: Plan, now: datetime) -> Series:
    """Say anew what a series is like, and when: from now on. Dates that were moved by hand stay as they are.

    Whoever said yes to a date with another time or place is told.

    Raises:
        Refused: when the actor may not, it has ended, or the doors would be opened by who may not.
        NeverMeets: when no day follows from the rule.
    """
    with transaction.atomic():
        row = locked_series(series)
        require(may_change_series(actor, row))
        if row.ended:
            require(no("meetings_ended"))
        if said.doors == Doors.ALL != row.doors:
            require(may_open_doors(actor, row.circle))
        if row.circle.is_hidden and said.doors != Doors.CIRCLE:
            require(no("meetings_hidden_stays"))
        place_changed = _place_of(row) != (said.place, said.online) or row.circle.is_hidden
        _say(row, said)
        row.save()
        write(row, actor=actor, verb="meeting.changed", now=now)
        follow(row, place_changed=place_changed, now=now)
        announce_dates(row, now=now)
    return row


def _place_of(row: Series) -> tuple[str, str]:
    online = sealed.open_for(row.online, purpose=WAY_IN) if row.online is not None else ""
    return row.place, online


def end(*, actor: Actor, series: Series, now: datetime) -> None:
    """Bring a series to an end: no further dates. Whoever said yes to one is told.

    Raises:
        Refused: when the actor may not.
    """
    with transaction.atomic():
        row = locked_series(series)
        require(may_change_series(actor, row))
        if row.ended:
            return
        row.ended = now
        row.save(update_fields=["ended"])
        write(row, actor=actor, verb="meeting.ended", now=now)
        follow(row, place_changed=False, now=now)
        announce_dates(row, now=now)


def _say(row: Series, said: Plan) -> None:
    """Put what was said where the circle's openness wants it."""
    row.kind, row.doors, row.place_for = Kind(said.kind), Doors(said.doors), PlaceFor(said.place_for)
    row.at, row.minutes, row.zone, row.rule, row.last = said.at, said.minutes, said.zone, said.rule, said.last
    row.first = said.first
    days = next_days(row.rhythm, said.first, 1)
    if not days:
        raise NeverMeets
    # The first date is one of the rule's, so that every calendar counts alike.
    row.first = days[0]
    row.access, row.seats = list(said.access), said.seats
    row.online = said.online or None  # type: ignore[assignment]
    words = {name: getattr(said, name).strip() for name in Series.WORDS}
    put_words(row, words)


def put_words(row: Series, words: dict[str, str]) -> None:
    """Write a series' words plainly, or sealed where the circle is hidden."""
    hidden = row.circle.is_hidden
    row.sealed_words = json.dumps(words, ensure_ascii=False) if hidden else None  # type: ignore[assignment]
    for name, text in words.items():
        setattr(row, name, "" if hidden else text)
