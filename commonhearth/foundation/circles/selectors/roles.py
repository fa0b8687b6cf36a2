"""Who holds which role in a circle."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet

from commonhearth.foundation.access import NotVisible
from commonhearth.foundation.circles.access import Actor, may_see_circle
from commonhearth.foundation.circles.models import Circle, CircleKind, CircleMembership, Office, Role
from commonhearth.foundation.members.models import Standing

#: How long before a term ends the circle is asked to look again.
LOOK_AGAIN = timedelta(days=21)


def running(circle: Circle, *, today: date) -> QuerySet[Role]:
    """Return a circle's roles whose term has not ended, those that begin later too."""
    return Role.objects.filter(circle=circle, ended=None, ends__gt=today)


def roles_of(viewer: Actor, circle: Circle, *, now: datetime) -> list[Role]:
    """Return the roles of a circle now and to come. Names are for who may read it: ask `may_read_circle`.

    Raises:
        NotVisible: when the viewer does not see the circle.
    """
    if not may_see_circle(viewer, circle):
        raise NotVisible
    roles = running(circle, today=now.date()).select_related("holder__member", "kept_for__member", "into")
    return list(roles.order_by("starts", "id")[:100])


def ending_soon(roles: list[Role], *, now: datetime) -> list[Role]:
    """Return the roles whose term ends soon and that nobody has taken on for the time after."""
    soon = now.date() + LOOK_AGAIN
    after = {(role.office, role.into_id) for role in roles if role.ends > soon}
    return [role for role in roles if role.ends <= soon and (role.office, role.into_id) not in after]


def wants_second(circle: Circle, roles: list[Role]) -> bool:
    """Whether a support circle has yet to name who steps in."""
    return circle.circle_kind == CircleKind.SUPPORT and all(role.office != Office.SECOND for role in roles)


def is_without_second(circle: Circle, *, today: date) -> bool:
    """Whether a support circle of more than one full member has nobody named who steps in. At most two queries."""
    if circle.circle_kind != CircleKind.SUPPORT:
        return False
    if (
        running(circle, today=today)
        .filter(office=Office.SECOND, holder__left=None, holder__isnull=False)
        .exists()
    ):
        return False
    here = CircleMembership.objects.filter(circle=circle, left=None, member__standing=Standing.MEMBER)
    return here.count() > 1


def role_of(circle: Circle, role_id: UUID) -> Role:
    """Return one role of a circle.

    Raises:
        NotVisible: when the circle has none of this id.
    """
    role = Role.objects.filter(circle=circle, id=role_id).select_related("circle", "holder").first()
    if role is None:
        raise NotVisible
    return role


def second_of(circle: Circle, *, but: CircleMembership | None, today: date) -> CircleMembership | None:
    """Return who is named as second in a circle and here now."""
    seconds = running(circle, today=today).filter(
        Q(starts__lte=today),
        office=Office.SECOND,
        holder__left=None,
        holder__member__standing=Standing.MEMBER,
    )
    if but is not None:
        seconds = seconds.exclude(holder=but)
    role = seconds.select_related("holder").order_by("starts", "id").first()
    return role.holder if role else None
