"""Two people have said that somebody has died, or that it was a mistake."""

from __future__ import annotations

from commonhearth.foundation.events import hears
from commonhearth.foundation.members.events import MemberDeathUndone, MemberDied
from commonhearth.rooms.care.services import remembering


@hears(MemberDied)
def part_from_them(event: MemberDied) -> None:
    """Each circle is told by a person first."""
    remembering.part_from(member_id=event.member_id, now=event.now)


@hears(MemberDeathUndone)
def take_the_farewell_back(event: MemberDeathUndone) -> None:
    """As before."""
    remembering.undo(member_id=event.member_id)
