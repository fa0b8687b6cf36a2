"""Looking for words inside one circle. A hidden one is searched by opening its newest posts, and nowhere else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from commonhearth.core.words import MOST_ASKED, matcher, may_fit, words_of
from commonhearth.foundation import sealed, search
from commonhearth.foundation.access import NotVisible
from commonhearth.foundation.circles.access import Actor, may_read_circle
from commonhearth.foundation.circles.models import Circle
from commonhearth.rooms.conversations.models import Post, Topic
from commonhearth.rooms.conversations.selectors.seeing import (
    Quiet,
    in_sight,
    quiet_of,
    shown_as,
    where_found,
)

#: Posts that are opened to find something in a hidden circle, so many at a time; hits on one page.
OPENED, SOME, PAGE = 5_000, 250, 20
#: Letters of a question that are looked at.
LONGEST = 200


@dataclass(frozen=True, slots=True)
class Hit:
    """A topic or post that was found: what it is called, how it begins, and which."""

    title: str
    text: str
    post: Post | None
    topic: Topic


@dataclass(frozen=True, slots=True)
class Looked:
    """What was found; `bounded`: so many fit that only the newest were looked through."""

    hits: Sequence[search.Hit | Hit]
    bounded: bool = False


def search_in(viewer: Actor, circle: Circle, query: str, *, now: datetime) -> Looked:
    """Return what fits the words of a query in one circle, at most a page of it.

    Raises:
        NotVisible: when the viewer may not read the circle.
    """
    if not may_read_circle(viewer, circle):
        raise NotVisible
    query = query.replace("\x00", "")[:LONGEST].strip()
    if circle.is_hidden:
        return Looked(_opened(viewer, circle, query, now))
    found = search.find(query, kinds=["topic", "post"], viewer=viewer, now=now, limit=PAGE, scope=circle.id)
    return Looked(found.hits, found.bounded)


def _opened(viewer: Actor, circle: Circle, query: str, now: datetime) -> list[Hit]:
    asked = words_of(query, most=MOST_ASKED)
    if not asked:
        return []
    fit, may_be = matcher(asked), may_fit(asked)
    topics, quiet = {topic.id: topic for topic in _topics(viewer, circle)}, quiet_of(viewer, now=now)
    hits = [
        Hit(*shown_as(quiet, title=topic.title, tags=topic.tags), None, topic)
        for topic in topics.values()
        if fit(words_of(topic.title), words_of(topic.tags))
    ][:PAGE]
    posts = list(
        in_sight(Post.objects.filter(circle=circle), viewer, now=now)
        .only("id", "community_id", "circle_id", "topic_id", "sealed_text", "sealed_care_note", "created")
        .order_by("-created", "-id")[:OPENED]
    )
    for post in posts:
        post.circle = circle
    with sealed.at_hand([post.sealed_text for post in posts]):
        for start in range(0, len(posts), SOME):
            if len(hits) >= PAGE:
                break
            some = posts[start : start + SOME]
            texts = sealed.open_all([post.sealed_text for post in some], viewer=viewer)
            for post, text in zip(some, texts, strict=True):
                if text and may_be(text) and fit((), words_of(text)):
                    topic = topics.get(post.topic_id) or post.topic
                    hits.append(_hit(viewer, topic, post, text, quiet))
    return hits[:PAGE]


def _hit(viewer: Actor, topic: Topic, post: Post, text: str, quiet: Quiet) -> Hit:
    note = sealed.open(post.sealed_care_note, viewer=viewer) if post.sealed_care_note is not None else ""
    shown = shown_as(quiet, title=topic.title, tags=topic.tags, care_note=note or "", text=text)
    return Hit(*shown, post, topic)


def _topics(viewer: Actor, circle: Circle) -> list[Topic]:
    here = where_found(Topic.objects.filter(circle=circle), getattr(viewer, "id", None))
    topics = list(here.order_by("-last_posted", "-id")[:OPENED])
    for topic in topics:
        topic.circle = circle
    values = [value for topic in topics for value in (topic.sealed_title, topic.sealed_tags)]
    texts = sealed.open_all(values, viewer=viewer)
    for position, topic in enumerate(topics):
        topic.title, topic.tags = texts[2 * position] or "", texts[2 * position + 1] or ""
    return topics
