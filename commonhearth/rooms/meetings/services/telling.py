"""Who hears of a change: whoever said yes or perhaps, in the product, by letter where they chose it."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils import timezone

from commonhearth.foundation.circles.models import CircleMembership
from commonhearth.foundation.members.models import ACTING, Member
from commonhearth.foundation.notices.telling import tell
from commonhearth.kit import saying
from commonhearth.rooms.meetings.models import Answer, Coming, Meeting
from commonhearth.rooms.meetings.services.letters import write_changes


def comers(meeting: Meeting) -> list[Coming]:
    """Return the members who said yes or perhaps and are here."""
    rows = Coming.objects.filter(
        meeting=meeting, member__standing__in=ACTING, answer__in=(Answer.COMING, Answer.MAYBE)
    )
    return list(rows.select_related("member__person", "member__community").order_by("since", "id"))


def tell_comers(meeting: Meeting, code: str, *, now: datetime) -> None:
    """Tell everyone who said yes or perhaps, guests by letter, and send calendars what has changed."""
    for coming in comers(meeting):
        if coming.member is not None:
            tell_about(meeting, coming.member, code, now=now)
    write_changes(meeting, now=now)


def tell_about(meeting: Meeting, member: Member, code: str, *, now: datetime) -> None:
    """Tell one member something of a meeting, by its day alone."""
    tell(
        member=member,
        code=code,
        params={"day": said_day(meeting, member)},
        url_name="meetings:meeting",
        url_args=[str(meeting.id)],
        now=now,
    )


def tell_host(meeting: Meeting, seat: CircleMembership, *, now: datetime) -> None:
    """Tell somebody that they are host."""
    tell_about(meeting, seat.member, "meetings.host", now=now)


def said_day(meeting: Meeting, member: Member) -> str:
    """Return a meeting's day and time as this member's clock has it."""
    zone = getattr(member.person, "time_zone", "") or meeting.series.zone
    with timezone.override(ZoneInfo(zone)):
        return saying.day_time(meeting.starts)
