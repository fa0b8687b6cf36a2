"""What is open to all: on the whole host, and next in one community."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from commonhearth.foundation.circles.models import Openness
from commonhearth.foundation.communities.models import Community
from commonhearth.foundation.communities.selectors import FacePart
from commonhearth.foundation.members.models import Member
from commonhearth.foundation.registry import HomeLine
from commonhearth.kit import saying
from commonhearth.rooms.meetings.models import Announced, Answer, Coming, Doors, Meeting, PlaceFor

#: How far ahead somebody who looks is told of.
SOON = timedelta(days=42)


def announced(*, now: datetime) -> QuerySet[Announced]:
    """Return the open meetings of every community that shows a page, soonest first, as everybody is told of them."""
    rows = Announced.objects.filter(community__public_page=True, ends__gt=now, starts__lt=now + SOON)
    return rows.select_related("community").order_by("starts", "id")


def said_when(row: Announced) -> str:
    """Return day and time on the clock of the meeting's own place."""
    with timezone.override(ZoneInfo(row.zone)):
        return saying.day_time(row.starts)


def announced_of(community: Community, *, now: datetime, most: int = 5) -> list[Announced]:
    """Return a community's next open meetings as everybody is told of them. One query."""
    rows = Announced.objects.filter(community=community, ends__gt=now).order_by("starts", "id")
    return list(rows[:most])


def held(*, now: datetime) -> QuerySet[Meeting]:
    """Return the meetings whose time is over and that were not called off, in the community in reach.

    Those of hidden circles are left out of every count.
    """
    rows = Meeting.objects.filter(cancelled=None, ends__lte=now)
    return rows.exclude(circle__openness=Openness.CONFIDENTIAL).order_by()


def open_ones(rows: QuerySet[Meeting]) -> QuerySet[Meeting]:
    """Return those of some meetings that anybody could come to."""
    return rows.filter(series__doors=Doors.ALL)


def next_open(*, now: datetime) -> Meeting | None:
    """Return the next date that is open to all, in the community in reach."""
    rows = Meeting.objects.filter(series__doors=Doors.ALL, ends__gt=now, cancelled=None)
    return rows.select_related("series").order_by("starts", "id").first()


def next_open_meeting(community: Community, now: datetime) -> str | None:
    """Say when the next open meeting is and where, no more exactly than everybody is told; None without one."""
    row = next_open(now=now)
    if row is None:
        return None
    series = row.series
    with timezone.override(ZoneInfo(series.zone)):
        when = saying.day_time(row.starts)
    if series.place_for == PlaceFor.ALL:
        where = row.place or series.place or (_("online") if series.online is not None else "")
        said = _("%(when)s, %(place)s.") % {"when": when, "place": where} if where else f"{when}."
    else:
        where = series.district or _("online")
        said = _("%(when)s, %(district)s. Say hello first, and we send you the exact place.") % {
            "when": when,
            "district": where,
        }
    return f"{series.title}: {said}"


def on_the_face(
    community: Community, viewer: Any, asked: Mapping[str, str], now: datetime
) -> FacePart | None:
    """Lead from a community's own page to its open meetings: how to come, and to a calendar. Asks nothing."""
    return None if "meetings" in community.closed_rooms else FacePart("meetings/on_face.html", {})


def home_lines(member: Member, now: datetime) -> list[HomeLine]:
    """Say what somebody said yes to next; for who said yes to nothing, what is open to all. One query."""
    if not member.is_acting:
        return []
    said = Coming.objects.filter(
        member=member, answer__in=(Answer.COMING, Answer.MAYBE), meeting__cancelled=None
    )
    own = Q(id__in=said.values("meeting"))
    rows = Meeting.objects.filter(own | Q(series__doors=Doors.ALL), ends__gt=now, cancelled=None)
    found = list(
        rows.select_related("series")
        .annotate(yes=Exists(said.filter(meeting=OuterRef("pk"))))
        .order_by("-yes", "starts", "id")[:1]
    )
    if not found:
        return []
    row = found[0]
    if row.yes:
        # Of a circle that is not open nothing is named: others may look over a shoulder.
        sentence = _("You said yes to something on %(when)s.") % {"when": saying.day_time(row.starts)}
    else:
        with timezone.override(ZoneInfo(row.series.zone)):
            sentence = _("An open meeting is on %(day)s.") % {"day": saying.day(row.starts)}
    return [
        HomeLine(
            sentence,
            reverse("meetings:meeting", args=[member.community.slug, row.id]),
            order=15 if row.yes else 40,
        )
    ]
