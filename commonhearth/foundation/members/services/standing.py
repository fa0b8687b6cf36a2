"""The one place where a standing changes: the row and its dated period together."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from commonhearth.foundation.communities.models import Community
from commonhearth.foundation.members.models import Member, Period, Standing


def one_name_at_a_time(community_id: UUID) -> None:
    """Let one transaction at a time bring a name into a community, so that two of one name see each other.

    Called before anything else is read or locked; it also makes of two tabs one after the other.
    """
    Community.objects.select_for_update().only("id").get(id=community_id)


def locked(member: Member) -> Member:
    """Return the member's row as it is now, locked for this transaction, keeping the actor's facts."""
    row = Member.objects.select_for_update().get(id=member.id)
    row.offices, row.circle_ids, row.on_hold = member.offices, member.circle_ids, member.on_hold
    return row


def set_standing(member: Member, standing: Standing, *, now: datetime) -> Member:
    """End the open period, open the next, and set the member's standing; whoever has died has since now."""
    # Who had to wait for the other press may have begun before it; periods still go forward.
    before = Period.objects.filter(member=member, until=None).first()
    since = max(now, before.since) if before else now
    Period.objects.filter(member=member, until=None).update(until=since)
    Period.objects.create(member=member, standing=standing, since=since, created=now)
    member.standing, member.died = standing, now if standing == Standing.DIED else None
    member.save(update_fields=["standing", "died"])
    return member
