"""Beginning a topic, and writing in one."""

from __future__ import annotations

from datetime import datetime
from uuid import uuid4

from django.db import transaction

from commonhearth.foundation.access import require
from commonhearth.foundation.circles.access import Actor, own_seat
from commonhearth.foundation.circles.models import Circle
from commonhearth.foundation.events import announce
from commonhearth.rooms.conversations import words
from commonhearth.rooms.conversations.access import may_begin_topic, may_write_post
from commonhearth.rooms.conversations.events import PostWritten, TopicBegun
from commonhearth.rooms.conversations.models import Post, Topic


def begin_topic(*, actor: Actor, circle: Circle, title: str, text: str, now: datetime) -> Topic:
    """Begin a topic with its first post.

    Raises:
        Refused: when the actor may not.
    """
    with transaction.atomic():
        circle = Circle.objects.select_for_update().get(id=circle.id)
        require(may_begin_topic(actor, circle))
        topic = Topic(
            circle=circle, begun_by_id=own_seat(actor, circle).membership_id, last_posted=now, created=now
        )
        words.put(topic, circle, title=" ".join(title.split()))
        topic.save()
        announce(TopicBegun(circle.id, topic.id, now))
        write_post(actor=actor, topic=topic, text=text, now=now)
    return topic


def write_post(*, actor: Actor, topic: Topic, text: str, answers: Post | None = None, now: datetime) -> Post:
    """Write in a topic, or answer a post of it. An answer to an answer stands in the same thread.

    Raises:
        Refused: when the actor may not.
    """
    with transaction.atomic():
        topic = Topic.objects.select_for_update(of=("self",)).select_related("circle").get(id=topic.id)
        require(may_write_post(actor, topic))
        head = answers and (answers.answers or answers)
        post = Post(id=uuid4(), topic=topic, circle=topic.circle, answers=head, created=now)
        post.thread, post.thread_at = (head.thread, head.thread_at) if head else (post.id, now)
        post.author_id = own_seat(actor, topic.circle).membership_id
        words.put(post, topic.circle, text=text.strip())
        post.save()
        Topic.objects.filter(id=topic.id).update(last_posted=now)
        announce(PostWritten(topic.circle_id, topic.id, post.id, now))
    return post
