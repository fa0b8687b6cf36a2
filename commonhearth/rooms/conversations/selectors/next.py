"""What a circle's own page says of its conversations: what was last talked about, and the way in."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db.models import Exists, QuerySet
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
    """Return the latest topics of a circle and the way to all of them; one query, and one for the keys where the
    circle is hidden.

    What the viewer muted is left out. Whoever put words aside is shown no titles here: their own words would have
    to be opened on every visit, and the list of all topics does that.
    """
    if not isinstance(viewer, Member) or not may_read_circle(viewer, circle):
        return None
    slug = viewer.community.slug
    way_in = _("Read and write in the conversations of this circle")
    part = Lately(_("Conversations"), way_in, reverse("conversations:topics", args=[slug, circle.id]))
    found = _last_few(circle=circle.id, member=viewer.id, now=now)
    if any(topic.careful for topic in found):  # type: ignore[attr-defined]  # annotated
        return part
    for topic in found:
        topic.circle = circle
    words.read(found, viewer=viewer)
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


def _lately(circle: UUID, member: UUID, now: datetime) -> QuerySet[Topic]:
    muted = still_muted(member, now)
    rows = with_latest(Topic.objects.filter(circle=circle), member).exclude(
        id__in=muted.exclude(topic=None).values("topic_id")
    )
    rows = rows.annotate(careful=Exists(muted.filter(sealed_word__isnull=False)))
    return rows.order_by("-last_posted", "-id")[:FEW]


_last_few: Ready[Topic] = Ready(lambda circle, member, now: _lately(circle, member, now))
