"""Writing into the book of a tin: once, and never over."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Sum

from commonhearth.core.ledger.amounts import written
from commonhearth.foundation import logbook
from commonhearth.foundation.access import Refused, no, require
from commonhearth.foundation.circles.access import Actor, own_seat
from commonhearth.foundation.circles.models import CircleMembership
from commonhearth.foundation.circles.selectors import person_in
from commonhearth.foundation.files import services as files
from commonhearth.foundation.files.arriving import Accepted
from commonhearth.rooms.treasury import words
from commonhearth.rooms.treasury.access import may_set_right, may_write_in_tin
from commonhearth.rooms.treasury.models import Count, Entry, EntryKind, Tin
from commonhearth.rooms.treasury.selectors.book import today_of
from commonhearth.rooms.treasury.services.keeping import locked


class NotInBook(Refused):
    """An entry cannot stand in the book as it was said. Carries the verdict; `field` names what is wrong."""

    def __init__(self, field: str, code: str, **params: object) -> None:
        super().__init__(no(code, **params))
        self.field = field


def write_entry(
    *,
    actor: Actor,
    tin: Tin,
    amount: int,
    day: date,
    what: str,
    dues: bool = False,
    handled_by: UUID | None = None,
    payer: UUID | None = None,
    receipt: Sequence[Accepted] = (),
    now: datetime,
) -> Entry:
    """Write an entry.

    Args:
        amount: in minor units; above zero it came in, below zero it went out.
        day: when the money moved; it counts for the quarter and the year in which it is written.
        dues: whether somebody paid dues.
        handled_by: the place in the circle of who had the money in hand; None for the actor.
        payer: the place of who paid dues; None names nobody.

    Raises:
        Refused: when the actor may not, or there is no room for the receipt.
        NotInBook: when there is not so much in the tin, or the entry makes no sense.
        NotVisible: when nobody whom the actor sees has such a place.
    """
    with transaction.atomic():
        tin = locked(tin, now)
        require(may_write_in_tin(actor, tin))
        if day > today_of(actor, now):
            raise NotInBook("day", "tin_day_to_come")
        if dues and not tin.takes_dues:
            raise NotInBook("way", "tin_without_dues")
        if dues and amount < 0:
            raise NotInBook("amount", "tin_dues_come_in")
        if payer is not None and not dues:
            raise NotInBook("payer", "tin_payer_of_dues")
        what = " ".join(what.split())
        if not what and not dues:
            raise NotInBook("what", "tin_what_for")
        entry = Entry(
            tin=tin,
            kind=EntryKind.DUES if dues else EntryKind.MONEY,
            amount=amount,
            day=day,
            handled_by=_seat(actor, tin, handled_by) or _own(actor, tin),
            payer=_seat(actor, tin, payer),
        )
        put_in(actor, tin, entry, what=what, now=now)
        files.hang(
            receipt,
            on=entry,
            now=now,
            sealed_with=("circle", tin.circle_id) if tin.circle.is_hidden else None,
        )
    return entry


def set_right(*, actor: Actor, entry: Entry, what: str = "", now: datetime) -> Entry:
    """Set an entry right by another that takes it back whole; what was meant is then written anew.

    Raises:
        Refused: when the actor may not, or it was set right already.
        NotInBook: when there is not so much in the tin any more.
    """
    with transaction.atomic():
        tin = locked(entry.tin, now)
        wrong = Entry.objects.select_related("payer", "set_right_by").get(id=entry.id)
        wrong.tin, wrong.circle = tin, tin.circle
        require(may_set_right(actor, wrong))
        counter = Entry(
            tin=tin,
            kind=wrong.kind,
            amount=-wrong.amount,
            day=today_of(actor, now),
            handled_by=_own(actor, tin),
            payer=wrong.payer,
            sets_right=wrong,
        )
        put_in(actor, tin, counter, what=" ".join(what.split()), now=now)
    return counter


def put_in(actor: Actor, tin: Tin, entry: Entry, *, what: str, now: datetime) -> None:
    """Put an entry into the book of a locked tin, with its line in the logbook.

    Raises:
        NotInBook: when more would go out than is there.
    """
    short = -(in_the_tin(tin) + entry.amount)
    if entry.amount < 0 and short > 0:
        said = written(amount=short, currency=tin.currency)
        raise NotInBook("amount", "tin_not_so_much", short=said, currency=tin.currency)
    entry.id, entry.circle, entry.created, entry.booked = uuid4(), tin.circle, now, today_of(actor, now)
    words.put(entry, tin.circle, what=what)
    entry.save(force_insert=True)
    if entry.kind != EntryKind.DUES:  # a line for each would tell when somebody paid, and how many did
        logbook.write(
            actor=actor,
            verb="treasury.entry",
            now=now,
            about={"circle": str(tin.circle_id), "entry": str(entry.id)},
            circle_id=tin.circle_id,
        )


def in_the_tin(tin: Tin) -> int:
    """Return what is in a tin by its book."""
    return int(Entry.objects.filter(tin=tin).aggregate(sum=Sum("amount"))["sum"] or 0)


def book_of_count(*, actor: Actor, tin: Tin, count: Count, what: str, now: datetime) -> Entry:
    """Put the difference of a count into the book of a locked tin."""
    entry = Entry(
        tin=tin,
        kind=EntryKind.DIFFERENCE,
        amount=count.difference or 0,
        day=count.on,
        handled_by=_own(actor, tin),
        count=count,
    )
    put_in(actor, tin, entry, what=what, now=now)
    return entry


def _own(actor: Actor, tin: Tin) -> CircleMembership:
    return CircleMembership.objects.get(id=own_seat(actor, tin.circle).membership_id)


def _seat(actor: Actor, tin: Tin, seat_id: UUID | None) -> CircleMembership | None:
    if seat_id is None:
        return None
    return person_in(actor, tin.circle, seat_id)
