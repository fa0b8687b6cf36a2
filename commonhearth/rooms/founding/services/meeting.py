"""The next open meeting of a living community, until the meetings room takes it up."""

from __future__ import annotations

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.db import transaction

from commonhearth.foundation import logbook
from commonhearth.foundation.access import require
from commonhearth.foundation.communities.access import may_change_community
from commonhearth.foundation.communities.models import Community
from commonhearth.rooms.founding.access import Actor
from commonhearth.rooms.founding.models import Beginning, Shown


def set_meeting(
    *,
    actor: Actor,
    community: Community,
    day: date,
    clock: time,
    where: str,
    district: str,
    shown: str,
    expect: str,
    now: datetime,
) -> Beginning:
    """Set the next open meeting, in the community's own time zone.

    Raises:
        Refused: for whoever does not speak for the community.
    """
    require(may_change_community(actor))
    with transaction.atomic():
        beginning, _made = Beginning.objects.select_for_update().get_or_create(defaults={"created": now})
        beginning.meets_at = datetime.combine(day, clock, tzinfo=ZoneInfo(community.time_zone))
        beginning.meets_where, beginning.meets_district = where.strip(), district.strip()
        beginning.meets_shown, beginning.meets_expect = Shown(shown), expect.strip()
        beginning.save()
        logbook.write(actor=actor, verb="founding.meeting_set", now=now)
    return beginning


def call_off_meeting(*, actor: Actor, now: datetime) -> None:
    """Call the next open meeting off.

    Raises:
        Refused: for whoever does not speak for the community.
    """
    require(may_change_community(actor))
    with transaction.atomic():
        if Beginning.objects.filter(meets_at__isnull=False).update(meets_at=None):
            logbook.write(actor=actor, verb="founding.meeting_off", now=now)
