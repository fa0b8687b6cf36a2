"""What agreements put on a circle's own page: the short versions, and what is before the circle."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from commonhearth.foundation.agreements import words
from commonhearth.foundation.agreements.models import AgreementKind, ClauseVersion
from commonhearth.foundation.agreements.selectors.assent import known_to
from commonhearth.foundation.circles.access import Actor, seat_in
from commonhearth.foundation.circles.models import Circle
from commonhearth.foundation.circles.selectors import Agreed, Due, NextThing
from commonhearth.foundation.communities.models import Community
from commonhearth.foundation.members.models import Member
from commonhearth.kit.saying import day_time

#: Short versions shown on a circle's page, and wordings looked at for it.
SHORTS, MOST = 5, 60


def _slug(viewer: Actor, circle: Circle) -> str:
    # The viewer comes with their community; the query is for everybody else.
    community = (
        viewer.community if isinstance(viewer, Member) else Community.objects.get(id=circle.community_id)
    )
    slug: str = community.slug
    return slug


def _alive(viewer: Actor, circle: Circle) -> list[ClauseVersion]:
    """Return what is in force or proposed in a circle, fetched once for the page that shows both."""
    found: list[ClauseVersion] | None = circle.__dict__.get("_alive_wordings")
    if found is None:
        alive = Q(in_force_from__isnull=False, replaced=None) | Q(in_force_from=None, withdrawn=None)
        found = list(
            ClauseVersion.objects.filter(alive, circle=circle)
            .select_related("clause__agreement")
            .order_by("clause__agreement__created", "clause__number")[:MOST]
        )
        agreements = [version.clause.agreement for version in found]
        for version in found:
            version.circle = version.clause.agreement.circle = circle
        words.read([*found, *agreements], viewer=viewer)
        circle.__dict__["_alive_wordings"] = found
    return found


def agreed_in(viewer: Actor, circle: Circle, now: datetime) -> Agreed:
    """Return the first short versions in force. The caller has asked whether the viewer may read the circle."""
    shorts = [
        version.short
        for version in _alive(viewer, circle)
        if version.in_force_from and not version.clause.agreement.is_letter
    ]
    url = reverse("agreements:of_circle", args=[_slug(viewer, circle), circle.id])
    return Agreed(url, shorts[:SHORTS], _to_read(viewer, circle))


def _to_read(viewer: Actor, circle: Circle) -> str:
    """Return where ground rules wait to be read by the viewer, or ""."""
    seat = seat_in(viewer, circle)
    rules = [
        version
        for version in _alive(viewer, circle)
        if version.in_force_from and version.clause.agreement.agreement_kind == AgreementKind.GROUND_RULES
    ]
    if seat is None or not rules or len(known_to(seat.membership_id, rules)) == len(rules):
        return ""
    return reverse("agreements:ground_rules", args=[_slug(viewer, circle), circle.id])


def before_the_circle(viewer: Actor, circle: Circle, now: datetime) -> list[NextThing]:
    """Return a sentence for each wording that is before the circle, for who may read it."""
    slug = _slug(viewer, circle)
    return [
        NextThing(
            _("%(title)s: any concerns by %(closes)s?")
            % {"title": version.clause.agreement.title, "closes": day_time(version.closes)},
            reverse("agreements:clause", args=[slug, version.clause.agreement_id, version.clause.number]),
            version.closes,
        )
        for version in _alive(viewer, circle)
        if version.in_force_from is None
    ]


#: How long before its day something that is agreed stands among what a meeting may look at.
BEFORE = timedelta(days=7)


def reviews_due(viewer: Actor, circle: Circle, now: datetime) -> list[Due]:
    """Return a point for the next meeting for each wording in force that the circle wanted to look at by now."""
    return [
        Due(
            f"review:{version.id}:{version.review_on}",
            "review_due",
            {
                "title": version.clause.agreement.title,
                "number": str(version.clause.number),
                "day": version.review_on.isoformat(),
            },
            minutes=10,
            url_name="agreements:clause",
            url_args=(str(version.clause.agreement_id), str(version.clause.number)),
        )
        for version in _alive(viewer, circle)
        if version.in_force_from and version.review_on and version.review_on - BEFORE <= now.date()
    ]


def wordings_due(viewer: Actor, circle: Circle, now: datetime) -> list[Due]:
    """Return a point for the next meeting for each wording that is before the circle."""
    return [
        Due(
            f"wording:{version.id}",
            "wording_shown",
            {
                "title": version.clause.agreement.title,
                "number": str(version.clause.number),
                "day": version.closes.date().isoformat(),
            },
            minutes=10,
            url_name="agreements:clause",
            url_args=(str(version.clause.agreement_id), str(version.clause.number)),
        )
        for version in _alive(viewer, circle)
        if version.in_force_from is None
    ]
