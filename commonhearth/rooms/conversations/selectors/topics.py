"""The topics of a circle, latest first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from commonhearth.foundation.access import NotVisible
from commonhearth.foundation.circles.access import Actor, may_read_circle
from commonhearth.foundation.circles.models import Circle
from commonhearth.foundation.circles.selectors import circle_for
from commonhearth.rooms.conversations import words
from commonhearth.rooms.conversations.access import may_read_topic
from commonhearth.rooms.conversations.models import Topic
from commonhearth.rooms.conversations.selectors.paging import key_of, read_key

#: Topics on one page.
PAGE = 30


@dataclass(frozen=True, slots=True)
class TopicPage:
    """Some topics of a circle, and the key after which the next ones come ("" at the end)."""

    topics: list[Topic]
    more: str


def topics_of(viewer: Actor, circle: Circle, *, after: str = "", size: int = PAGE) -> TopicPage:
    """Return one page of a circle's topics, in which something was written latest coming first.

    Raises:
        NotVisible: when the viewer may not read the circle.
    """
    if not may_read_circle(viewer, circle):
        raise NotVisible
    rows = Topic.objects.filter(circle=circle).order_by("-last_posted", "-id")
    if key := read_key(after):
        rows = rows.filter(Q(last_posted__lt=key[0]) | Q(last_posted=key[0], id__lt=key[1]))
    found = list(rows[: size + 1])
    more = key_of(found[size - 1].last_posted, found[size - 1].id) if len(found) > size else ""
    for topic in found:
        topic.circle = circle
    words.read(found[:size], viewer=viewer)
    return TopicPage(found[:size], more)


def topic_for(viewer: Actor, topic_id: UUID, *, now: datetime) -> Topic:
    """Return one topic with its circle and its title in words.

    Raises:
        NotVisible: when there is none that this viewer may read.
    """
    topic = Topic.objects.filter(id=topic_id).first()
    if topic is None:
        raise NotVisible
    topic.circle = circle_for(viewer, topic.circle_id, now=now)
    if not may_read_topic(viewer, topic):
        raise NotVisible
    words.read([topic], viewer=viewer)
    return topic
