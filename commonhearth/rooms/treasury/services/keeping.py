"""Opening a tin, and who keeps it."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from commonhearth.core.ledger.amounts import DIGITS
from commonhearth.foundation import logbook
from commonhearth.foundation.access import NotVisible, Refused, no, require
from commonhearth.foundation.circles.access import Actor, own_seat
from commonhearth.foundation.circles.models import Circle
from commonhearth.foundation.circles.selectors import person_in
from commonhearth.foundation.circles.selectors.seeing import circle_of
from commonhearth.foundation.members.models import Standing
from commonhearth.foundation.notices.telling import tell
from commonhearth.rooms.treasury.access import (
    may_keep_tin,
    may_lay_down_tin,
    may_open_tin,
    may_write_in_tin,
)
from commonhearth.rooms.treasury.models import Keeper, Tin
from commonhearth.rooms.treasury.selectors.tins import somebody_keeps


def open_tin(*, actor: Actor, circle: Circle, currency: str, takes_dues: bool, now: datetime) -> Tin:
    """Open a circle's tin; whoever opens it keeps it. A circle has one.

    Raises:
        Refused: when the actor may not, the circle has one, or the currency is none.
    """
    with transaction.atomic():
        circle = _locked_circle(circle, now)
        require(may_open_tin(actor, circle))
        if currency not in DIGITS:
            raise Refused(no("tin_no_currency", currency=currency))
        if Tin.objects.filter(circle=circle).exists():
            raise Refused(no("tin_stands"))
        tin = Tin.objects.create(circle=circle, currency=currency, takes_dues=takes_dues, created=now)
        Keeper.objects.create(tin=tin, seat_id=own_seat(actor, circle).membership_id, created=now)
        _write(actor, "treasury.opened", tin, now)
    return tin


def keep_tin(*, actor: Actor, tin: Tin, now: datetime) -> None:
    """Begin to keep a tin.

    Raises:
        Refused: when the actor may not.
    """
    with transaction.atomic():
        tin = locked(tin, now)
        require(may_keep_tin(actor, tin, somebody_does=somebody_keeps(tin)))
        Keeper.objects.create(tin=tin, seat_id=own_seat(actor, tin.circle).membership_id, created=now)
        _write(actor, "treasury.keepers", tin, now)


def ask_to_keep(*, actor: Actor, tin: Tin, seat_id: UUID, now: datetime) -> None:
    """Let somebody else of the circle keep the tin too. They are told, and may lay it down at any time.

    Raises:
        Refused: when the actor may not, or the other keeps it, or is no full member who is here.
        NotVisible: when nobody whom the actor sees has that place.
    """
    with transaction.atomic():
        tin = locked(tin, now)
        require(may_write_in_tin(actor, tin))
        seat = person_in(actor, tin.circle, seat_id)
        if seat.member.standing != Standing.MEMBER:
            raise Refused(no("tin_keeper_not_here"))
        if Keeper.objects.filter(tin=tin, seat=seat, until=None).exists():
            raise Refused(no("tin_keeper_already"))
        Keeper.objects.create(tin=tin, seat=seat, created=now)
        _write(actor, "treasury.keepers", tin, now)
        tell(
            member=seat.member,
            code="treasury.keeper",
            url_name="treasury:keepers",
            url_args=[str(tin.circle_id)],
            now=now,
        )


def lay_down_tin(*, actor: Actor, tin: Tin, now: datetime) -> None:
    """Keep the tin no more, without a reason.

    Raises:
        Refused: when the actor does not keep it.
    """
    with transaction.atomic():
        tin = locked(tin, now)
        require(may_lay_down_tin(actor, tin))
        seat_id = own_seat(actor, tin.circle).membership_id
        Keeper.objects.filter(tin=tin, seat_id=seat_id, until=None).update(until=now)
        _write(actor, "treasury.keepers", tin, now)


def take_dues(*, actor: Actor, tin: Tin, now: datetime) -> None:
    """Let dues be paid into a tin from now on, for good: what is in it is then not told from day to day.

    Raises:
        Refused: when the actor may not.
    """
    with transaction.atomic():
        tin = locked(tin, now)
        require(may_write_in_tin(actor, tin))
        if not tin.takes_dues:
            Tin.objects.filter(id=tin.id).update(takes_dues=True)
            _write(actor, "treasury.dues", tin, now)


def locked(tin: Tin, now: datetime) -> Tin:
    """Return a tin as it is now, so that nobody else writes into its book meanwhile; inside a transaction."""
    row = Tin.objects.select_for_update().get(id=tin.id)
    row.circle = circle_of(row.circle_id, now=now)
    return row


def _locked_circle(circle: Circle, now: datetime) -> Circle:
    if not Circle.objects.select_for_update().filter(id=circle.id).exists():
        raise NotVisible
    return circle_of(circle.id, now=now)


def _write(actor: Actor, verb: str, tin: Tin, now: datetime) -> None:
    logbook.write(
        actor=actor, verb=verb, now=now, about={"circle": str(tin.circle_id)}, circle_id=tin.circle_id
    )
