"""What a meeting has to look at: what its kind goes through, and what is due in its circle."""

from __future__ import annotations

from datetime import datetime

from commonhearth.foundation.circles.access import Actor
from commonhearth.foundation.circles.selectors import ON_THE_AGENDA, Due
from commonhearth.foundation.registry import Point
from commonhearth.rooms.meetings.models.series import Meeting

#: Kind of meeting -> what every one of that kind goes through, in order; filled by rooms above.
AGENDA_OF_KIND: Point[tuple[Due, ...]] = Point("meetings.agenda_of_kind")


def due_at(actor: Actor, meeting: Meeting, *, now: datetime) -> list[Due]:
    """Return what comes on the agenda of a meeting; its circle and series are at hand."""
    template = dict(AGENDA_OF_KIND.items()).get(meeting.series.kind, ())
    return [*template, *(due for ask in ON_THE_AGENDA for due in ask(actor, meeting.circle, now))]
