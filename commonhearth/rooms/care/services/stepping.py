"""What a circle does when somebody it counted on has stepped back, and what is handed over."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from commonhearth.foundation.access import Refused, no, require
from commonhearth.foundation.circles.access import Actor, own_seat
from commonhearth.foundation.circles.models import Circle, CircleMembership, Role
from commonhearth.foundation.circles.selectors import root_circle
from commonhearth.foundation.notices.telling import tell_circle
from commonhearth.foundation.sealed import erasure
from commonhearth.rooms.care.access.stepping import (
    may_ask_neighbour,
    may_come_to_help,
    may_settle_need,
    may_write_handover,
)
from commonhearth.rooms.care.models.stepping import Handover, Need, Way


def note_need(*, circle_id: UUID, office: str, now: datetime) -> None:
    """Note that a role is without anyone. Twice is as once."""
    Need.objects.get_or_create(circle_id=circle_id, office=office, over=None, defaults={"created": now})


def close_met(circle_ids: Iterable[UUID], *, now: datetime) -> None:
    """Put away the needs of circles in which somebody holds the role again."""
    for need in Need.objects.filter(circle__in=list(circle_ids), over=None):
        held = Role.objects.filter(
            circle=need.circle_id,
            office=need.office,
            holder__isnull=False,
            ended=None,
            ends__gt=now.date(),
        )
        if held.exists():
            need.over = now
            need.save(update_fields=["over"])


def settle(*, actor: Actor, need: Need, way: str, neighbour: Circle | None = None, now: datetime) -> Need:
    """Say what the circle does: meet without, move it, or ask a neighbour circle. It can be said anew.

    Raises:
        Refused: when the actor is not in the circle, it is over, or a neighbour cannot be asked.
    """
    with transaction.atomic():
        need = Need.objects.select_for_update(of=("self",)).select_related("circle").get(id=need.id)
        require(may_settle_need(actor, need))
        if way == Way.NEIGHBOUR:
            require(may_ask_neighbour(actor, need, neighbour))
            if neighbour is None:
                raise Refused(no("no_neighbour"))
        seat = own_seat(actor, need.circle)
        need.way, need.said_by_id = Way(way), seat.membership_id
        need.asked = neighbour if way == Way.NEIGHBOUR else None
        need.helper = None
        need.save()
        _tell(need.circle_id, need, "care.settled", now=now)
        if need.asked_id is not None:
            _tell(need.asked_id, need, "care.neighbour_asks", now=now)
    return need


def come_to_help(*, actor: Actor, need: Need, now: datetime) -> Need:
    """Say that one comes, from a neighbour circle, by one's name in the community.

    Raises:
        Refused: when one's circle was not asked, or somebody was first.
    """
    with transaction.atomic():
        need = Need.objects.select_for_update(of=("self",)).select_related("circle").get(id=need.id)
        require(may_come_to_help(actor, need))
        seat = own_seat(actor, root_circle(now=now))
        need.helper = CircleMembership.objects.get(id=seat.membership_id)
        need.save(update_fields=["helper"])
        _tell(need.circle_id, need, "care.somebody_comes", now=now)
    return need


def _tell(circle_id: UUID, need: Need, code: str, *, now: datetime) -> None:
    tell_circle(circle_id=circle_id, code=code, url_name="care:need", url_args=[str(need.id)], now=now)


def write_handover(
    *, actor: Actor, circle: Circle, keys: str, promises: str, waiting: str, now: datetime
) -> Handover | None:
    """Write down what whoever steps in must know; all empty takes it away.

    Raises:
        Refused: when the actor is not in the circle.
    """
    require(may_write_handover(actor, circle))
    seat = own_seat(actor, circle)
    with transaction.atomic():
        CircleMembership.objects.select_for_update().get(id=seat.membership_id)
        found = Handover.objects.filter(seat_id=seat.membership_id).first()
        if not (keys or promises or waiting):
            if found is not None:
                erasure.erase(found)
            return None
        found = found or Handover(circle=circle, seat_id=seat.membership_id, created=now)
        found.keys, found.promises, found.waiting = keys, promises, waiting
        found.save()
    return found


def forget_handovers(membership_id: UUID) -> None:
    """Let go of what touches somebody's place in a circle that they left."""
    for row in Handover.objects.filter(seat=membership_id):
        erasure.erase(row)
    Need.objects.filter(Q(helper=membership_id)).update(helper=None)
