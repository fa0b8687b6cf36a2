"""The way in online."""

from __future__ import annotations

from commonhearth.foundation import sealed
from commonhearth.rooms.meetings.access.coming import WAY_IN
from commonhearth.rooms.meetings.models import Meeting


def way_in(meeting: Meeting) -> str:
    """Return the link by which one takes part online. Ask `may_open_online` first, or that a guest was let in."""
    if meeting.series.online is None:
        return ""
    return sealed.open_for(meeting.series.online, purpose=WAY_IN)
