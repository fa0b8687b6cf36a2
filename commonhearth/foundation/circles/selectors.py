"""Circles and their people, as a viewer may see them."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from commonhearth.foundation.circles.models import CircleKind, CircleMembership
from commonhearth.foundation.members.models import INSIDE, Member
from commonhearth.foundation.members.selectors import with_hold

if TYPE_CHECKING:
    from commonhearth.foundation.accounts.models import Person


def acting(person: Person | None, *, now: datetime) -> Member | None:
    """Return the member as whom a person acts in the community in reach, with offices and circles.

    Two queries whatever there is. None for a person without a row here.
    """
    if person is None:
        return None
    member = with_hold(Member.objects.filter(person=person), now=now).first()
    return member and as_actor(member, now=now)


def as_actor(member: Member, *, now: datetime) -> Member:
    """Fill in a member's offices (in the root circle, in term now) and circles.

    Who is outside, or away, holds no office; paused members keep their circles to read.
    """
    if member.standing not in INSIDE:
        member.offices, member.circle_ids = frozenset(), frozenset()
        return member
    rows = CircleMembership.objects.filter(member=member, left=None, circle__closed_on=None).values_list(
        "circle_id", "roles__office", "roles__starts", "roles__ends", "roles__ended", "circle__circle_kind"
    )
    circles, offices = set(), set()
    today = now.date()
    for circle_id, office, starts, ends, ended, kind in rows:
        circles.add(circle_id)
        in_term = office and ended is None and starts <= today < ends
        if in_term and kind == CircleKind.ROOT and member.is_acting:
            offices.add(office)
    member.circle_ids = frozenset(circles)
    member.offices = frozenset(offices)
    return member
