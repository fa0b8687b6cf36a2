"""The tin of a circle, and who keeps it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import BooleanField, Case, Exists, OuterRef, QuerySet, When
from django.db.models import Value as V

from commonhearth.foundation.access import NotVisible
from commonhearth.foundation.circles.access import Actor
from commonhearth.foundation.circles.models import Circle
from commonhearth.foundation.circles.selectors.people import apart_from
from commonhearth.foundation.members.models import Standing
from commonhearth.rooms.treasury.access import may_read_tin
from commonhearth.rooms.treasury.models import Count, CountState, Keeper, Tin


@dataclass(frozen=True, slots=True)
class Kept:
    """Somebody who keeps a tin, as the viewer may see them; without a name where the two are kept apart."""

    seat_id: UUID
    name: str
    here: bool


def tin_in(viewer: Actor, circle: Circle) -> Tin | None:
    """Return a circle's tin, None where it has none.

    Raises:
        NotVisible: when the viewer may not read the circle.
    """
    waits = Count.objects.filter(tin=OuterRef("pk"), state=CountState.WAITS)
    tin = Tin.objects.filter(circle=circle).annotate(count_waits=Exists(waits)).first()
    if not may_read_tin(viewer, Tin(circle=circle)):
        raise NotVisible
    if tin is not None:
        tin.circle = circle
    return tin


def tin_for(viewer: Actor, circle: Circle) -> Tin:
    """Return a circle's tin.

    Raises:
        NotVisible: when it has none, or the viewer may not read the circle.
    """
    tin = tin_in(viewer, circle)
    if tin is None:
        raise NotVisible
    return tin


def tin_and_keepers(viewer: Actor, circle: Circle) -> tuple[Tin | None, list[Kept]]:
    """Return a circle's tin and who keeps it, in one query as long as anybody does.

    Raises:
        NotVisible: when the viewer may not read the circle.
    """
    if not may_read_tin(viewer, Tin(circle=circle)):
        raise NotVisible
    waits = Count.objects.filter(tin=OuterRef("tin"), state=CountState.WAITS)
    rows = Keeper.objects.filter(tin__circle=circle).select_related("tin").annotate(count_waits=Exists(waits))
    found: list[Any] = list(_who_keep(viewer, rows))
    if not found:
        tin = tin_in(viewer, circle)
        if tin is not None:
            tin.keeper_seats = frozenset()
        return tin, []
    tin = found[0].tin
    tin.circle, tin.count_waits = circle, found[0].count_waits
    return tin, _told(tin, found)


def keepers_of(viewer: Actor, tin: Tin) -> list[Kept]:
    """Return who keeps a tin, in the order in which they began; one query, which the rules then need not ask again."""
    return _told(tin, list(_who_keep(viewer, Keeper.objects.filter(tin=tin))))


def _who_keep(viewer: Actor, rows: QuerySet[Keeper]) -> QuerySet[Keeper]:
    apart = Case(
        When(apart_from(getattr(viewer, "id", None), "seat__member"), then=V(True)),
        default=V(False),
        output_field=BooleanField(),
    )
    return (
        rows.filter(until=None).select_related("seat__member").annotate(apart=apart).order_by("created", "id")
    )


def _told(tin: Tin, rows: list[Any]) -> list[Kept]:
    tin.keeper_seats = frozenset(row.seat_id for row in rows)
    return [
        Kept(
            row.seat_id,
            "" if row.apart or row.seat.left else str(row.seat),
            row.seat.left is None and row.seat.member.standing == Standing.MEMBER,
        )
        for row in rows
    ]


def somebody_keeps(tin: Tin) -> bool:
    """Return whether a full member who is in the circle and here keeps a tin."""
    rows = Keeper.objects.filter(tin=tin, until=None, seat__left=None, seat__member__standing=Standing.MEMBER)
    return rows.exists()
