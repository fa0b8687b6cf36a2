"""What is written into the logbook of a circle, and how a date is taken hold of."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from commonhearth.foundation import logbook
from commonhearth.rooms.meetings.models import Meeting, Series


def write(series: Series, *, actor: Any, verb: str, now: datetime, meeting: Meeting | None = None) -> None:
    """Write the circle's logbook line. Lines of the root circle are the community's own."""
    about = {"circle": str(series.circle_id), "series": str(series.id)}
    if meeting is not None:
        about["meeting"] = str(meeting.id)
    circle_id = None if series.circle.is_root else series.circle_id
    logbook.write(actor=actor, verb=verb, now=now, about=about, circle_id=circle_id)


def locked_series(series: Series) -> Series:
    """Return a series that nobody else changes meanwhile, inside a transaction."""
    row: Series = (
        Series.objects.select_for_update(of=("self",))
        .select_related("circle__community", "host")
        .get(id=series.id)
    )
    row.circle.is_kept = series.circle.is_kept
    return row


def locked(meeting: Meeting) -> Meeting:
    """Return a date that nobody else changes, or gives places of, meanwhile, inside a transaction."""
    row: Meeting = (
        Meeting.objects.select_for_update(of=("self",))
        .select_related("series__host", "circle__community", "host")
        .get(id=meeting.id)
    )
    row.circle.is_kept = meeting.circle.is_kept
    row.series.circle = row.circle
    return row
