"""The book of a tin: its entries, and what is in it, as far as that may be told to a viewer."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import BooleanField, Case, Count, F, Q, QuerySet, Sum, UUIDField, When
from django.db.models import Value as V
from django.db.models.functions import ExtractQuarter, ExtractYear

from commonhearth.core.ledger.amounts import Balance
from commonhearth.core.ledger.dues import DuesSum, Paid, Quarter, told
from commonhearth.foundation.access import NotVisible, require
from commonhearth.foundation.circles.access import Actor
from commonhearth.foundation.circles.selectors import circle_for
from commonhearth.foundation.circles.selectors.people import apart_from
from commonhearth.foundation.members.models import Member
from commonhearth.rooms.treasury import words
from commonhearth.rooms.treasury.access import may_read_entry, may_see_dues
from commonhearth.rooms.treasury.models import Entry, EntryKind, Tin

PAGE = 30
DUES = Q(kind=EntryKind.DUES)


def today_of(viewer: Actor, now: datetime) -> date:
    """Return the day it is on the community's clock.

    Raises:
        NotVisible: to who is no member of it.
    """
    if not isinstance(viewer, Member):
        raise NotVisible
    return viewer.community.today(now)


# --- Entries ------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class BookPage:
    """Some entries, newest first, and the key after which the next ones stand ("" at the end)."""

    entries: list[Entry]
    more: str


def readable(viewer: Actor, tin: Tin) -> QuerySet[Entry]:
    """Ask for the entries of a tin that a viewer may read: `may_read_entry`, said to the database."""
    rows = Entry.objects.filter(tin=tin)
    if not may_see_dues(viewer, tin):
        rows = rows.filter(~DUES | Q(payer__member=getattr(viewer, "id", None)))
    return rows


def entries_of(viewer: Actor, tin: Tin, *, after: str = "", size: int = PAGE) -> BookPage:
    """Return one page of the book: dues only to who keeps it, and one's own.

    Raises:
        NotVisible: when the key of a page is none.
    """
    rows = readable(viewer, tin)
    if after:
        moment, _tilde, last = after.partition("~")
        try:
            key = (datetime.fromisoformat(moment.replace(" ", "+")), UUID(last))
        except ValueError:
            raise NotVisible from None
        rows = rows.filter(Q(created__lt=key[0]) | Q(created=key[0], id__lt=key[1]))
    found = _read(viewer, tin, rows, size + 1)
    more = f"{found[size - 1].created.isoformat()}~{found[size - 1].id}" if len(found) > size else ""
    return BookPage(found[:size], more)


def everything_in(viewer: Actor, tin: Tin) -> list[Entry]:
    """Return the whole book, oldest first, for who keeps it.

    Raises:
        Refused: to anybody else.
    """
    require(may_see_dues(viewer, tin))
    return _read(viewer, tin, Entry.objects.filter(tin=tin), None)[::-1]


def _read(viewer: Actor, tin: Tin, rows: QuerySet[Entry], most: int | None) -> list[Entry]:
    me = getattr(viewer, "id", None)
    rows = rows.select_related("payer", "handled_by", "set_right_by").annotate(
        handler_apart=_whether(apart_from(me, "handled_by__member")),
        payer_apart=_whether(apart_from(me, "payer__member")),
    )
    found: list[Any] = list(rows.order_by("-created", "-id")[:most])
    for entry in found:
        entry.tin, entry.circle = tin, tin.circle
        entry.handler = str(entry.handled_by) if entry.handled_by and not entry.handler_apart else ""
        entry.paid_by = str(entry.payer) if entry.payer and not entry.payer_apart else ""
    words.read(found, viewer=viewer)
    return found


def _whether(condition: Q) -> Case:
    return Case(When(condition, then=V(True)), default=V(False), output_field=BooleanField())


def entry_for(viewer: Actor, entry_id: UUID, *, now: datetime) -> Entry:
    """Return one entry, with its circle, its tin and its words.

    Raises:
        NotVisible: when there is none that this viewer may read.
    """
    row = Entry.objects.filter(id=entry_id).select_related("tin", "payer").first()
    if row is None:
        raise NotVisible
    circle = circle_for(viewer, row.circle_id, now=now)
    tin = row.tin
    tin.circle, row.circle = circle, circle
    if not may_read_entry(viewer, row):
        raise NotVisible
    [found] = _read(viewer, tin, Entry.objects.filter(id=entry_id), 1)
    return found


# --- What is in it ------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Book:
    """What may be told a viewer of what is in a tin.

    Attributes:
        balance: what came in less what went out until the end of `until`; None while it cannot be told.
        until: the last day that `balance` is about; None where it is all up to now.
        since: what came in and went out after that, without dues.
        sums: dues that may be told, the oldest first.
    """

    balance: Balance | None
    until: date | None
    since: Balance
    sums: tuple[DuesSum, ...] = ()


@dataclass(frozen=True, slots=True)
class QuarterSums:
    """What came in and went out in one quarter: dues of one payer, or everything else."""

    quarter: Quarter
    dues: bool
    payer: UUID | None
    came_in: int
    went_out: int
    entries: int


def book_of(viewer: Actor, tin: Tin, *, now: datetime) -> Book:
    """Return what is in a tin, in one query: up to now to who keeps it, and to everybody where no dues are paid;
    to others as it was at the end of the last sum of dues that may be told.
    """
    if not tin.takes_dues or may_see_dues(viewer, tin):
        came_in, went_out = Q(amount__gt=0), Q(amount__lt=0)
        sums = Entry.objects.filter(tin=tin).aggregate(
            came_in=Sum("amount", filter=came_in),
            went_out=Sum("amount", filter=went_out),
            entries=Count("id"),
        )
        all_of_it = Balance(int(sums["came_in"] or 0), -int(sums["went_out"] or 0), sums["entries"])
        return Book(all_of_it, None, Balance(0, 0, 0))
    return book_for_everyone(tin, today=today_of(viewer, now))


def book_for_everyone(tin: Tin, *, today: date) -> Book:
    """Return what may be told of a tin to whoever reads its circle."""
    rows = by_quarter(tin)
    sums = dues_told(rows, today=today)
    others = [row for row in rows if not row.dues]
    if not tin.takes_dues:
        return Book(together(others), None, Balance(0, 0, 0))
    if not sums:
        return Book(None, None, together(others))
    last = sums[-1].last
    until = together(row for row in others if row.quarter <= last)
    dues = sum(one.amount for one in sums)
    # How many entries of dues there are is not told: with what one pays it would be a sum.
    balance = Balance(until.came_in + dues, until.went_out, until.entries)
    since = together(row for row in others if row.quarter > last)
    return Book(balance, last.last_day, since, sums)


def by_quarter(tin: Tin) -> list[QuarterSums]:
    """Return what came in and went out in each quarter, dues by payer; one query whatever there is."""
    rows = (
        Entry.objects.filter(tin=tin)
        .annotate(year=ExtractYear("booked"), quarter=ExtractQuarter("booked"), is_dues=_whether(DUES))
        .annotate(who=Case(When(DUES, then=F("payer__member_id")), default=None, output_field=UUIDField()))
        .order_by()
        .values("year", "quarter", "is_dues", "who")
        .annotate(
            came_in=Sum("amount", filter=Q(amount__gt=0)),
            went_out=Sum("amount", filter=Q(amount__lt=0)),
            entries=Count("id"),
        )
    )
    return [
        QuarterSums(
            Quarter(row["year"], row["quarter"]),
            bool(row["is_dues"]),
            row["who"],
            int(row["came_in"] or 0),
            -int(row["went_out"] or 0),
            row["entries"],
        )
        for row in rows
    ]


def dues_told(rows: Iterable[QuarterSums], *, today: date) -> tuple[DuesSum, ...]:
    """Return the sums of dues that may be told on a day."""
    paid = [Paid(row.quarter, row.payer, row.came_in - row.went_out) for row in rows if row.dues]
    return told(paid=paid, today=today)


def together(rows: Iterable[QuarterSums]) -> Balance:
    """Return what some quarters come to."""
    found = list(rows)
    return Balance(
        sum(row.came_in for row in found),
        sum(row.went_out for row in found),
        sum(row.entries for row in found),
    )
