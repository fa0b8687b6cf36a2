"""Two people count, each without seeing the other's number."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from commonhearth.core.ledger.amounts import counted
from commonhearth.foundation import logbook
from commonhearth.foundation.access import require
from commonhearth.foundation.circles.access import Actor, own_seat
from commonhearth.rooms.treasury.access import may_book_difference, may_count, may_take_count_back
from commonhearth.rooms.treasury.models import Count, CountState, Entry, Tin
from commonhearth.rooms.treasury.selectors.book import today_of
from commonhearth.rooms.treasury.services.keeping import locked
from commonhearth.rooms.treasury.services.writing import book_of_count, in_the_tin


def write_count(*, actor: Actor, tin: Tin, amount: int, now: datetime) -> Count:
    """Write down what one counted. Where somebody else's count waits, this is the second.

    Of two who begin at once the later is the second: both have counted without seeing the other's number. Where
    they did not come to the same, no number is kept.

    Raises:
        Refused: when the actor may not, or has counted already and waits for a second.
    """
    with transaction.atomic():
        tin = locked(tin, now)
        waiting = Count.objects.filter(tin=tin, state=CountState.WAITS).select_related("first").first()
        require(may_count(actor, tin, waiting))
        seat_id, today = own_seat(actor, tin.circle).membership_id, today_of(actor, now)
        if waiting is None:
            return Count.objects.create(tin=tin, first_id=seat_id, first_amount=amount, on=today, created=now)
        found = counted(first=waiting.first_amount or 0, second=amount, book=in_the_tin(tin))
        waiting.second_id, waiting.on = seat_id, today
        if found.same:
            waiting.state, waiting.difference = CountState.STANDS, found.difference
            logbook.write(
                actor=actor,
                verb="treasury.counted",
                now=now,
                about={"circle": str(tin.circle_id)},
                circle_id=tin.circle_id,
            )
        else:
            waiting.state, waiting.first_amount = CountState.DIFFERS, None
        waiting.save()
    return waiting


def take_count_back(*, actor: Actor, count: Count, now: datetime) -> None:
    """Put away a count that waits for a second; its number is kept nowhere.

    Raises:
        Refused: when the actor may not, or somebody else has counted meanwhile.
    """
    with transaction.atomic():
        row = _locked(count, now)
        require(may_take_count_back(actor, row))
        row.delete()


def book_difference(*, actor: Actor, count: Count, now: datetime) -> Entry:
    """Write the difference of a count into the book, so that it fits the tin again.

    Raises:
        Refused: when the actor may not, or it stands there.
        NotInBook: when less than nothing would be left.
    """
    with transaction.atomic():
        row = _locked(count, now)
        require(may_book_difference(actor, row))
        return book_of_count(actor=actor, tin=row.tin, count=row, what="", now=now)


def _locked(count: Count, now: datetime) -> Count:
    tin = locked(count.tin, now)
    row = Count.objects.select_related("first", "second", "booked_as").get(id=count.id)
    row.tin = tin
    return row
