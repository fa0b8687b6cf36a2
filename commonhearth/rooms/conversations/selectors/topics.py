"""The topics of a circle: those that stand before the others, then the one last written in first."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from commonhearth.foundation import sealed
from commonhearth.foundation.access import NotVisible
from commonhearth.foundation.circles.access import Actor, may_read_circle, member_here
from commonhearth.foundation.circles.models import Circle
from commonhearth.foundation.circles.selectors import circle_along, named, sealed_names, with_circle
from commonhearth.foundation.members.models import Member
from commonhearth.foundation.tenancy.ready import Ready
from commonhearth.rooms.conversations import tags, words
from commonhearth.rooms.conversations.access import may_read_topic
from commonhearth.rooms.conversations.models import Topic
from commonhearth.rooms.conversations.selectors.paging import key_of, read_key
from commonhearth.rooms.conversations.selectors.seeing import (
    Quiet,
    in_words,
    muted_rows,
    quiet_from,
    where_found,
    with_latest,
    with_reading,
)

#: Topics on one page, those that stand before the others, and those looked at for a tag in a hidden circle.
PAGE, PINNED, OPENED = 30, 5, 5_000


@dataclass(frozen=True, slots=True)
class Headed:
    """A topic in a list, as the viewer sees it."""

    topic: Topic
    title: str
    tags: list[str]
    is_new: bool
    is_muted: bool


@dataclass(frozen=True, slots=True)
class TopicPage:
    """Some topics, and the key after which the next ones come ("" at the end)."""

    topics: list[Headed]
    more: str
    pinned: list[Headed] = field(default_factory=list)


def title_of(topic: Topic) -> str:
    """Return a topic's title in words."""
    return in_words(topic.title)


def topics_of(
    viewer: Actor, circle: Circle, *, now: datetime, after: str = "", tag: str = "", size: int = PAGE
) -> TopicPage:
    """Return one page of a circle's topics; the circle is given its name along with them.

    Args:
        tag: only those that bear it.

    Raises:
        NotVisible: when the viewer may not read the circle.
    """
    if not may_read_circle(viewer, circle):
        raise NotVisible
    key = read_key(after)
    member_id = member_here(viewer).id
    if key or tag:
        pinned, found = [], list(_fitting(viewer, circle, key, tag)[: size + 1])
    else:
        first = _first_page(circle=circle.id, member=member_id) if size == PAGE else None
        every = list(_begin(circle.id, member_id, size)) if first is None else first
        pinned = [topic for topic in every if topic.pinned]
        found = [topic for topic in every if not topic.pinned]
    page = found[:size]
    more = key_of(page[-1].last_posted, page[-1].id) if len(found) > size else ""
    for topic in [*pinned, *page]:
        topic.circle = circle
    muted, topics = muted_rows(viewer, now=now), [*pinned, *page]
    with sealed.at_hand([*sealed_names([circle]), *words.sealed_in([*topics, *muted])]):
        named([circle], viewer=viewer)
        words.read([*topics, *muted], viewer=viewer)
    quiet = quiet_from(muted)
    return TopicPage(
        [headed(topic, quiet) for topic in page], more, [headed(topic, quiet) for topic in pinned]
    )


def _begin(circle: UUID, member: UUID, size: int) -> QuerySet[Topic]:
    """Return what a first page shows: the topics that stand before the others, and one page of those that do not."""
    here = Topic.objects.filter(circle=circle).order_by("-last_posted", "-id")
    lately = where_found(here, member)
    both = Q(id__in=lately.exclude(pinned=None).values("id")[:PINNED]) | Q(
        id__in=lately.filter(pinned=None).values("id")[: size + 1]
    )
    return with_latest(here.filter(both), member)


_first_page: Ready[Topic] = Ready(lambda circle, member: _begin(circle, member, PAGE))


def _fitting(viewer: Actor, circle: Circle, key: tuple[datetime, UUID] | None, tag: str) -> QuerySet[Topic]:
    """Return what comes after a key, and what bears a tag, whether it stands before the others or not."""
    rows = with_latest(Topic.objects.filter(circle=circle), getattr(viewer, "id", None))
    rows = rows.order_by("-last_posted", "-id")
    if tag and circle.is_hidden:
        rows = rows.filter(id__in=_tagged_inside(viewer, circle, tag))
    elif tag:
        rows = rows.filter(tags__contains=f" {tag} ")
    else:
        rows = rows.filter(pinned=None)
    if key:
        rows = rows.filter(last_posted__lte=key[0]).filter(
            Q(last_posted__lt=key[0]) | Q(last_posted=key[0], id__lt=key[1])
        )
    return rows


def headed(topic: Topic, quiet: Quiet) -> Headed:
    """Return a topic as it stands in a list; one that bears a word put aside keeps its title to itself."""
    aside = quiet.touches("", topic.title, topic.tags)
    read_until, latest = getattr(topic, "read_until", None), getattr(topic, "latest", None)
    muted = topic.id in quiet.topics
    return Headed(
        topic,
        title=_("Something you put aside") if aside else title_of(topic),
        tags=[] if aside else tags.words(topic.tags),
        is_new=not muted and latest is not None and (read_until is None or latest > read_until),
        is_muted=muted,
    )


def _tagged_inside(viewer: Actor, circle: Circle, tag: str) -> list[UUID]:
    """Return the newest topics of a hidden circle that bear a tag, found by opening them."""
    topics = list(
        Topic.objects.filter(circle=circle, sealed_tags__isnull=False).only(
            "id", "community_id", "circle_id", "sealed_tags"
        )[:OPENED]
    )
    for topic in topics:
        topic.circle = circle
    texts = sealed.open_all([topic.sealed_tags for topic in topics], viewer=viewer)
    return [topic.id for topic, text in zip(topics, texts, strict=True) if f" {tag} " in (text or "")]


def topic_for(viewer: Actor, topic_id: UUID, *, now: datetime, titled: bool = True) -> Topic:
    """Return one topic with its circle and its title in words.

    Args:
        titled: False leaves the title, and the name of a hidden circle, to whoever opens them along with the
            posts (`posts_of`).

    Raises:
        NotVisible: when there is none that this viewer may read.
    """
    if not isinstance(viewer, Member) or not viewer.is_inside:
        raise NotVisible
    found = _topic(topic=topic_id, member=viewer.id, today=now.date(), now=now)
    if not found:
        raise NotVisible
    [topic] = found
    topic.circle = circle_along(viewer, topic)
    if not may_read_topic(viewer, topic):
        raise NotVisible
    if titled:
        with sealed.at_hand([*words.sealed_in([topic]), *sealed_names([topic.circle])]):
            words.read([topic], viewer=viewer)
            named([topic.circle], viewer=viewer)
    return topic


_topic: Ready[Topic] = Ready(
    lambda topic, member, today, now: with_circle(
        with_reading(Topic.objects.filter(id=topic), member, now), member, today
    )
)
