"""Tins for programs: of open circles and those by invitation. Hidden circles have no API.

Amounts are whole numbers of the currency's smallest unit. A question whether it is a hard month has no API: it is
between two, and fades.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any, Literal
from uuid import UUID

from django.http import HttpRequest
from pydantic import Field, StringConstraints

from commonhearth.core.ledger.amounts import MOST, Balance, digits_of
from commonhearth.core.ledger.dues import DuesSum
from commonhearth.foundation.access import NotVisible
from commonhearth.foundation.api.problems import Problem
from commonhearth.foundation.api.routers import Router, acted_once, done_once, next_page
from commonhearth.foundation.api.schemas import After, Day, In, Line, Out, Page
from commonhearth.foundation.circles.api.shapes import read_for
from commonhearth.kit import sentences
from commonhearth.rooms.treasury import selectors, services
from commonhearth.rooms.treasury.access import may_see_dues

if TYPE_CHECKING:
    from commonhearth.rooms.treasury.models import Entry

router = Router("treasury")
Amount = Annotated[int, Field(ge=-MOST, le=MOST)]
Counted = Annotated[int, Field(ge=0, le=MOST)]
YearNumber = Annotated[int, Field(ge=1970, le=2200)]
Currency = Annotated[str, StringConstraints(pattern="^[A-Z]{3}$")]


class BalanceOut(Out):
    #: What came in less what went out.
    amount: int
    came_in: int
    went_out: int
    #: How many entries; those of dues are not among them unless you keep the tin.
    entries: int


class DuesOut(Out):
    #: From the first day to the last, both in it.
    first: date
    last: date
    amount: int


class TinKeeperOut(Out):
    #: A circle membership.
    id: UUID
    #: Empty where you are kept apart.
    name: str


class TinOut(Out):
    currency: str
    #: Digits after the point in this currency.
    digits: int
    takes_dues: bool
    you_keep: bool
    keepers: list[TinKeeperOut]
    #: Until the end of `until`, or all of it where that is null; null while it is not told.
    balance: BalanceOut | None
    until: date | None
    #: After that, without dues.
    since: BalanceOut
    #: Dues as sums that tell on nobody; empty for who keeps the tin and reads each payment.
    dues: list[DuesOut]


class TinEntryOut(Out):
    id: UUID
    kind: str
    #: Above zero it came in, below zero it went out.
    amount: int
    day: date
    #: The day it was written; by this it counts for a quarter and a year.
    written: date
    what: str
    handled_by: UUID | None
    handled_by_name: str
    paid_by_name: str
    sets_right: UUID | None
    set_right_by: UUID | None


class TinYearOut(Out):
    year: int
    is_over: bool
    #: Without dues.
    came_in: int
    went_out: int
    dues: list[DuesOut]
    #: When the year began and when it ended; null where it is not told.
    before: int | None
    after: int | None


class CountOut(Out):
    id: UUID
    on: date
    #: What both counted; null where it would tell how much was paid.
    amount: int | None
    #: In the tin less in the book; null where it is not told yet.
    difference: int | None
    booked: bool


class CountsOut(Out):
    #: A count that waits for a second; its number is told to nobody.
    waits: UUID | None
    yours_waits: bool
    counts: list[CountOut]


class OpenTinIn(In):
    currency: Currency
    takes_dues: bool = False


class EntryIn(In):
    amount: Amount
    day: Day
    what: Line = ""
    dues: bool = False
    #: Circle memberships.
    handled_by: UUID | None = None
    paid_by: UUID | None = None


class SetRightIn(In):
    what: Line = ""


class CountIn(In):
    amount: Counted


class KeeperIn(In):
    #: Begin to keep it, lay it down, or ask somebody: a circle membership.
    act: Literal["begin", "lay_down", "ask"]
    who: UUID | None = None


class NewEntryOut(Out):
    id: UUID


class CountedOut(Out):
    #: waits, stands, or differs: then both count again.
    state: str


def _balance(found: Balance) -> BalanceOut:
    return BalanceOut(
        amount=found.amount, came_in=found.came_in, went_out=found.went_out, entries=found.entries
    )


def _dues(sums: tuple[DuesSum, ...]) -> list[DuesOut]:
    return [DuesOut(first=one.first.first_day, last=one.last.last_day, amount=one.amount) for one in sums]


def _entry(one: Any) -> TinEntryOut:
    by = getattr(one, "set_right_by", None)
    return TinEntryOut(
        id=one.id,
        kind=one.kind,
        amount=one.amount,
        day=one.day,
        written=one.booked,
        what=one.what,
        handled_by=one.handled_by_id if one.handler else None,
        handled_by_name=one.handler,
        paid_by_name=one.paid_by,
        sets_right=one.sets_right_id,
        set_right_by=by.id if by else None,
    )


def _entered(request: HttpRequest, form: str, write: Callable[[], Entry]) -> dict[str, Any]:
    """Write an entry once and give its id; 409 where there is not so much in the tin."""
    try:
        return acted_once(request, f"treasury.{form}", lambda: {"id": str(write().id)})
    except services.NotInBook as no:
        raise Problem(409, "not_yet", sentences.of_verdict(no.verdict)) from None


@router.get("/circles/{uuid:circle_id}/tin", scope="treasury:read", response=TinOut, summary="A circle’s tin")
def tin(request: HttpRequest, circle_id: UUID) -> TinOut:
    """What is in it, as far as it may be told you: nobody but those who keep it can work out one payment."""
    found = selectors.tin_for(request.actor, read_for(request, circle_id))
    book = selectors.book_of(request.actor, found, now=request.now)
    return TinOut(
        currency=found.currency,
        digits=digits_of(currency=found.currency),
        takes_dues=found.takes_dues,
        you_keep=bool(may_see_dues(request.actor, found)),
        keepers=[
            TinKeeperOut(id=one.seat_id, name=one.name)
            for one in selectors.keepers_of(request.actor, found)
            if one.name
        ],
        balance=_balance(book.balance) if book.balance else None,
        until=book.until,
        since=_balance(book.since),
        dues=_dues(book.sums),
    )


@router.post("/circles/{uuid:circle_id}/tin", scope="treasury:act", response=TinOut, summary="Open a tin")
def open_tin(request: HttpRequest, circle_id: UUID, said: OpenTinIn) -> TinOut:
    """You keep it then."""
    circle = read_for(request, circle_id)

    def act() -> None:
        services.open_tin(
            actor=request.actor,
            circle=circle,
            currency=said.currency,
            takes_dues=said.takes_dues,
            now=request.now,
        )

    done_once(request, f"treasury.open.{circle.id}", act)
    return tin(request, circle_id)


@router.post(
    "/circles/{uuid:circle_id}/tin/dues",
    scope="treasury:act",
    response=TinOut,
    summary="Let dues be paid into it",
)
def take_dues(request: HttpRequest, circle_id: UUID) -> TinOut:
    """For good: what is in it is then not told from day to day."""
    found = selectors.tin_for(request.actor, read_for(request, circle_id))

    def act() -> None:
        services.take_dues(actor=request.actor, tin=found, now=request.now)

    done_once(request, f"treasury.dues.{found.id}", act)
    return tin(request, circle_id)


@router.post(
    "/circles/{uuid:circle_id}/tin/keepers", scope="treasury:act", response=TinOut, summary="Who keeps it"
)
def keepers(request: HttpRequest, circle_id: UUID, said: KeeperIn) -> TinOut:
    """Begin to keep it, lay it down, or ask somebody of the circle to keep it too."""
    found = selectors.tin_for(request.actor, read_for(request, circle_id))

    def act() -> None:
        if said.act == "begin":
            services.keep_tin(actor=request.actor, tin=found, now=request.now)
        elif said.act == "lay_down":
            services.lay_down_tin(actor=request.actor, tin=found, now=request.now)
        elif said.who is None:
            raise NotVisible
        else:
            services.ask_to_keep(actor=request.actor, tin=found, seat_id=said.who, now=request.now)

    done_once(request, f"treasury.keepers.{found.id}", act)
    return tin(request, circle_id)


@router.get(
    "/circles/{uuid:circle_id}/tin/entries",
    scope="treasury:read",
    response=Page[TinEntryOut],
    summary="The book of a tin",
)
def entries(request: HttpRequest, circle_id: UUID, after: After = "") -> dict[str, Any]:
    """The newest first. Of dues only your own, unless you keep the tin."""
    found = selectors.tin_for(request.actor, read_for(request, circle_id))
    page = selectors.entries_of(request.actor, found, after=after)
    return {"items": [_entry(one) for one in page.entries], "next": next_page(request, page.more)}


@router.post(
    "/circles/{uuid:circle_id}/tin/entries",
    scope="treasury:act",
    response={201: NewEntryOut},
    summary="Write an entry",
)
def write(request: HttpRequest, circle_id: UUID, said: EntryIn) -> dict[str, Any]:
    """It is never changed, only set right by another. Where there is not so much in the tin: 409."""
    found = selectors.tin_for(request.actor, read_for(request, circle_id))

    def act() -> Entry:
        return services.write_entry(
            actor=request.actor,
            tin=found,
            amount=said.amount,
            day=said.day,
            what=said.what,
            dues=said.dues,
            handled_by=said.handled_by,
            payer=said.paid_by,
            now=request.now,
        )

    return _entered(request, f"entry.{found.id}", act)


def _one(request: HttpRequest, entry_id: UUID) -> Any:
    found = selectors.entry_for(request.actor, entry_id, now=request.now)
    if found.circle.is_hidden:
        raise NotVisible
    return found


@router.get("/tin/entries/{uuid:entry_id}", scope="treasury:read", response=TinEntryOut, summary="One entry")
def entry(request: HttpRequest, entry_id: UUID) -> TinEntryOut:
    """Of dues only your own, unless you keep the tin."""
    return _entry(_one(request, entry_id))


@router.post(
    "/tin/entries/{uuid:entry_id}/set-right",
    scope="treasury:act",
    response={201: NewEntryOut},
    summary="Set an entry right",
)
def set_right(request: HttpRequest, entry_id: UUID, said: SetRightIn) -> dict[str, Any]:
    """Another entry takes it back whole; then write what is right."""
    found = _one(request, entry_id)

    def act() -> Entry:
        return services.set_right(actor=request.actor, entry=found, what=said.what, now=request.now)

    return _entered(request, f"right.{found.id}", act)


@router.get(
    "/circles/{uuid:circle_id}/tin/years/{int:year}",
    scope="treasury:read",
    response=TinYearOut,
    summary="A tin’s year",
)
def year(request: HttpRequest, circle_id: UUID, year: YearNumber) -> TinYearOut:
    """The same for everyone who reads the circle."""
    found = selectors.tin_for(request.actor, read_for(request, circle_id))
    one = selectors.year_of(request.actor, found, year, now=request.now)
    return TinYearOut(
        year=one.year,
        is_over=one.is_over,
        came_in=one.others.came_in,
        went_out=one.others.went_out,
        dues=_dues(one.sums),
        before=one.before,
        after=one.after,
    )


@router.get(
    "/circles/{uuid:circle_id}/tin/counts",
    scope="treasury:read",
    response=CountsOut,
    summary="What was counted",
)
def counts(request: HttpRequest, circle_id: UUID) -> CountsOut:
    """By two people who came to the same, the newest first."""
    found = selectors.tin_for(request.actor, read_for(request, circle_id))
    waiting, _name, mine = selectors.waiting_count(request.actor, found)
    return CountsOut(
        waits=waiting.id if waiting else None,
        yours_waits=mine,
        counts=[
            CountOut(id=one.id, on=one.on, amount=one.amount, difference=one.difference, booked=one.booked)
            for one in selectors.counts_of(request.actor, found)
        ],
    )


@router.post(
    "/circles/{uuid:circle_id}/tin/counts",
    scope="treasury:act",
    response={201: CountedOut},
    summary="Say what you counted",
)
def count(request: HttpRequest, circle_id: UUID, said: CountIn) -> dict[str, Any]:
    """Where somebody else’s count waits, yours is the second. One of the two keeps the tin."""
    found = selectors.tin_for(request.actor, read_for(request, circle_id))

    def act() -> dict[str, str]:
        made = services.write_count(actor=request.actor, tin=found, amount=said.amount, now=request.now)
        return {"state": str(made.state)}

    return acted_once(request, f"treasury.count.{found.id}", act)


def _counted(request: HttpRequest, count_id: UUID) -> Any:
    found = selectors.count_for(request.actor, count_id, now=request.now)
    if found.tin.circle.is_hidden:
        raise NotVisible
    return found


@router.post(
    "/tin/counts/{uuid:waiting_id}/away", scope="treasury:act", response=CountsOut, summary="Put a count away"
)
def count_back(request: HttpRequest, waiting_id: UUID) -> CountsOut:
    """One that waits for a second; its number is kept nowhere."""

    def act() -> dict[str, str]:
        found = _counted(request, waiting_id)
        services.take_count_back(actor=request.actor, count=found, now=request.now)
        return {"circle": str(found.tin.circle_id)}

    done = acted_once(request, f"treasury.away.{waiting_id}", act)
    return counts(request, UUID(done["circle"]))


@router.post(
    "/tin/counts/{uuid:count_id}/book",
    scope="treasury:act",
    response={201: NewEntryOut},
    summary="Write a difference into the book",
)
def book_difference(request: HttpRequest, count_id: UUID) -> dict[str, Any]:
    """So that the book fits the tin again."""
    found = _counted(request, count_id)

    def act() -> Entry:
        return services.book_difference(actor=request.actor, count=found, now=request.now)

    return _entered(request, f"difference.{found.id}", act)
