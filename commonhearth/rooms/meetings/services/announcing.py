"""Which dates the whole host may find: those of open doors, as far as everybody is told of them."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from commonhearth.rooms.meetings.models import Announced, Doors, Meeting, PlaceFor, Series


def announce_dates(series: Series, *, now: datetime) -> None:
    """Let the host's list of open meetings follow a series, inside a transaction."""
    open_now = series.doors == Doors.ALL and not series.circle.is_hidden
    dates = list(Meeting.objects.filter(series=series, ends__gt=now, cancelled=None)) if open_now else []
    all_ids = list(Meeting.objects.filter(series=series).values_list("id", flat=True))
    there = {row.meeting: row for row in Announced.objects.filter(meeting__in=all_ids)}
    wanted = {meeting.id for meeting in dates}
    Announced.objects.filter(meeting__in=set(there) - wanted).delete()
    for meeting in dates:
        row = there.get(meeting.id) or Announced(
            community_id=series.community_id, meeting=meeting.id, created=now
        )
        row.title, row.zone, row.is_online = series.title, series.zone, series.online is not None
        row.starts, row.ends = meeting.starts, meeting.ends
        row.district = district_of(series, meeting)
        row.save()


def district_of(series: Series, meeting: Meeting) -> str:
    """Return what everybody is told of the place of a date."""
    if series.place_for == PlaceFor.ALL:
        return meeting.place or series.place
    return series.district


def forget_dates(ids: list[UUID]) -> None:
    """Take dates off the host's list, inside a transaction."""
    Announced.objects.filter(meeting__in=ids).delete()
