"""Giving a role for a term, and laying it down."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from commonhearth.foundation.access import NotVisible, require
from commonhearth.foundation.circles.access import (
    Actor,
    may_give_role,
    may_lay_down_role,
    may_see_circle,
    own_seat,
    seat_in,
)
from commonhearth.foundation.circles.events import RoleGiven, SomeoneNeeded
from commonhearth.foundation.circles.models import Circle, CircleMembership, Office, Role
from commonhearth.foundation.circles.selectors.actors import as_actor
from commonhearth.foundation.circles.selectors.roles import running
from commonhearth.foundation.circles.selectors.seeing import circle_of
from commonhearth.foundation.circles.services.handing import hand_on
from commonhearth.foundation.circles.services.opening import write
from commonhearth.foundation.circles.services.terms import year_after
from commonhearth.foundation.events import announce
from commonhearth.foundation.members.models import Member, Standing

#: Offices of the community, held in the root circle only.
COMMUNITY_ONLY = frozenset({Office.STEWARD, Office.REGISTRAR, Office.WELCOMER, Office.ON_DUTY})


class TermTooLong(ValueError):
    """A term lasts a year at most; then somebody looks again."""

    def __init__(self, latest: date) -> None:
        super().__init__(latest)
        self.latest = latest


class TermBackwards(ValueError):
    """A term ends after it begins, and not in the past."""


class OfficeElsewhere(ValueError):
    """An office of the whole community was to be given in another circle."""

    def __init__(self, office: str) -> None:
        super().__init__(office)
        self.office = office


class NotHere(ValueError):
    """The person is not in this circle, is new, or is not here just now."""


class HeldAlready(ValueError):
    """The person holds this role already in that time."""


class NoInto(ValueError):
    """A delegate goes into another circle, and nobody else does."""


def give_role(
    *,
    actor: Actor,
    circle: Circle,
    office: str,
    holder: CircleMembership,
    starts: date,
    ends: date,
    into: Circle | None = None,
    now: datetime,
) -> Role:
    """Give somebody in a circle a role for a term of at most a year.

    Args:
        ends: the first day on which nobody holds it any more.
        into: for a delegate, the circle into which they carry this one's voice. It grants them nothing there.

    Raises:
        Refused: when the actor may not.
        NotVisible: when the actor does not see the circle that a delegate would go into.
        OfficeElsewhere, NotHere, TermBackwards, TermTooLong, HeldAlready, NoInto: see each.
    """
    with transaction.atomic():
        circle = Circle.objects.select_for_update().get(id=circle.id)
        circle.is_kept = circle_of(circle.id, now=now).is_kept
        seat = seat_in(actor, circle)
        to_self = seat is not None and seat.membership_id == holder.id
        require(
            may_give_role(actor, circle, to_self, to_self and circle.is_root and _nobody_else(circle, holder))
        )
        _check(circle, Office(office), holder, starts, ends, today=now.date())
        _check_into(actor, circle, Office(office), into)
        same = running(circle, today=starts).filter(office=office, holder=holder, starts__lt=ends, into=into)
        if same.exists():
            raise HeldAlready
        role = Role.objects.create(
            circle=circle,
            office=Office(office),
            holder=holder,
            starts=starts,
            ends=ends,
            into=into,
            created=now,
        )
        write(
            circle,
            actor=actor,
            verb=f"circle.role_given.{role.office}",
            now=now,
            details={"name": str(holder)},
            member=Member.objects.get(id=holder.member_id),
        )
        announce(RoleGiven(circle.id, role.id, now))
        if isinstance(actor, Member):
            as_actor(actor, now=now)
    return role


def _nobody_else(circle: Circle, holder: CircleMembership) -> bool:
    others = CircleMembership.objects.filter(circle=circle, left=None, member__standing=Standing.MEMBER)
    return not others.exclude(id=holder.id).exists()


def _check(
    circle: Circle, office: Office, holder: CircleMembership, starts: date, ends: date, *, today: date
) -> None:
    if office in COMMUNITY_ONLY and not circle.is_root:
        raise OfficeElsewhere(office)
    here = CircleMembership.objects.filter(
        id=holder.id, circle=circle, left=None, member__standing=Standing.MEMBER
    ).exists()
    if not here:
        raise NotHere
    if ends <= starts or ends <= today:
        raise TermBackwards
    if ends > year_after(starts):
        raise TermTooLong(year_after(starts))


def _check_into(actor: Actor, circle: Circle, office: Office, into: Circle | None) -> None:
    if (office == Office.DELEGATE) != (into is not None):
        raise NoInto
    if into is None:
        return
    if into.id == circle.id or into.closed_on is not None:
        raise NoInto
    if not may_see_circle(actor, into):
        raise NotVisible


def lay_down(*, actor: Actor, role: Role, now: datetime) -> None:
    """Lay a role down before its term is over, without a reason.

    Who stood in for somebody gives it back; who was away leaves it to whoever stands in.

    Raises:
        Refused: when it is not the actor's.
    """
    with transaction.atomic():
        role = Role.objects.select_for_update(of=("self",)).select_related("circle").get(id=role.id)
        require(may_lay_down_role(actor, role))
        seat = own_seat(actor, role.circle)
        if role.kept_for_id == seat.membership_id and role.holder_id is not None:
            role.kept_for = None
            role.save(update_fields=["kept_for"])
        elif role.holder_id == seat.membership_id and role.kept_for_id is not None:
            role.holder = None
            role.save(update_fields=["holder"])
            announce(SomeoneNeeded(role.circle_id, role.office, now))
        else:
            hand_on(role, None, now=now)
        verb = f"circle.role_laid_down.{role.office}"
        write(role.circle, actor=actor, verb=verb, now=now, details={"name": seat.name})
        if isinstance(actor, Member):
            as_actor(actor, now=now)
