"""The posts of a topic, thread by thread, each by its author's name in the circle."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from commonhearth.foundation.access import NotVisible
from commonhearth.foundation.circles.access import Actor, may_read_circle
from commonhearth.foundation.circles.models import CircleMembership
from commonhearth.foundation.members.models import KeptApart
from commonhearth.rooms.conversations import authorship, words
from commonhearth.rooms.conversations.models import Post, Topic
from commonhearth.rooms.conversations.selectors.topics import topic_for

#: Posts on one page.
PAGE = 50


@dataclass(frozen=True, slots=True)
class Said:
    """A post as the viewer sees it."""

    post: Post
    #: The author's name; empty for a post without one.
    name: str
    #: The author's place in the circle, where they are known by a name.
    author: CircleMembership | None
    is_own: bool


@dataclass(frozen=True, slots=True)
class PostPage:
    """Some posts of a topic, and the key after which the next ones come ("" at the end)."""

    posts: list[Said]
    more: str


def without_those_kept_apart(posts: QuerySet[Post], viewer: Actor) -> QuerySet[Post]:
    """Leave out what was written, by name, by whoever is kept apart from the viewer.

    What stands without a name stays for everybody: its absence would tell who wrote it.
    """
    asked = KeptApart.objects.filter(asker_id=getattr(viewer, "id", None)).values("other_id")
    was_asked = KeptApart.objects.filter(other_id=getattr(viewer, "id", None)).values("asker_id")
    return posts.filter(Q(author=None) | ~Q(author__member__in=asked) & ~Q(author__member__in=was_asked))


def posts_of(viewer: Actor, topic: Topic, *, after: str = "", size: int = PAGE) -> PostPage:
    """Return one page of a topic's posts, each thread whole before the next one.

    Args:
        topic: as `topic_for` gave it to this viewer.
        after: `more` of the page before.
    """
    rows = without_those_kept_apart(Post.objects.filter(topic=topic), viewer)
    rows = rows.select_related("author").order_by("thread_at", "thread", "created", "id")
    if key := _read_key(after):
        thread_at, thread, created, post_id = key
        rows = rows.filter(thread_at__gte=thread_at).filter(
            Q(thread_at__gt=thread_at)
            | Q(thread_at=thread_at, thread__gt=thread)
            | Q(thread_at=thread_at, thread=thread, created__gt=created)
            | Q(thread_at=thread_at, thread=thread, created=created, id__gt=post_id)
        )
    found = list(rows[: size + 1])
    more = _key_of(found[size - 1]) if len(found) > size else ""
    return PostPage(said(viewer, topic, found[:size]), more)


def post_for(viewer: Actor, post_id: UUID, *, now: datetime) -> Said:
    """Return one post with its topic and circle.

    Raises:
        NotVisible: when there is none that this viewer may read.
    """
    rows = without_those_kept_apart(Post.objects.filter(id=post_id), viewer)
    post = rows.select_related("author").first()
    if post is None:
        raise NotVisible
    post.topic = topic_for(viewer, post.topic_id, now=now)
    if not may_read_circle(viewer, post.topic.circle):
        raise NotVisible
    return said(viewer, post.topic, [post])[0]


def said(viewer: Actor, topic: Topic, posts: Iterable[Post]) -> list[Said]:
    """Return posts of one topic in words; two queries where sealed, none else."""
    found = list(posts)
    for post in found:
        post.topic, post.circle = topic, topic.circle
    own = authorship.written_by(viewer, found)
    words.read([post for post in found if not _out_of_sight(post) or post.id in own], viewer=viewer)
    return [
        Said(post, name=str(post.author or ""), author=post.author, is_own=post.id in own) for post in found
    ]


def _out_of_sight(post: Post) -> bool:
    return bool(post.hidden or post.taken_down or post.withdrawn)


def _key_of(post: Post) -> str:
    return "~".join([post.thread_at.isoformat(), str(post.thread), post.created.isoformat(), str(post.id)])


def _read_key(key: str) -> tuple[datetime, UUID, datetime, UUID] | None:
    try:
        thread_at, thread, created, post_id = key.replace(" ", "+").split("~")
        found = (
            datetime.fromisoformat(thread_at),
            UUID(thread),
            datetime.fromisoformat(created),
            UUID(post_id),
        )
    except ValueError:
        return None
    return found if found[0].tzinfo and found[2].tzinfo else None
