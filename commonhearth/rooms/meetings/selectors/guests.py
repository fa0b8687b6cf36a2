"""Guests of open meetings, for the host, and their own page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from commonhearth.foundation import sealed
from commonhearth.foundation.access import NotVisible
from commonhearth.foundation.circles.access import Actor
from commonhearth.rooms.meetings.access import may_host
from commonhearth.rooms.meetings.models import Answer, Coming, Doors, Guest, Meeting


@dataclass(frozen=True, slots=True)
class Caller:
    """A guest as the host sees them: the name they chose, what they wrote, what they wait for."""

    id: UUID
    name: str
    hello: str
    welcomed: bool
    at_the_door: bool
    let_in: bool


def guests_for_host(viewer: Actor, meeting: Meeting) -> list[Caller]:
    """Return the guests of a date, to its host alone."""
    if not may_host(viewer, meeting) or meeting.series.doors != Doors.ALL:
        return []
    rows = Coming.objects.filter(
        meeting=meeting, guest__confirmed__isnull=False, answer=Answer.COMING
    ).select_related("guest")
    found = [row for row in rows.order_by("since", "id")[:100] if row.guest is not None]
    values = []
    for row in found:
        row.meeting = meeting
        assert row.guest is not None
        row.guest.coming = row
        values += [row.guest.name, row.guest.hello]
    texts = sealed.open_all(values, viewer=viewer)
    return [
        Caller(
            id=row.guest.id,
            name=texts[2 * place] or "",
            hello=texts[2 * place + 1] or "",
            welcomed=row.guest.welcomed is not None,
            at_the_door=row.guest.knocked is not None,
            let_in=row.guest.let_in is not None,
        )
        for place, row in enumerate(found)
        if row.guest is not None
    ]


def guest_at(guest_id: UUID | None, *, now: datetime) -> Guest:
    """Return a guest by the id in their link, with their meeting.

    Raises:
        NotVisible: when their row is gone or over.
    """
    row = (
        Guest.objects.filter(id=guest_id, erase_after__gt=now)
        .select_related(
            "coming__meeting__series__host", "coming__meeting__circle__community", "coming__meeting__host"
        )
        .first()
        if guest_id
        else None
    )
    if row is None:
        raise NotVisible
    row.coming.meeting.series.circle = row.coming.meeting.circle
    return row


def meeting_of_guest(guest: Guest) -> Meeting:
    """Return the date that a guest comes to, with what services ask of it."""
    row: Meeting = Meeting.objects.select_related("series__host", "circle__community", "host").get(
        comings__guest=guest
    )
    row.series.circle = row.circle
    return row
