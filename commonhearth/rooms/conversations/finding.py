"""What of conversations is found by its words, and by whom. Nothing of a hidden circle is in the index."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from commonhearth.foundation import search
from commonhearth.foundation.circles.models import Openness
from commonhearth.foundation.circles.selectors import read_plainly_by
from commonhearth.foundation.sealed import erasure
from commonhearth.foundation.search.models import CommunityEntry
from commonhearth.foundation.tenancy.ready import Ready
from commonhearth.rooms.conversations.models import Post, Topic
from commonhearth.rooms.conversations.selectors.seeing import (
    POST_IN_SHORT,
    TOPIC_IN_SHORT,
    in_sight_of,
    shown_to,
    where_found,
)

TOPIC, POST = "topic", "post"
_ANY = UUID(int=0)


def _visible_topics(topic: UUID, member: UUID) -> QuerySet[Topic, tuple[str]]:
    """Ask as a list of topics does: in each the viewer finds something."""
    topics = Topic.objects.filter(read_plainly_by(member), id=topic)
    return where_found(topics, member).order_by().values_list(TOPIC_IN_SHORT)


def _visible_posts(post: UUID, member: UUID, now: datetime) -> QuerySet[Post, tuple[str]]:
    posts = Post.objects.filter(read_plainly_by(member), id=post)
    return in_sight_of(posts, member, now).order_by().values_list(POST_IN_SHORT)


def _address(name: str) -> Callable[[Any], Callable[[UUID, UUID | None], str]]:
    def of_viewer(viewer: Any) -> Callable[[UUID, UUID | None], str]:
        start = reverse(name, args=[viewer.community.slug, _ANY]).removesuffix(f"{_ANY}/")
        return lambda id, scope: f"{start}{id}/"

    return of_viewer


def _topics_again() -> list[search.Thing]:
    topics = Topic.objects.exclude(circle__openness=Openness.CONFIDENTIAL)
    return [
        search.Thing(topic.id, topic.title, topic.tags, topic.circle_id, 1) for topic in topics.iterator()
    ]


def _posts_again() -> list[search.Thing]:
    posts = Post.objects.exclude(circle__openness=Openness.CONFIDENTIAL)
    there = posts.filter(withdrawn=None, taken_down=None)
    return [search.Thing(post.id, "", post.text, post.circle_id) for post in there.iterator()]


def register() -> None:
    """Add the kinds; called once at start."""
    search.KINDS.add(
        TOPIC,
        search.Kind(
            _("Conversation"),
            Ready(_visible_topics),
            _address("conversations:topic"),
            shown=shown_to,
            again=_topics_again,
            room="conversations",
        ),
    )
    search.KINDS.add(
        POST,
        search.Kind(
            _("Post"),
            Ready(_visible_posts),
            _address("conversations:post"),
            shown=shown_to,
            long=True,
            again=_posts_again,
            room="conversations",
        ),
    )


def index_topic(topic: Topic, *, now: datetime) -> None:
    """Find a topic by its title and tags; its circle is not hidden."""
    search.index(
        kind=TOPIC, id=topic.id, title=topic.title, text=topic.tags, scope=topic.circle_id, weight=1, now=now
    )


def index_post(post: Post, *, now: datetime) -> None:
    """Find a post by its words; its circle is not hidden."""
    search.index(kind=POST, id=post.id, title="", text=post.text, scope=post.circle_id, now=now)


def erase(kind: str, ids: Iterable[UUID]) -> None:
    """Let things be found no more, nor in a backup put back."""
    erasure.erase_all(CommunityEntry.objects.filter(about_kind=kind, about_id__in=list(ids)))
