"""Looking after topics: their title and tags, which stand first, which are closed, where they are."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from commonhearth.foundation import logbook, search
from commonhearth.foundation.access import require
from commonhearth.foundation.circles.access import Actor
from commonhearth.foundation.circles.models import Circle
from commonhearth.foundation.circles.selectors import circle_of
from commonhearth.foundation.events import announce
from commonhearth.rooms.conversations import finding, tags, words
from commonhearth.rooms.conversations.access import (
    may_close_topic,
    may_move_topic,
    may_name_topic,
    may_pin_topic,
)
from commonhearth.rooms.conversations.events import TopicMoved
from commonhearth.rooms.conversations.mail.waiting import unsay
from commonhearth.rooms.conversations.models import Post, PostVersion, Topic
from commonhearth.rooms.conversations.selectors.topics import PINNED


class ManyPinned(Exception):
    """As many topics stand before the others as can; one has to step back first."""

    def __init__(self, most: int) -> None:
        super().__init__(str(most))
        self.most = most


def _locked(topic: Topic, *, now: datetime) -> Topic:
    found = Topic.objects.select_for_update(of=("self",)).get(id=topic.id)
    found.circle = circle_of(found.circle_id, now=now)
    return found


def name_topic(*, actor: Actor, topic: Topic, title: str, tags_typed: str, now: datetime) -> Topic:
    """Say anew what a topic is about, and by which words it is found.

    Raises:
        Refused: when the actor may not.
    """
    with transaction.atomic():
        topic = _locked(topic, now=now)
        require(may_name_topic(actor, topic))
        words.put(topic, topic.circle, title=" ".join(title.split()), tags=tags.kept(tags_typed))
        topic.save(update_fields=["title", "sealed_title", "tags", "sealed_tags"])
        unsay(topic.id)
        if not topic.circle.is_hidden:
            finding.index_topic(topic, now=now)
    return topic


def close_topic(*, actor: Actor, topic: Topic, closed: bool, now: datetime) -> Topic:
    """Close a topic, so that it is only read, or open it again. Twice is as once.

    Raises:
        Refused: when the actor may not.
    """
    with transaction.atomic():
        topic = _locked(topic, now=now)
        require(may_close_topic(actor, topic))
        if closed == bool(topic.closed):
            return topic
        topic.closed = now if closed else None
        topic.save(update_fields=["closed"])
        _write(actor, "talk.closed" if closed else "talk.opened_again", topic, now=now)
    return topic


def pin_topic(*, actor: Actor, topic: Topic, pinned: bool, now: datetime) -> Topic:
    """Let a topic stand before the others, or step back among them. Twice is as once.

    Raises:
        Refused: when the actor may not.
        ManyPinned: when there are as many as can be.
    """
    with transaction.atomic():
        topic = _locked(topic, now=now)
        require(may_pin_topic(actor, topic))
        first = Topic.objects.filter(circle=topic.circle, pinned__isnull=False).exclude(id=topic.id)
        if pinned and first.count() >= PINNED:
            raise ManyPinned(PINNED)
        topic.pinned = (topic.pinned or now) if pinned else None
        topic.save(update_fields=["pinned"])
    return topic


def move_topic(*, actor: Actor, topic: Topic, to: Circle, now: datetime) -> Topic:
    """Move a topic with all its posts into another open circle: who may read it stays the same.

    Each post keeps the name under which it was written; what stood without a name still does.

    Raises:
        Refused: when the actor may not, or somebody else could read it there, or fewer.
    """
    with transaction.atomic():
        topic = _locked(topic, now=now)
        to = Circle.objects.select_for_update().get(id=to.id)
        require(may_move_topic(actor, topic, to))
        before = topic.circle
        topic.circle, topic.pinned = to, None
        topic.save(update_fields=["circle", "pinned"])
        Post.objects.filter(topic=topic).update(circle=to)
        PostVersion.objects.filter(post__topic=topic).update(circle=to)
        search.move(kind=finding.TOPIC, ids=[topic.id], scope=to.id)
        ids = Post.objects.filter(topic=topic).values_list("id", flat=True)
        search.move(kind=finding.POST, ids=ids, scope=to.id)
        for circle in (before, to):
            _write(actor, "talk.moved", topic, now=now, circle=circle)
        announce(TopicMoved(before.id, to.id, topic.id, now))
    return topic


def _write(actor: Actor, verb: str, topic: Topic, *, now: datetime, circle: Circle | None = None) -> None:
    where = circle or topic.circle
    logbook.write(
        actor=actor,
        verb=verb,
        now=now,
        about={"topic": str(topic.id)},
        circle_id=None if where.is_root else where.id,
    )
