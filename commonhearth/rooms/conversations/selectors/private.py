"""What somebody wants to hear nothing of, as a list for them alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from commonhearth.foundation.circles.access import Actor, may_read_circle
from commonhearth.foundation.circles.models import Circle
from commonhearth.rooms.conversations import words
from commonhearth.rooms.conversations.models import Muted
from commonhearth.rooms.conversations.selectors.seeing import quiet_of
from commonhearth.rooms.conversations.wording import CARE_NOTES


@dataclass(frozen=True, slots=True)
class Quieted:
    """One thing that somebody wants to hear nothing of."""

    id: UUID
    what: str
    until: datetime | None


def muted_by(viewer: Actor, *, now: datetime, sealed: bool = True) -> list[Quieted]:
    """Return what the viewer wants to hear nothing of now, as they may still see it.

    Args:
        sealed: also words that they put aside, and what is of hidden circles.
    """
    rows = [row for row in quiet_of(viewer, now=now).rows if sealed or row.topic or row.person]
    circles = Circle.objects.in_bulk([_circle_id(row) for row in rows if row.topic or row.person])
    if not sealed:
        rows = [row for row in rows if not circles[_circle_id(row)].is_hidden]
    topics = []
    for row in rows:
        if row.topic:
            row.topic.circle = circles[row.topic.circle_id]
            if may_read_circle(viewer, row.topic.circle):
                topics.append(row.topic)
    words.read(topics, viewer=viewer)
    return [Quieted(row.id, _called(viewer, row, circles), row.until) for row in rows]


def _circle_id(row: Muted) -> UUID:
    found: UUID = (row.topic or row.person).circle_id  # type: ignore[union-attr]  # asked of rows about either
    return found


def _called(viewer: Actor, row: Muted, circles: dict[UUID, Circle]) -> str:
    if row.topic:
        seen = may_read_circle(viewer, row.topic.circle)
        return (row.topic.title if seen else "") or _("A conversation")
    if row.person:
        return str(row.person) if may_read_circle(viewer, circles[row.person.circle_id]) else _("Somebody")
    return str(CARE_NOTES.get(row.word, f"“{row.word}”"))
