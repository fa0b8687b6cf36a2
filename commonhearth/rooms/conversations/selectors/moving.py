"""Where a topic may move."""

from __future__ import annotations

from datetime import datetime

from commonhearth.foundation.circles.access import Actor
from commonhearth.foundation.circles.models import Circle, Openness
from commonhearth.foundation.circles.selectors import visible_circles
from commonhearth.foundation.circles.selectors.seeing import named
from commonhearth.foundation.members.models import Member
from commonhearth.rooms.conversations.access import may_move_topic
from commonhearth.rooms.conversations.models import Topic


def where_to_move(viewer: Actor, topic: Topic, *, now: datetime) -> list[Circle]:
    """Return the circles to which the viewer may move a topic; one query."""
    if not isinstance(viewer, Member) or topic.circle.openness != Openness.OPEN:
        return []
    mine = visible_circles(viewer).filter(id__in=list(viewer.seats), openness=Openness.OPEN, closed_on=None)
    return [
        circle
        for circle in named(mine.order_by("created", "id"), viewer=viewer)
        if may_move_topic(viewer, topic, circle)
    ]
