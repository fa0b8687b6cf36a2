"""How a meeting is held: what sort of record it keeps follows from what sort of meeting it is.

A support circle is not a board: heads are counted and never named, and there are no minutes, whatever a
meeting of it is called. A gathering keeps nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

from commonhearth.foundation.circles.models import CircleKind
from commonhearth.rooms.meetings.models.series import Kind, Meeting
from commonhearth.rooms.meetings.models.turns import Hat


@dataclass(frozen=True, slots=True)
class Manner:
    """What a meeting has.

    Attributes:
        agenda: points in an order, rounds, a projector page.
        minutes: are written and agreed on.
        names: of who is there are kept, and a quorum looked at.
        notes: may be kept for a while, where the circle has agreed to that.
        hats: what goes round.
    """

    agenda: bool = True
    minutes: bool = False
    names: bool = False
    notes: bool = False
    hats: tuple[Hat, ...] = (Hat.FACILITATOR, Hat.SCRIBE, Hat.HOST, Hat.CARE)


_SUPPORT = Manner(notes=True, hats=(Hat.FACILITATOR, Hat.HOST, Hat.CARE))
MANNERS = {
    Kind.MEETING: Manner(minutes=True),
    Kind.BOARD: Manner(minutes=True, names=True),
    Kind.ASSEMBLY: Manner(minutes=True, names=True),
    Kind.SUPPORT: _SUPPORT,
    Kind.REFLECTION: _SUPPORT,
    Kind.GATHERING: Manner(agenda=False, hats=(Hat.HOST,)),
}


def manner_of(meeting: Meeting) -> Manner:
    """Return how a meeting is held; its circle and series are at hand."""
    kind = Kind(meeting.series.kind)
    if meeting.circle.circle_kind == CircleKind.SUPPORT and kind != Kind.GATHERING:
        return _SUPPORT
    return MANNERS[kind]
