"""What two people counted, as far as a viewer may see it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import QuerySet

from commonhearth.foundation.access import NotVisible
from commonhearth.foundation.circles.access import Actor, seat_in
from commonhearth.foundation.circles.selectors import circle_for, names_of
from commonhearth.rooms.treasury.access import (
    is_told_to_all,
    may_book_difference,
    may_read_tin,
    may_see_difference,
    may_see_dues,
)
from commonhearth.rooms.treasury.models import Count, CountState, Tin

PAGE = 30


@dataclass(frozen=True, slots=True)
class CountSeen:
    """A count that stands.

    Attributes:
        names: of the two, without those kept apart from the viewer.
        amount: what both counted; None where it would tell how much was paid.
        difference: in the tin less in the book; None where it is not told yet.
        fits: whether it is the same as in the book.
        booked: whether the difference stands in the book.
        book: whether the viewer may write it there.
    """

    id: UUID
    on: date
    names: tuple[str, ...]
    amount: int | None
    difference: int | None
    fits: bool
    booked: bool
    book: bool


def counts_of(viewer: Actor, tin: Tin, *, size: int = PAGE) -> list[CountSeen]:
    """Return the newest counts that stand; two queries, and one more where it is not known yet who keeps the tin.

    Raises:
        NotVisible: when the viewer may not read the circle.
    """
    if not may_read_tin(viewer, tin):
        raise NotVisible
    rows = _standing(tin).select_related("first", "second")
    found = list(rows[:size])
    ids = {one for count in found for one in (count.first_id, count.second_id) if one}
    names = names_of(viewer, tin.circle, ids) if ids else {}
    return [_seen(viewer, tin, count, names) for count in found]


def counts_for_everyone(tin: Tin, year: int) -> list[CountSeen]:
    """Return the counts of a year as they are read out at a meeting, the oldest first."""
    return [
        CountSeen(
            count.id,
            count.on,
            (),
            None,
            count.difference if is_told_to_all(count) else None,
            not count.difference,
            hasattr(count, "booked_as"),
            False,
        )
        for count in reversed(_standing(tin).filter(on__year=year))
    ]


def _standing(tin: Tin) -> QuerySet[Count]:
    rows = Count.objects.filter(tin=tin, state=CountState.STANDS).select_related("booked_as", "tin")
    return rows.order_by("-created", "-id")


def _seen(viewer: Actor, tin: Tin, count: Count, names: dict[UUID, str]) -> CountSeen:
    count.tin = tin
    whole = bool(may_see_dues(viewer, tin)) or not tin.takes_dues
    tells = bool(may_see_difference(viewer, count))
    return CountSeen(
        count.id,
        count.on,
        tuple(names[one] for one in (count.first_id, count.second_id) if one in names),
        count.first_amount if whole else None,
        count.difference if tells else None,
        not count.difference,
        hasattr(count, "booked_as"),
        bool(may_book_difference(viewer, count)),
    )


def waiting_count(viewer: Actor, tin: Tin) -> tuple[Count | None, str, bool]:
    """Return the count that waits for a second, who made it, and whether it is the viewer's; never its number."""
    count = Count.objects.filter(tin=tin, state=CountState.WAITS).select_related("first").first()
    if count is None:
        return None, "", False
    count.tin = tin
    seat = seat_in(viewer, tin.circle)
    mine = (
        seat is not None and count.first is not None and count.first.member_id == getattr(viewer, "id", None)
    )
    names = names_of(viewer, tin.circle, [count.first_id])
    return count, names.get(count.first_id, "") if count.first_id else "", mine


def last_count(tin: Tin) -> Count | None:
    """Return the last count that two people have made, whether they came to the same or not."""
    return Count.objects.filter(tin=tin).exclude(state=CountState.WAITS).order_by("-created", "-id").first()


def count_for(viewer: Actor, count_id: UUID, *, now: datetime) -> Count:
    """Return one count with its tin and its circle.

    Raises:
        NotVisible: when there is none in a circle that the viewer reads.
    """
    count = Count.objects.filter(id=count_id).select_related("tin", "first", "second", "booked_as").first()
    if count is None:
        raise NotVisible
    count.tin.circle = circle_for(viewer, count.tin.circle_id, now=now)
    if not may_read_tin(viewer, count.tin):
        raise NotVisible
    return count
