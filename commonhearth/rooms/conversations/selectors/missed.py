"""What somebody missed: the topics of all their circles in which something was written since a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from commonhearth.foundation.access import NotVisible
from commonhearth.foundation.circles.access import Actor
from commonhearth.foundation.circles.models import Circle
from commonhearth.foundation.circles.selectors.seeing import named
from commonhearth.foundation.members.models import Member, Period, Standing
from commonhearth.rooms.conversations.models import Post, Topic
from commonhearth.rooms.conversations.selectors.paging import key_of, read_key
from commonhearth.rooms.conversations.selectors.seeing import in_sight, opened, with_latest
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


def since_when(viewer: Member, *, now: datetime) -> datetime:
    """Return since when somebody is likely to want to know: since they went away, or the last days; one query."""
    away = (
        Period.objects.filter(member=viewer, standing=Standing.PAUSED)
        .filter(Q(until=None) | Q(until__gt=now - BACK_FOR))
        .order_by("-since")
        .first()
    )
    return away.since if away else now - timedelta(days=DAYS)


def missed_by(
    viewer: Actor, *, now: datetime, since: datetime | None = None, after: str = "", size: int = PAGE
) -> Missed:
    """Return the topics of the viewer's own circles in which something was written since a moment, latest first.

    Whom they muted and whom they are kept apart from count as nobody; so does what they wrote themselves.

    Raises:
        NotVisible: when the viewer is not inside.
    """
    if not isinstance(viewer, Member) or not viewer.is_inside:
        raise NotVisible
    begin = since or since_when(viewer, now=now)
    seats = [seat.membership_id for seat in viewer.seats.values()]
    posts = in_sight(Post.objects.filter(topic=OuterRef("pk"), created__gt=begin), viewer, now=now)
    rows = with_latest(Topic.objects.filter(circle__in=list(viewer.seats), last_posted__gt=begin), viewer)
    rows = rows.filter(Exists(posts.filter(Q(author=None) | ~Q(author__in=seats))))
    if key := read_key(after):
        rows = rows.filter(last_posted__lte=key[0]).filter(
            Q(last_posted__lt=key[0]) | Q(last_posted=key[0], id__lt=key[1])
        )
    found = list(rows.order_by("-last_posted", "-id")[: size + 1])
    page = found[:size]
    more = key_of(page[-1].last_posted, page[-1].id) if len(found) > size else ""
    circles = named(
        Circle.objects.filter(id__in=list(viewer.seats)).order_by("closed_on", "created", "id"), viewer=viewer
    )
    by_id: dict[UUID, Circle] = {circle.id: circle for circle in circles}
    for topic in page:
        topic.circle = by_id[topic.circle_id]
    quiet = opened(viewer, page, now=now)
    return Missed([headed(topic, quiet) for topic in page], more, circles, begin)
