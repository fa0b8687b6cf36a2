"""Today's meetings and what helps to get in, as a member's device may keep them."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.translation import gettext as _

from commonhearth.foundation.access import NotVisible
from commonhearth.foundation.circles.access import Actor
from commonhearth.foundation.members.models import Member
from commonhearth.foundation.registry import KeptPage
from commonhearth.rooms.meetings.selectors import meetings_page
from commonhearth.rooms.meetings.selectors.words import Seen


def ends_today(member: Member, now: datetime) -> datetime:
    """Return when today is over by the community's clock."""
    here = now.astimezone(ZoneInfo(member.community.time_zone))
    return here.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)


def meetings_today(viewer: Actor, *, now: datetime) -> list[Seen]:
    """Return the meetings of today that the viewer said yes or perhaps to.

    Raises:
        NotVisible: when the viewer is not inside.
    """
    if not isinstance(viewer, Member) or not viewer.is_inside:
        raise NotVisible
    over = ends_today(viewer, now)
    return [seen for seen in meetings_page(viewer, now=now, mine=True).dates if seen.meeting.starts < over]


def kept_today(viewer: Actor, now: datetime) -> list[KeptPage]:
    """Return today's page as what a device may keep until the day is over; asks nothing."""
    if not isinstance(viewer, Member) or not viewer.is_inside or "meetings" in viewer.community.closed_rooms:
        return []
    url = reverse("care:today", args=[viewer.community.slug])
    return [KeptPage(_("Today’s meetings"), url, until=ends_today(viewer, now))]
