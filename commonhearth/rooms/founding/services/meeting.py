"""The next open meeting of a living community, in a few words; it stands in the room of meetings."""

from __future__ import annotations

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext as _

from commonhearth.foundation import logbook
from commonhearth.foundation.access import require
from commonhearth.foundation.circles.models import Circle
from commonhearth.foundation.circles.selectors import root_circle
from commonhearth.foundation.communities.access import FOUNDERS, may_change_community
from commonhearth.foundation.communities.models import Community
from commonhearth.rooms.founding.access import Actor
from commonhearth.rooms.founding.models import Beginning, Shown
from commonhearth.rooms.meetings import services as meetings


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
) -> None:
    """Set the next open meeting, in the community's own time zone.

    Raises:
        Refused: for whoever does not speak for the community.
    """
    require(may_change_community(actor))
    with transaction.atomic():
        said = {"where": where, "district": district, "shown": shown, "expect": expect}
        hold(root_circle(now=now), community, day=day, clock=clock, now=now, **said)
        logbook.write(actor=actor, verb="founding.meeting_set", now=now)


def hold(
    root: Circle,
    community: Community,
    *,
    day: date,
    clock: time,
    where: str,
    district: str,
    shown: str,
    expect: str,
    now: datetime,
) -> None:
    """Let the meeting stand in the room of meetings, inside a transaction; the founders do it as one."""
    meetings.hold_open(
        actor=FOUNDERS,
        circle=root,
        title=_("Open meeting"),
        day=day,
        at=clock,
        zone=community.time_zone,
        place=where.strip(),
        district=district.strip(),
        place_for="all" if shown == Shown.EXACT else "hello",
        about=expect.strip(),
        now=now,
    )


def call_off_meeting(*, actor: Actor, now: datetime) -> None:
    """Call the next open meeting off.

    Raises:
        Refused: for whoever does not speak for the community.
    """
    require(may_change_community(actor))
    with transaction.atomic():
        if meetings.call_off(actor=FOUNDERS, circle=root_circle(now=now), now=now):
            logbook.write(actor=actor, verb="founding.meeting_off", now=now)


def move_once(*, community: Community, now: datetime) -> None:
    """Let a meeting that was set before the room of meetings stood go there, in the community in reach."""
    with transaction.atomic():
        old = Beginning.objects.select_for_update().filter(meets_at__gt=now).first()
        if old is None or old.meets_at is None:
            return
        at = old.meets_at.astimezone(ZoneInfo(community.time_zone))
        said = {"where": old.meets_where, "district": old.meets_district, "shown": old.meets_shown}
        hold(
            root_circle(now=now),
            community,
            day=at.date(),
            clock=at.time(),
            expect=old.meets_expect,
            now=now,
            **said,
        )
        old.meets_at = None
        old.save(update_fields=["meets_at"])
