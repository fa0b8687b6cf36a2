"""The one place where a standing changes: the row and its dated period together."""

from __future__ import annotations

from datetime import datetime

from commonhearth.foundation.members.models import Member, Period, Standing


def locked(member: Member) -> Member:
    """Return the member's row as it is now, locked for this transaction, keeping the actor's facts."""
    row = Member.objects.select_for_update().get(id=member.id)
    row.offices, row.circle_ids, row.on_hold = member.offices, member.circle_ids, member.on_hold
    return row


def set_standing(member: Member, standing: Standing, *, now: datetime) -> Member:
    """End the open period, open the next, and set the member's standing."""
    Period.objects.filter(member=member, until=None).update(until=now)
    Period.objects.create(member=member, standing=standing, since=now, created=now)
    member.standing = standing
    member.save(update_fields=["standing"])
    return member
