"""The dates of a series: made ahead, moved, cancelled, added."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction

from commonhearth.core.rhythm import days_between, ends_after, moment, next_days
from commonhearth.foundation.access import no, require
from commonhearth.foundation.circles.access import Actor
from commonhearth.foundation.circles.models import CircleMembership
from commonhearth.foundation.members.models import Standing
from commonhearth.foundation.members.selectors import kept_apart_ids
from commonhearth.rooms.meetings.access import may_change_series
from commonhearth.rooms.meetings.models import Meeting, Series
from commonhearth.rooms.meetings.services.announcing import announce_dates, forget_dates
from commonhearth.rooms.meetings.services.book import locked, locked_series, write
from commonhearth.rooms.meetings.services.telling import tell_comers, tell_host

#: Dates stand as rows so far ahead, and at least so many of each series.
AHEAD = timedelta(days=120)
AT_LEAST = 3


class AlreadyThatDay(ValueError):
    """The series meets on that day already."""


def extend(series: Series, *, now: datetime) -> list[Meeting]:
    """Make the dates of a series that are due to stand as rows, inside a transaction; return the new ones."""
    if series.ended:
        return []
    today = now.astimezone(ZoneInfo(series.zone)).date()
    days = {*days_between(series.rhythm, today, today + AHEAD), *next_days(series.rhythm, today, AT_LEAST)}
    if not Meeting.objects.filter(series=series).exists():
        days |= set(next_days(series.rhythm, series.first, 1))  # one that lies behind us is kept as it was
    there = set(Meeting.objects.filter(series=series, on__in=days).values_list("on", flat=True))
    made = [_date(series, day, now=now) for day in sorted(days - there)]
    Meeting.objects.bulk_create(made)
    return made


def _date(series: Series, day: date, *, now: datetime) -> Meeting:
    starts = moment(day, series.at, series.zone)
    return Meeting(
        series=series,
        circle_id=series.circle_id,
        on=day,
        starts=starts,
        ends=ends_after(starts, series.minutes),
        changed=now,
        created=now,
    )


def follow(series: Series, *, place_changed: bool, now: datetime) -> None:
    """Let the dates to come follow what was said anew, inside a transaction.

    A date that is no more goes without a trace where nothing hangs on it; otherwise it is cancelled, so that
    who said yes hears of it.
    """
    today = now.astimezone(ZoneInfo(series.zone)).date()
    to_come = list(
        Meeting.objects.select_for_update(of=("self",)).filter(series=series, starts__gt=now, cancelled=None)
    )
    days: set[date] = set()
    if not series.ended:
        last = max([meeting.on for meeting in to_come], default=today)
        days = set(days_between(series.rhythm, today, max(last, today + AHEAD)))
    gone = [meeting for meeting in to_come if series.ended or (meeting.on not in days and not meeting.extra)]
    kept_by, gone_ids = hanging(gone), {meeting.id for meeting in gone}
    forget_dates(list(gone_ids))
    stay = [meeting for meeting in to_come if meeting.id not in gone_ids and not meeting.moved]
    for meeting in gone:
        if meeting.id in kept_by:
            _set(meeting, cancelled=now, now=now)
            tell_comers(meeting, "meetings.cancelled", now=now)
        else:
            meeting.delete()
    for meeting in stay:
        starts = moment(meeting.on, series.at, series.zone) if not meeting.extra else meeting.starts
        ends = ends_after(starts, series.minutes)
        if (starts, ends) != (meeting.starts, meeting.ends) or place_changed:
            _set(meeting, starts=starts, ends=ends, now=now)
            tell_comers(meeting, "meetings.moved", now=now)
    extend(series, now=now)


def hanging(meetings: list[Meeting]) -> set[UUID]:
    """Return those on which something hangs: somebody's answer, an agenda, minutes, whatever refers to a date."""
    ids = [meeting.id for meeting in meetings]
    found: set[UUID] = set()
    if ids:
        for relation in Meeting._meta.related_objects:
            name = relation.field.attname
            rows = relation.related_model._default_manager.filter(**{f"{name}__in": ids})
            found |= set(rows.values_list(name, flat=True))
    return found


def _set(meeting: Meeting, *, now: datetime, **values: Any) -> None:
    for name, value in values.items():
        setattr(meeting, name, value)
    meeting.sequence += 1
    meeting.changed = now
    meeting.save()


def _taken(actor: Actor, meeting: Meeting, *, now: datetime) -> Meeting:
    """Lock a date for who may change it.

    Raises:
        Refused: when the actor may not, or it is over.
    """
    row = locked(meeting)
    require(may_change_series(actor, row.series))
    if row.ends <= now:
        require(no("meetings_over"))
    return row


def move(
    *,
    actor: Actor,
    meeting: Meeting,
    day: date,
    at: time,
    minutes: int,
    place: str = "",
    now: datetime,
) -> Meeting:
    """Move one date to another day or time on the clock of its series, or to another place.

    Raises:
        Refused: when the actor may not, or it is over.
    """
    with transaction.atomic():
        row = _taken(actor, meeting, now=now)
        starts = moment(day, at, row.series.zone)
        hidden = row.circle.is_hidden
        row.place, row.sealed_place = ("", place.strip() or None) if hidden else (place.strip(), None)  # type: ignore[assignment]
        _set(row, starts=starts, ends=ends_after(starts, minutes), moved=True, now=now)
        write(row.series, actor=actor, verb="meeting.moved", meeting=row, now=now)
        tell_comers(row, "meetings.moved", now=now)
        announce_dates(row.series, now=now)
    return row


def cancel(*, actor: Actor, meeting: Meeting, now: datetime) -> Meeting:
    """Let one date not take place. Whoever said yes is told.

    Raises:
        Refused: when the actor may not, or it is over.
    """
    with transaction.atomic():
        row = _taken(actor, meeting, now=now)
        if row.cancelled is None:
            _set(row, cancelled=now, now=now)
            write(row.series, actor=actor, verb="meeting.cancelled", meeting=row, now=now)
            tell_comers(row, "meetings.cancelled", now=now)
            announce_dates(row.series, now=now)
    return row


def again(*, actor: Actor, meeting: Meeting, now: datetime) -> Meeting:
    """Let a cancelled date take place after all.

    Raises:
        Refused: when the actor may not, it is over, or the series has ended.
    """
    with transaction.atomic():
        row = _taken(actor, meeting, now=now)
        if row.series.ended:
            require(no("meetings_ended"))
        if row.cancelled is not None:
            _set(row, cancelled=None, now=now)
            write(row.series, actor=actor, verb="meeting.again", meeting=row, now=now)
            tell_comers(row, "meetings.again", now=now)
            announce_dates(row.series, now=now)
    return row


def add_date(*, actor: Actor, series: Series, day: date, at: time, now: datetime) -> Meeting:
    """Add a date beside the rule.

    Raises:
        Refused: when the actor may not, or the series has ended.
        AlreadyThatDay: when it meets on that day.
    """
    with transaction.atomic():
        row = locked_series(series)
        require(may_change_series(actor, row))
        if row.ended:
            require(no("meetings_ended"))
        if Meeting.objects.filter(series=row, on=day).exists():
            raise AlreadyThatDay(day)
        starts = moment(day, at, row.zone)
        made = Meeting.objects.create(
            series=row,
            circle_id=row.circle_id,
            on=day,
            starts=starts,
            ends=ends_after(starts, row.minutes),
            extra=True,
            changed=now,
            created=now,
        )
        write(row, actor=actor, verb="meeting.added", meeting=made, now=now)
        announce_dates(row, now=now)
    return made


def set_host(*, actor: Actor, meeting: Meeting, seat: CircleMembership, now: datetime) -> Meeting:
    """Let somebody of the circle be host of one date. They are told.

    Raises:
        Refused: when the actor may not, or it is over.
    """
    with transaction.atomic():
        row = _taken(actor, meeting, now=now)
        if seat.circle_id != row.circle_id or seat.left is not None:
            require(no("not_in_circle"))
        if seat.member.standing != Standing.MEMBER or seat.member_id in kept_apart_ids(actor):
            require(no("action_not_here"))
        row.host = seat
        row.save(update_fields=["host"])
        write(row.series, actor=actor, verb="meeting.host", meeting=row, now=now)
        tell_host(row, seat, now=now)
    return row
