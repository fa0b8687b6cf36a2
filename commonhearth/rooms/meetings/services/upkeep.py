"""What is done for everybody from time to time, in the community in reach."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Q

from commonhearth.foundation.members.models import ACTING
from commonhearth.foundation.members.selectors import open_holds
from commonhearth.foundation.notices.models import Wish as Quiet
from commonhearth.foundation.notices.services import is_quiet
from commonhearth.foundation.sealed import erasure
from commonhearth.foundation.tenancy.lasting import over
from commonhearth.rooms.meetings.models import Answer, Coming, Feed, Invited, Meeting, Series, Swap, Wish
from commonhearth.rooms.meetings.models.calendars import Remind
from commonhearth.rooms.meetings.services import letters
from commonhearth.rooms.meetings.services.announcing import announce_dates
from commonhearth.rooms.meetings.services.book import locked_series
from commonhearth.rooms.meetings.services.dates import extend
from commonhearth.rooms.meetings.services.guests import forget_guests

__all__ = ["forget_guests", "forget_put_aside", "make_ahead", "remind_due"]

#: How long before a meeting a reminder is due.
BEFORE = {Remind.DAY: timedelta(days=1), Remind.HOURS: timedelta(hours=2)}
#: New dates are written of when they come this near.
NEAR = timedelta(days=21)


def make_ahead(*, now: datetime) -> int:
    """Make the dates that are due to stand, and write of those near to who chose letters; return how many are new."""
    made = 0
    for found in Series.objects.filter(ended=None, circle__closed_on=None).select_related("circle"):
        with transaction.atomic():
            series = locked_series(found)  # it may have ended, or follow another rhythm, since it was listed
            new = extend(series, now=now)
            made += len(new)
            if new:
                announce_dates(series, now=now)
    near = Meeting.objects.filter(starts__gt=now, starts__lte=now + NEAR, cancelled=None)
    if Wish.objects.filter(letters=True).exists():
        for meeting in near.select_related("series", "circle__community"):
            with transaction.atomic():
                letters.invite_circle(meeting, now=now)
    return made


def forget_put_aside(*, now: datetime) -> int:
    """Erase what was put aside of who died, when nobody calls it a mistake any more; return how much."""
    return sum(erasure.erase_all(over(model, now=now)) for model in (Coming, Feed, Invited, Swap))


def remind_due(*, now: datetime) -> int:
    """Write the reminders that are due; return how many. None in the member's quiet hours, none twice.

    Whoever is away or on hold gets none.
    """
    wishes = {
        wish.member_id: wish
        for wish in Wish.objects.exclude(remind=Remind.NEVER).filter(member__standing__in=ACTING)
    }
    rows = (
        Coming.objects.filter(
            Q(answer=Answer.COMING, waiting=False) | Q(answer=Answer.MAYBE),
            member__in=list(wishes),
            reminded=None,
            meeting__cancelled=None,
            meeting__starts__gt=now,
            meeting__starts__lte=now + max(BEFORE.values()),
        )
        .exclude(member__in=open_holds(now=now).values("member"))
        .select_related(
            "member__person", "member__community", "meeting__series", "meeting__circle__community"
        )
        .order_by("meeting__starts", "id")
    )
    due = [
        row
        for row in rows
        if row.member_id and row.meeting.starts - BEFORE[Remind(wishes[row.member_id].remind)] <= now
    ]
    hours = {
        quiet.member_id: quiet for quiet in Quiet.objects.filter(member__in=[row.member_id for row in due])
    }
    written = 0
    for row in due:
        assert row.member is not None
        quiet = hours.get(row.member_id) or Quiet(member=row.member)
        zone = getattr(row.member.person, "time_zone", "") or row.member.community.time_zone
        if is_quiet(now.astimezone(ZoneInfo(zone)).hour, quiet.quiet_from, quiet.quiet_until):
            continue
        with transaction.atomic():
            taken = Coming.objects.filter(id=row.id, reminded=None).update(reminded=now)
            if taken and letters.remind(row.meeting, row, now=now):
                written += 1
    return written
