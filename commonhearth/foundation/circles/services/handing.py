"""Stepping back: roles pass to the second named person, or the circle is told that someone is needed.

Away for a while: the second holds the role, and it comes back with its holder. For good: the second
holds it for the rest of the term. Where nobody is named as second, the role stands empty.
"""

from __future__ import annotations

from datetime import date, datetime

from django.db.models import Q

from commonhearth.foundation.circles.events import SomeoneNeeded
from commonhearth.foundation.circles.models import CircleMembership, Office, Role
from commonhearth.foundation.circles.selectors.roles import running, second_of
from commonhearth.foundation.events import announce


def _held(membership: CircleMembership, *, today: date) -> list[Role]:
    roles = running(membership.circle, today=today).filter(Q(holder=membership) | Q(kept_for=membership))
    return list(roles.select_for_update(of=("self",)).order_by("id"))


def step_back(membership: CircleMembership, *, now: datetime, quietly: bool = False) -> None:
    """Hand over every role of somebody who is away, until they are back.

    Args:
        quietly: nobody is told that someone is needed (after a death a person tells the circle first).
    """
    today = now.date()
    second = second_of(membership.circle, but=membership, today=today)
    for role in _held(membership, today=today):
        if role.holder_id != membership.id:
            continue
        role.kept_for_id = role.kept_for_id or membership.id
        role.holder = None if role.office == Office.SECOND else second
        role.save(update_fields=["kept_for", "holder"])
        if role.holder is None and not quietly:
            announce(SomeoneNeeded(role.circle_id, role.office, now))


def take_up(membership: CircleMembership, *, now: datetime) -> None:
    """Give back every role that was kept for somebody who is here again."""
    for role in _held(membership, today=now.date()):
        if role.kept_for_id == membership.id:
            role.holder, role.kept_for = membership, None
            role.save(update_fields=["kept_for", "holder"])


def stand_in_again(membership: CircleMembership, *, now: datetime) -> None:
    """Let the second, wrongly read as dead, stand in for who is away where nobody else has since."""
    today = now.date()
    roles = running(membership.circle, today=today).filter(holder=None, kept_for__isnull=False)
    for role in roles.exclude(office=Office.SECOND).select_for_update(of=("self",)).order_by("id"):
        if second_of(membership.circle, but=role.kept_for, today=today) == membership:
            role.holder = membership
            role.save(update_fields=["holder"])


def step_down(membership: CircleMembership, *, now: datetime) -> None:
    """Hand over every role of somebody who has left, for the rest of its term."""
    today = now.date()
    second = second_of(membership.circle, but=membership, today=today)
    for role in _held(membership, today=today):
        if role.kept_for_id == membership.id:
            role.kept_for = None  # whoever stands in keeps it to the end of the term
            role.save(update_fields=["kept_for"])
            if role.holder_id is not None:
                continue
        hand_on(role, second if role.office != Office.SECOND else None, now=now)


def hand_on(role: Role, second: CircleMembership | None, *, now: datetime) -> None:
    """End somebody's term early; the second holds the rest of it, where one is named."""
    role.ended = now
    role.save(update_fields=["ended"])
    if second is not None:
        Role.objects.create(
            circle_id=role.circle_id,
            office=role.office,
            holder=second,
            starts=max(role.starts, now.date()),
            ends=role.ends,
            into_id=role.into_id,
            created=now,
        )
    else:
        announce(SomeoneNeeded(role.circle_id, role.office, now))
