"""What agreements put on a circle's own page: the short versions, and what is before the circle."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from commonhearth.foundation.agreements import words
from commonhearth.foundation.agreements.models import ClauseVersion
from commonhearth.foundation.agreements.selectors.reading import waiting_in
from commonhearth.foundation.circles.access import Actor
from commonhearth.foundation.circles.models import Circle
from commonhearth.foundation.circles.selectors import Agreed, NextThing
from commonhearth.foundation.communities.models import Community
from commonhearth.foundation.members.models import Member
from commonhearth.kit.saying import day_time

#: Short versions shown on a circle's page.
SHORTS = 5


def _slug(viewer: Actor, circle: Circle) -> str:
    # The viewer comes with their community; the query is for everybody else.
    community = (
        viewer.community if isinstance(viewer, Member) else Community.objects.get(id=circle.community_id)
    )
    slug: str = community.slug
    return slug


def agreed_in(viewer: Actor, circle: Circle, now: datetime) -> Agreed:
    """Return the first short versions in force. The caller has asked whether the viewer may read the circle."""
    versions = list(
        ClauseVersion.objects.filter(circle=circle, in_force_from__isnull=False, replaced=None)
        .select_related("clause")
        .order_by("clause__agreement__created", "clause__number")[:SHORTS]
    )
    for version in versions:
        version.circle = circle
    words.read(versions, viewer=viewer)
    url = reverse("agreements:of_circle", args=[_slug(viewer, circle), circle.id])
    return Agreed(url, [version.short for version in versions])


def before_the_circle(viewer: Actor, circle: Circle, now: datetime) -> list[NextThing]:
    """Return a sentence for each wording that is before the circle."""
    slug = _slug(viewer, circle)
    return [
        NextThing(
            _("%(title)s: any concerns by %(closes)s?")
            % {"title": version.clause.agreement.title, "closes": day_time(version.closes)},
            reverse("agreements:clause", args=[slug, version.clause.agreement_id, version.clause.number]),
            version.closes,
        )
        for version in waiting_in(viewer, circle, now)
    ]
