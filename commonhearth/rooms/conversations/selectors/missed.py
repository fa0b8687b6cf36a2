"""What somebody missed: the topics of all their circles in which something was written since a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from commonhearth.foundation import sealed
from commonhearth.foundation.access import NotVisible
from commonhearth.foundation.circles.access import Actor
from commonhearth.foundation.circles.models import Circle, Openness
from commonhearth.foundation.circles.selectors.seeing import circles_in_of, named, sealed_names
from commonhearth.foundation.members.models import Member, Period, Standing
from commonhearth.foundation.tenancy.ready import Ready
from commonhearth.rooms.conversations import words
from commonhearth.rooms.conversations.models import Post, Topic
from commonhearth.rooms.conversations.selectors.paging import key_of, read_key
from commonhearth.rooms.conversations.selectors.seeing import (
    in_sight_of,
    muted_rows,
    quiet_from,
    seats_of,
    with_latest,
)
from commonhearth.rooms.conversations.selectors.topics import Headed, headed

#: Topics on one page; days looked back when nobody says otherwise, and how long after coming back
#: the time away is what is looked at.
PAGE, DAYS, BACK_FOR = 30, 7, timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Missed:
    """One page of what somebody missed, their circles, and since when was looked."""

    topics: list[Headed]
    more: str
    circles: list[Circle]
    since: datetime


def away_since(member_id: UUID, lately: datetime) -> Subquery:
    """Return since when a member was last away, where that is not long over: the time they may want to know of."""
    away = Period.objects.filter(member=member_id, standing=Standing.PAUSED)
    return Subquery(away.filter(Q(until=None) | Q(until__gt=lately)).order_by("-since").values("since")[:1])


def missed_by(
    viewer: Actor,
    *,
    now: datetime,
    since: datetime | None = None,
    after: str = "",
    of_hidden: bool = True,
    size: int = PAGE,
) -> Missed:
    """Return the topics of the viewer's own circles in which something was written since a moment, latest first.

    Whom they muted and whom they are kept apart from count as nobody; so does what they wrote themselves.

    Args:
        of_hidden: also topics of their hidden circles.

    Raises:
        NotVisible: when the viewer is not inside.
    """
    if not isinstance(viewer, Member) or not viewer.is_inside:
        raise NotVisible
    circles = _own_circles(member=viewer.id, lately=now - BACK_FOR)
    away = next((circle.away_since for circle in circles), None)  # type: ignore[attr-defined]
    begin = since or away or now - timedelta(days=DAYS)
    key = read_key(after)
    if key or size != PAGE or not of_hidden:
        rows = _written_since(begin, viewer.id, now)
        if not of_hidden:
            rows = rows.exclude(circle__openness=Openness.CONFIDENTIAL)
        if key:
            rows = rows.filter(last_posted__lte=key[0]).filter(
                Q(last_posted__lt=key[0]) | Q(last_posted=key[0], id__lt=key[1])
            )
        found = list(rows[: size + 1])
    else:
        found = _first_page(since=begin, member=viewer.id, now=now)
    page = found[:size]
    more = key_of(page[-1].last_posted, page[-1].id) if len(found) > size else ""
    by_id: dict[UUID, Circle] = {circle.id: circle for circle in circles}
    for topic in page:
        topic.circle = by_id[topic.circle_id]
    muted = muted_rows(viewer, now=now)
    with sealed.at_hand([*sealed_names(circles), *words.sealed_in([*page, *muted])]):
        named(circles, viewer=viewer)
        words.read([*page, *muted], viewer=viewer)
    quiet = quiet_from(muted)
    return Missed([headed(topic, quiet) for topic in page], more, circles, begin)


def _written_since(since: datetime, member: UUID, now: datetime) -> QuerySet[Topic]:
    """Return the topics of a member's circles in which somebody else wrote after a moment, latest first."""
    posts = in_sight_of(Post.objects.filter(topic=OuterRef("pk"), created__gt=since), member, now)
    by_others = posts.filter(Q(author=None) | ~Q(author__in=seats_of(member)))
    topics = Topic.objects.filter(circle__in=circles_in_of(member), last_posted__gt=since)
    return with_latest(topics, member).filter(Exists(by_others)).order_by("-last_posted", "-id")


_first_page: Ready[Topic] = Ready(lambda since, member, now: _written_since(since, member, now)[: PAGE + 1])
_own_circles: Ready[Circle] = Ready(
    lambda member, lately: (
        Circle.objects.filter(id__in=circles_in_of(member))
        .annotate(away_since=away_since(member, lately))
        .order_by("closed_on", "created", "id")
    )
)
