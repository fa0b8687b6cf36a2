"""Which dates a viewer sees: one, a page of them, those ahead in a circle."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _

from commonhearth.foundation.access import NotVisible
from commonhearth.foundation.circles.access import Actor
from commonhearth.foundation.circles.models import Circle, CircleKind, CircleMembership, Openness
from commonhearth.foundation.circles.selectors import NextThing
from commonhearth.foundation.circles.selectors.seeing import circle_of, circles_in_of
from commonhearth.foundation.members.models import INSIDE, Member
from commonhearth.foundation.tenancy.ready import Ready
from commonhearth.kit import saying
from commonhearth.rooms.meetings.access import may_plan, may_see_meeting
from commonhearth.rooms.meetings.models import Answer, Coming, Doors, Meeting, Series
from commonhearth.rooms.meetings.selectors.words import Seen, worded

#: Dates on one page.
PAGE = 25


@dataclass(frozen=True, slots=True)
class Page:
    """Some dates in order, and the key after which the next ones come ("" at the end)."""

    dates: list[Seen]
    more: str


def visible_meetings(viewer: Actor) -> QuerySet[Meeting]:
    """Return the dates that a viewer sees. The filter is `may_see_meeting`, said to the database (tested to agree)."""
    rows = Meeting.objects.select_related("series__host", "circle__community", "host")
    confidential = Q(circle__openness=Openness.CONFIDENTIAL)
    public = Q(series__doors=Doors.ALL, circle__community__public_page=True) & ~confidential
    if not isinstance(viewer, Member) or not viewer.is_inside:
        kept_out = isinstance(viewer, Member) and viewer.on_hold
        return rows.none() if kept_out else rows.filter(public)
    return rows.filter(Q(circle__in=list(viewer.seats)) | _welcome())


def _welcome() -> Q:
    """Say which dates everybody inside sees."""
    confidential = Q(circle__openness=Openness.CONFIDENTIAL)
    return Q(circle__openness=Openness.OPEN) | (~Q(series__doors=Doors.CIRCLE) & ~confidential)


def meetings_page(
    viewer: Actor,
    *,
    now: datetime,
    circle_id: UUID | None = None,
    after: str = "",
    mine: bool = False,
    of_hidden: bool = True,
    open_to_all: bool = False,
    size: int = PAGE,
) -> Page:
    """Return one page of what is ahead, soonest first.

    Args:
        circle_id: only of this circle.
        after: the key that the page before gave as `more`.
        mine: only what the viewer said yes or perhaps to.
        of_hidden: also what the viewer’s hidden circles plan.
        open_to_all: only what anybody may come to.
    """
    rows = visible_meetings(viewer).filter(ends__gt=now)
    if not of_hidden:
        rows = rows.exclude(circle__openness=Openness.CONFIDENTIAL)
    if open_to_all:
        rows = rows.filter(series__doors=Doors.ALL)
    if circle_id is not None:
        rows = rows.filter(circle=circle_id)
    if mine and isinstance(viewer, Member):
        said = Coming.objects.filter(member=viewer).exclude(answer=Answer.NOT)
        rows = rows.filter(id__in=said.values("meeting"))
    moment, last_id = _key(after)
    if moment:
        rows = rows.filter(Q(starts__gt=moment) | Q(starts=moment, id__gt=last_id))
    found = list(rows.order_by("starts", "id")[: size + 1])
    more = f"{found[size - 1].starts.isoformat()}~{found[size - 1].id}" if len(found) > size else ""
    return Page(with_own(worded(found[:size], viewer=viewer), viewer), more)


def _key(after: str) -> tuple[datetime | None, UUID | None]:
    moment, _dash, last_id = after.partition("~")
    try:
        return datetime.fromisoformat(moment.replace(" ", "+")), UUID(last_id)
    except ValueError:
        return None, None


def with_own(dates: list[Seen], viewer: Actor) -> list[Seen]:
    """Fill in what the viewer said about each, in one query."""
    if isinstance(viewer, Member) and dates:
        said = Coming.objects.filter(member=viewer, meeting__in=[seen.id for seen in dates])
        by_meeting = {coming.meeting_id: coming for coming in said}
        for seen in dates:
            seen.own = by_meeting.get(seen.id)
    return dates


def meeting_row(viewer: Actor, meeting_id: UUID, *, now: datetime) -> Meeting:
    """Return one date as a row, with what rules ask of its circle.

    Raises:
        NotVisible: when there is none that the viewer sees.
    """
    row = _with_hosts.first(meeting=meeting_id)
    if row is None:
        raise NotVisible
    row.circle = row.series.circle = circle_of(row.circle_id, now=now, with_community=True)
    if not may_see_meeting(viewer, row):
        raise NotVisible
    return row


_with_hosts: Ready[Meeting] = Ready(
    lambda meeting: Meeting.objects.filter(id=meeting).select_related("series__host", "host").order_by()
)


def meeting_for(viewer: Actor, meeting_id: UUID, *, now: datetime) -> Seen:
    """Return one date in words.

    Raises:
        NotVisible: when there is none that the viewer sees.
    """
    seen = worded([meeting_row(viewer, meeting_id, now=now)], viewer=viewer)
    return with_own(seen, viewer)[0]


def spoken_for(viewer: Actor, meeting: Meeting) -> list[CircleMembership]:
    """Return the places of members without a sign-in who chose the viewer to write for them, and may come. One query.

    In the meeting’s own circle, else in the circle of everyone where its doors are open to all inside.
    """
    if not isinstance(viewer, Member):
        return []
    places = Q(circle=meeting.circle)
    if meeting.series.doors != Doors.CIRCLE:
        places |= Q(circle__circle_kind=CircleKind.ROOT)
    rows = CircleMembership.objects.filter(
        places,
        left=None,
        member__speaks_through=viewer,
        member__person=None,
        member__standing__in=INSIDE,
    )
    found: dict[UUID, CircleMembership] = {}
    for row in rows.select_related("member").order_by("joined", "id"):
        if row.member_id not in found or row.circle_id == meeting.circle_id:
            found[row.member_id] = row
    return list(found.values())


def series_for(viewer: Actor, series_id: UUID, *, now: datetime) -> Series:
    """Return a series that the viewer sees a date of.

    Raises:
        NotVisible: when there is none.
    """
    row = Series.objects.filter(id=series_id).select_related("host").first()
    if row is None:
        raise NotVisible
    row.circle = circle_of(row.circle_id, now=now, with_community=True)
    if not may_see_meeting(viewer, Meeting(series=row, circle=row.circle, community_id=row.community_id)):
        raise NotVisible
    return row


def first_date(series: Series, *, now: datetime) -> Meeting:
    """Return the next date of a series, or its last one where all lie behind us."""
    ahead = next_dates(series, now=now, most=1)
    return ahead[0] if ahead else Meeting.objects.filter(series=series).order_by("-starts")[0]


def next_dates(series: Series, *, now: datetime, most: int = 6) -> list[Meeting]:
    """Return the next dates of a series, cancelled ones too."""
    return list(Meeting.objects.filter(series=series, ends__gt=now).order_by("starts", "id")[:most])


def _soonest(member_id: UUID, now: datetime, column: str) -> Subquery:
    """Return a column of the next date in the circle of a page; everyone's circle counts what is open to all inside."""
    seen = Q(circle__in=circles_in_of(member_id)) | _welcome()
    here = Q(circle=OuterRef("pk")) | Q(Q(series__doors__in=[Doors.COMMUNITY, Doors.ALL]) & Q(root=True))
    rows = Meeting.objects.filter(seen, ends__gt=now, cancelled=None)
    rows = rows.annotate(root=Exists(Circle.objects.filter(id=OuterRef(OuterRef("pk")), circle_kind="root")))
    return Subquery(rows.filter(here).order_by("starts", "id").values(column)[:1])


def next_id(member_id: UUID, now: datetime) -> Subquery:
    """Read the next date's id along with a circle."""
    return _soonest(member_id, now, "id")


def next_starts(member_id: UUID, now: datetime) -> Subquery:
    """Read when it starts."""
    return _soonest(member_id, now, "starts")


def next_title(member_id: UUID, now: datetime) -> Subquery:
    """Read what it is called; of a hidden circle nothing stands there."""
    return _soonest(member_id, now, "series__title")


def ahead_in(viewer: Actor, circle: Circle, now: datetime) -> Iterable[NextThing]:
    """Say on a circle's page what meets next, from what was read along with it."""
    assert isinstance(viewer, Member)  # who reads a circle is one
    slug = viewer.community.slug
    if circle.next_meeting_id:  # type: ignore[attr-defined]  # read along by `circle_for(ahead=True)`
        what = circle.next_meeting_title or _("A meeting")  # type: ignore[attr-defined]
        starts = circle.next_meeting_starts  # type: ignore[attr-defined]
        yield NextThing(
            _("%(when)s: %(what)s") % {"when": saying.day_time(starts), "what": what},
            reverse("meetings:meeting", args=[slug, circle.next_meeting_id]),  # type: ignore[attr-defined]
            starts,
        )
    elif may_plan(viewer, circle):
        plan = f"{reverse('meetings:new', args=[slug])}?circle={circle.id}"
        yield NextThing(_("No meeting is planned. You could plan one."), plan)
