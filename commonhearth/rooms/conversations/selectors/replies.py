"""What waits for a press, to the member whose address it came to."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from commonhearth.foundation.access import NotVisible
from commonhearth.foundation.members.models import Member
from commonhearth.rooms.conversations.access.replies import may_open_parked_reply
from commonhearth.rooms.conversations.models import ParkedReply, ReplyAddress, Topic


def parked_for(viewer: Any, parked_id: UUID) -> ParkedReply:
    """Return what waits for the viewer's press.

    Raises:
        NotVisible: when there is no such thing of theirs.
    """
    found = ParkedReply.objects.filter(id=parked_id).select_related("topic__circle").first()
    if found is None or not may_open_parked_reply(viewer, found):
        raise NotVisible
    return found


def has_address(viewer: Any, topic: Topic) -> bool:
    """Whether the viewer has an address for a topic now."""
    return isinstance(viewer, Member) and ReplyAddress.objects.filter(member=viewer, topic=topic).exists()
