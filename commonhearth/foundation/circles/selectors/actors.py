"""As whom somebody acts: the member with their circles and offices now."""

from __future__ import annotations

from datetime import datetime
from types import MappingProxyType
from typing import TYPE_CHECKING, Any
from uuid import UUID

from commonhearth.foundation.circles.access import Seat
from commonhearth.foundation.circles.models import CircleKind, CircleMembership, Role
from commonhearth.foundation.members.models import INSIDE, Member, Standing
from commonhearth.foundation.members.selectors import open_holds
from commonhearth.foundation.tenancy.ready import Ready

if TYPE_CHECKING:
    from commonhearth.foundation.accounts.models import Person


def acting(person: Person | None, *, now: datetime) -> Member | None:
    """Return the member as whom a person acts in the community in reach, with offices and circles.

    Two queries whatever there is. None for a person without a row here.
    """
    if person is None:
        return None
    member = _row_of.first(sign_in=person.id)
    return member and as_actor(member, now=now)


_row_of: Ready[Member] = Ready(
    lambda sign_in: Member.objects.select_related("community").filter(person=sign_in).order_by()
)


def as_actor(member: Member, *, now: datetime) -> Member:
    """Fill in a member's circles, the offices held in each, those of the community, and whether they are on hold.

    One query, and none for who is outside: everyone inside sits in the circle of everyone, so a hold stands
    in any of their rows. Who is outside, or on hold, has nothing; who is away keeps their circles to read, and
    holds no office meanwhile.
    """
    member.offices, member.circle_ids, member.seats = frozenset(), frozenset(), MappingProxyType({})
    if member.standing not in INSIDE:
        return member
    rows = _seats_of(member=member.id)
    member.on_hold = any(_keeps_out(*row[-4:], now=now) for row in rows)
    if member.on_hold:
        return member
    seats: dict[UUID, Seat] = {}
    open_ids: set[UUID] = set()
    today = now.date()
    for (
        circle_id,
        membership_id,
        name,
        word,
        unsettled,
        kind,
        closed_on,
        office,
        starts,
        ends,
        ended,
        *_hold,
    ) in rows:
        seat = seats.setdefault(circle_id, Seat(membership_id, name, word, frozenset(), unsettled))
        if office and ended is None and starts <= today < ends and member.is_acting:
            seats[circle_id] = Seat(membership_id, name, word, seat.offices | {office}, unsettled)
        if closed_on is None:
            open_ids.add(circle_id)
        if kind == CircleKind.ROOT:
            member.offices = seats[circle_id].offices
    member.seats = MappingProxyType(seats)
    member.circle_ids = frozenset(open_ids)
    return member


# The hold as columns: Django takes three times as long to say `Exists(open_holds(...))` (tested to agree).
_seats_of: Ready[tuple[Any, ...]] = Ready(
    lambda member: (
        CircleMembership.objects.filter(member=member, left=None)
        .order_by()
        .values_list(
            "circle_id",
            "id",
            "name",
            "word",
            "to_tell_apart",
            "circle__circle_kind",
            "circle__closed_on",
            "roles__office",
            "roles__starts",
            "roles__ends",
            "roles__ended",
            "member__holds__lifted",
            "member__holds__confirmed_by",
            "member__holds__until",
            "member__holds__confirm_by",
        )
    )
)


def _keeps_out(
    lifted: datetime | None,
    confirmed_by: UUID | None,
    until: datetime | None,
    confirm_by: datetime | None,
    *,
    now: datetime,
) -> bool:
    """Say of one hold, or of none, what `members.selectors.open_holds` says."""
    end = until if confirmed_by else confirm_by
    return lifted is None and end is not None and end > now


def office_holders(offices: frozenset[str], now: datetime) -> list[Member]:
    """Return the full members who hold one of these offices of the community now, longest in office first."""
    today = now.date()
    roles = (
        Role.objects.filter(
            office__in=offices,
            circle__circle_kind=CircleKind.ROOT,
            starts__lte=today,
            ends__gt=today,
            ended=None,
            holder__left=None,
            holder__member__standing=Standing.MEMBER,
        )
        .exclude(holder__member__in=open_holds(now=now).values("member"))
        .select_related("holder__member")
        .order_by("starts", "id")
    )
    return list(
        {role.holder.member_id: role.holder.member for role in reversed(roles) if role.holder}.values()
    )[::-1]


def anybody_acts_in(circle_id: UUID) -> bool:
    """Return whether a circle goes on and has a full member who signs in and is here now."""
    here = CircleMembership.objects.filter(circle=circle_id, circle__closed_on=None, left=None)
    return here.filter(member__standing=Standing.MEMBER, member__person__isnull=False).exists()
