"""What a circle's own page says of its conversations: what was last talked about, and the way in."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.db.models.functions import JSONObject
from django.urls import reverse
from django.utils.translation import gettext as _

from commonhearth.foundation.circles.access import Actor, may_read_circle, seat_in
from commonhearth.foundation.circles.models import Circle
from commonhearth.foundation.circles.selectors import Lately, Recent
from commonhearth.foundation.members.models import Member
from commonhearth.foundation.tenancy.ready import Ready
from commonhearth.rooms.conversations import words
from commonhearth.rooms.conversations.models import Topic
from commonhearth.rooms.conversations.selectors.seeing import Quiet, still_muted, with_latest
from commonhearth.rooms.conversations.selectors.topics import headed

#: Topics that stand on a circle's own page.
FEW = 3


def lately(viewer: Actor, circle: Circle, now: datetime) -> Lately | None:
    """Return the latest topics of a circle and the way to all of them, as read along with the circle. In a hidden
    circle their titles are sealed: there it is one query, and one for the keys.

    What the viewer muted is left out. Whoever put words aside is shown no titles here: their own words would have
    to be opened on every visit, and the list of all topics does that.
    """
    if not isinstance(viewer, Member) or not may_read_circle(viewer, circle):
        return None
    slug = viewer.community.slug
    way_in = _("Read and write in the conversations of this circle")
    part = Lately(_("Conversations"), way_in, reverse("conversations:topics", args=[slug, circle.id]))
    found = _hidden(circle, viewer, now) if circle.is_hidden else _read_along(circle)
    if any(topic.careful for topic in found):  # type: ignore[attr-defined]  # annotated
        return part
    inside = seat_in(viewer, circle) is not None
    part.recent.extend(
        Recent(
            one.title,
            reverse("conversations:topic", args=[slug, one.topic.id]),
            one.topic.latest,  # type: ignore[attr-defined]  # annotated
            is_new=inside and one.is_new,
        )
        for one in (headed(topic, Quiet()) for topic in found)
    )
    return part


def latest_topic(place: int) -> Callable[[UUID, datetime], Subquery]:
    """Return what reads the latest topic of a circle, or the one before it, along with the circle."""

    def of(member_id: UUID, now: datetime) -> Subquery:
        rows = _lately(OuterRef("pk"), member_id, now).filter(sealed_title__isnull=True)
        said = JSONObject(id="id", title="title", latest="latest", read_until="read_until", careful="careful")
        return Subquery(rows.values(said=said)[place : place + 1])

    return of


#: What `circle_for(ahead=True)` reads along, by the name that it has on the circle.
ALONG = {f"latest_topic_{place}": latest_topic(place) for place in range(FEW)}


def _read_along(circle: Circle) -> list[Topic]:
    """Return the latest topics from what was read along with their circle."""
    found = []
    for name in ALONG:
        said = getattr(circle, name)
        if said is not None:
            topic = Topic(id=UUID(said["id"]), circle=circle, title=said["title"])
            for moment in ("latest", "read_until"):
                setattr(topic, moment, _moment(said[moment]))
            topic.careful = bool(said["careful"])  # type: ignore[attr-defined]
            found.append(topic)
    return found


def _moment(said: str | None) -> datetime | None:
    """Read a moment as either database writes it in JSON; SQLite leaves out that it is in UTC."""
    found = datetime.fromisoformat(said) if said else None
    return found.replace(tzinfo=UTC) if found and found.tzinfo is None else found


def _hidden(circle: Circle, viewer: Member, now: datetime) -> list[Topic]:
    found = _last_few(circle=circle.id, member=viewer.id, now=now)
    for topic in found:
        topic.circle = circle
    words.read(found, viewer=viewer)
    return found


def _lately(circle: UUID | OuterRef, member: UUID, now: datetime) -> QuerySet[Topic]:
    muted = still_muted(member, now)
    rows = with_latest(Topic.objects.filter(circle=circle), member).exclude(
        id__in=muted.exclude(topic=None).values("topic_id")
    )
    rows = rows.annotate(careful=Exists(muted.filter(sealed_word__isnull=False)))
    return rows.order_by("-last_posted", "-id")


_last_few: Ready[Topic] = Ready(lambda circle, member, now: _lately(circle, member, now)[:FEW])
