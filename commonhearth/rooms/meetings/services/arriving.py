"""Meetings that come from elsewhere: the first open one of founders, and dates from a calendar of before."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.db import transaction

from commonhearth.foundation.circles.access import Actor
from commonhearth.foundation.circles.models import Circle
from commonhearth.rooms.meetings.models import Doors, Meeting, Series
from commonhearth.rooms.meetings.services.announcing import forget_dates
from commonhearth.rooms.meetings.services.dates import add_date, cancel, hanging
from commonhearth.rooms.meetings.services.series import Plan, change, end, plan

#: What the next open meeting, as those who speak for a community set it, is known by.
FIRST = "first-open-meeting"


def hold_open(
    *,
    actor: Actor,
    circle: Circle,
    title: str,
    day: date,
    at: time,
    zone: str,
    place: str,
    district: str,
    place_for: str,
    about: str,
    now: datetime,
) -> Series:
    """Set the next open meeting of a community, or set it anew.

    Raises:
        Refused: when the actor may not open the doors of the circle of everyone.
    """
    said = Plan(
        title=title, first=day, at=at, zone=zone, place=place, district=district, place_for=place_for, about=about,
        doors=Doors.ALL, kind="gathering", minutes=120,
    )  # fmt: skip
    with transaction.atomic():
        held = Series.objects.filter(origin=FIRST, ended=None).first()
        if held is not None:
            held.circle = circle
            return change(actor=actor, series=held, said=said, now=now)
        Series.objects.filter(origin=FIRST).update(origin="")
        return plan(actor=actor, circle=circle, said=said, origin=FIRST, now=now)


def call_off(*, actor: Actor, circle: Circle, now: datetime) -> bool:
    """Call the open meeting off that was set so; return whether there was one.

    Raises:
        Refused: when the actor may not.
    """
    held = Series.objects.filter(origin=FIRST, ended=None).first()
    if held is None:
        return False
    held.circle = circle
    end(actor=actor, series=held, now=now)
    return True


def take_up(
    *,
    actor: Actor,
    circle: Circle,
    origin: str,
    said: Plan,
    left_out: Iterable[datetime] = (),
    extra: Iterable[datetime] = (),
    now: datetime,
) -> Series:
    """Take up a date or a series from a calendar of before; brought again, it is said anew.

    Args:
        left_out: moments at which it does not take place.
        extra: moments beside the rule.

    Raises:
        Refused: when the actor may not.
        NeverMeets: when no day follows from it.
    """
    zone = ZoneInfo(said.zone)
    with transaction.atomic():
        found = Series.objects.filter(origin=origin).first()
        if found is None:
            found = plan(actor=actor, circle=circle, said=said, origin=origin, now=now)
        elif found.ended is None:
            found.circle = circle
            found = change(actor=actor, series=found, said=said, now=now)
        found.circle = circle
        gone = {moment.astimezone(zone).date() for moment in left_out}
        for meeting in Meeting.objects.filter(series=found, on__in=gone, cancelled=None, starts__gt=now):
            meeting.series, meeting.circle = found, circle
            cancel(actor=actor, meeting=meeting, now=now)  # it stays, so that upkeep does not make it again
        for moment in extra:
            there = moment.astimezone(zone)
            known = Meeting.objects.filter(series=found, on=there.date()).exists()
            if moment > now and not known and found.ended is None:
                add_date(actor=actor, series=found, day=there.date(), at=there.time(), now=now)
    return found


def put_back(*, actor: Actor, origins: Iterable[str], now: datetime) -> None:
    """Take back what was taken up: gone where nothing hangs on it, else at an end. Raises as `end`."""
    with transaction.atomic():
        for series in Series.objects.filter(origin__in=list(origins)).select_related("circle__community"):
            rows = list(Meeting.objects.filter(series=series))
            if hanging(rows):
                end(actor=actor, series=series, now=now)
            else:
                forget_dates([row.id for row in rows])
                series.delete()
