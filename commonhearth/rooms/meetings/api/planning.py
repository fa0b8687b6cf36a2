"""Planning what meets, changing it, its single dates; how one is reminded."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID
from zoneinfo import ZoneInfo

from django.http import HttpRequest
from django.utils.translation import gettext as _
from pydantic import Field

from commonhearth.foundation.access import NotVisible, require
from commonhearth.foundation.api.problems import of_form, unfit
from commonhearth.foundation.api.routers import acted_once, done_once
from commonhearth.foundation.api.schemas import Clock, Day, In, Line, Long, Out, Short, Title
from commonhearth.foundation.circles.access import may_see_circle
from commonhearth.foundation.circles.api.shapes import read_for
from commonhearth.foundation.circles.selectors import person_in, root_for
from commonhearth.kit import sentences
from commonhearth.rooms.meetings import selectors, services, wording
from commonhearth.rooms.meetings.access import may_begin_to_meet, may_change_series, may_open_doors
from commonhearth.rooms.meetings.access.own import may_have_feed
from commonhearth.rooms.meetings.api.dates import date_out, inside, one_date
from commonhearth.rooms.meetings.api.shapes import (
    DateOut,
    OneDateOut,
    PlannedOut,
    date_here,
    router,
)
from commonhearth.rooms.meetings.forms import LONGEST, PlanForm, initial_of
from commonhearth.rooms.meetings.selectors.calendars import own_choices
from commonhearth.rooms.meetings.selectors.online import way_in
from commonhearth.rooms.meetings.selectors.rhythm import said_back
from commonhearth.rooms.meetings.selectors.seeing import with_own
from commonhearth.rooms.meetings.services import calendars as own
from commonhearth.rooms.meetings.services.series import NeverMeets, Plan

Lasting = Annotated[int, Field(ge=5, le=LONGEST)]
Kind = Literal[tuple(wording.KINDS)]  # type: ignore[valid-type]
Access = Literal[tuple(wording.ACCESS)]  # type: ignore[valid-type]
HowOften = Literal[
    "once", "weekly", "fortnightly", "monthly_weekday", "monthly_last", "monthly_day", "yearly", "other"
]


class SeriesOut(Out):
    id: UUID
    #: Null where you may come and not know of the circle.
    circle: UUID | None
    title: str
    kind: str
    doors: str
    #: How often and until when, in words; empty for once.
    rhythm: str
    zone: str
    seats: int | None
    ended: datetime | None
    #: The next six, cancelled ones too.
    dates: list[DateOut]
    #: Whether you may change it and its dates.
    yours_to_change: bool


class PlanIn(In):
    title: Title
    first: Day
    at: Clock
    minutes: Lasting = 90
    kind: Kind = "meeting"  # type: ignore[valid-type]
    how_often: HowOften = "once"
    #: Either until a day, or so many times in all, or neither.
    until: Day | None = None
    times: Annotated[int, Field(ge=2, le=400)] | None = None
    place: Annotated[Line, Field(max_length=200)] = ""
    about: Long = ""
    #: Who leads it, what it costs, what is and is not known of what people practise together.
    led_by: Line = ""
    costs: Line = ""
    known: Annotated[Long, Field(max_length=500)] = ""
    doors: Literal["circle", "community", "all"] = "circle"
    #: With doors open to all: the exact place after a hello, or for everybody.
    place_for: Literal["hello", "all"] = "hello"
    #: Said to everybody where the exact place is not.
    district: Line = ""
    access: list[Access] = []  # type: ignore[valid-type]
    access_words: Annotated[Line, Field(max_length=300)] = ""
    seats: Annotated[int, Field(ge=1, le=10_000)] | None = None
    #: On the clock of which place, as Europe/London; the community's where none is named.
    zone: Short = ""


class NewPlanIn(PlanIn):
    #: Where it meets; with everyone where none is named.
    circle: UUID | None = None


class ChangePlanIn(PlanIn):
    """What is left out stays as it is."""

    title: Title = ""
    first: Day | None = None  # type: ignore[assignment]  # as the series has it
    at: Clock | None = None  # type: ignore[assignment]


class MoveIn(In):
    day: Day
    #: On the clock of the series.
    at: Clock
    minutes: Lasting
    #: Where, on this date alone; empty: where it always is.
    place: Annotated[Line, Field(max_length=200)] = ""


class AddDateIn(In):
    day: Day
    at: Clock


class HostIn(In):
    #: Somebody in the circle, by their id there.
    host: UUID


class RemindIn(In):
    #: A letter the day before, some hours before, or never.
    remind: Literal["never", "day", "hours"]
    #: Letters of new dates of your circles, as calendar invitations.
    letters: bool


class RemindOut(Out):
    remind: str
    letters: bool


SERIES = "/meetings/series/{uuid:series_id}"


def _plan(form: PlanForm) -> Plan:
    """Return what the page's own form makes of it: what its fields say together is said there once."""
    if not form.is_valid():
        raise of_form(form)
    return form.plan()


def _never() -> Exception:
    return unfit("/until", "meetings_never", _("No date follows from this. Choose a later end."))


@router.post(
    "/meetings", scope="meetings:plan", response={201: PlannedOut}, summary="Plan something that meets"
)
def plan(request: HttpRequest, new: NewPlanIn) -> dict[str, Any]:
    """Once, or again and again: with everyone, or in the circle that you name. You are its host at first.

    A link to take part online is sealed; it is said on the page.
    """
    inside(request)
    circle = read_for(request, new.circle) if new.circle else root_for(request.actor, now=request.now)
    require(may_begin_to_meet(request.actor, circle, today=request.now.date()))
    said = new.dict(exclude={"circle"})
    said["zone"] = said["zone"] or request.community.time_zone
    form = PlanForm(said, may_open=bool(may_open_doors(request.actor, circle)), hidden=False)
    planned = _plan(form)

    def act() -> dict[str, str]:
        made = services.plan(actor=request.actor, circle=circle, said=planned, now=request.now)
        return {"meeting": str(selectors.first_date(made, now=request.now).id)}

    try:
        return acted_once(request, f"meetings.plan.{circle.id}", act)
    except NeverMeets:
        raise _never() from None


def _series(request: HttpRequest, series_id: UUID) -> Any:
    inside(request)
    found = selectors.series_for(request.actor, series_id, now=request.now)
    if found.circle.is_hidden:
        raise NotVisible
    return found


@router.get(SERIES, scope="meetings:read", response=SeriesOut, summary="A series")
def series(request: HttpRequest, series_id: UUID) -> SeriesOut:
    """How often it meets, who may come, its next dates."""
    found = _series(request, series_id)
    rows = selectors.next_dates(found, now=request.now)
    for row in rows:
        row.series, row.circle = found, found.circle
    dates = with_own(selectors.worded(rows, viewer=request.actor), request.actor)
    return SeriesOut(
        id=found.id,
        circle=found.circle_id if may_see_circle(request.actor, found.circle) else None,
        title=selectors.words_of(found, viewer=request.actor)["title"],
        kind=found.kind,
        doors=found.doors,
        rhythm=said_back(found),
        zone=found.zone,
        seats=found.seats,
        ended=found.ended,
        dates=[DateOut(**date_out(request, seen)) for seen in dates],
        yours_to_change=bool(may_change_series(request.actor, found)),
    )


@router.post(f"{SERIES}/change", scope="meetings:plan", response=SeriesOut, summary="Say a series anew")
def change(request: HttpRequest, series_id: UUID, said: ChangePlanIn) -> SeriesOut:
    """From the next date on; whoever said yes to one that changes is told. What you leave out stays, the link
    to take part online always. Dates that were moved by hand stay where they are.
    """
    found = _series(request, series_id)
    require(may_change_series(request.actor, found))
    dates = selectors.next_dates(found, now=request.now, most=1)
    first = dates[0].on if dates else request.now.astimezone(ZoneInfo(found.zone)).date()
    online = way_in(dates[0]) if dates else ""
    words = selectors.words_of(found, viewer=request.actor)
    stands = initial_of(found, words, online, first=first)
    form = PlanForm(
        stands | said.dict(exclude_unset=True),
        initial=stands,
        may_open=bool(may_open_doors(request.actor, found.circle)) or found.doors == "all",
        hidden=False,
        rule=found.rule,
    )
    planned = _plan(form)

    def act() -> None:
        services.change(actor=request.actor, series=found, said=planned, now=request.now)

    try:
        done_once(request, f"meetings.change.{found.id}", act)
    except NeverMeets:
        raise _never() from None
    return series(request, series_id)


@router.post(
    f"{SERIES}/dates", scope="meetings:plan", response={201: PlannedOut}, summary="Add a date beside the rule"
)
def add(request: HttpRequest, series_id: UUID, said: AddDateIn) -> dict[str, Any]:
    """One on a day on which the series does not meet."""
    found = _series(request, series_id)
    require(may_change_series(request.actor, found))

    def act() -> dict[str, str]:
        made = services.add_date(actor=request.actor, series=found, day=said.day, at=said.at, now=request.now)
        return {"meeting": str(made.id)}

    try:
        return acted_once(request, f"meetings.add.{found.id}", act)
    except services.AlreadyThatDay:
        raise unfit("/day", "meetings_one_a_day", sentences.say("meetings_one_a_day")) from None


@router.post(f"{SERIES}/end", scope="meetings:plan", response=SeriesOut, summary="Bring a series to an end")
def end(request: HttpRequest, series_id: UUID) -> SeriesOut:
    """No further dates; whoever said yes to one is told. Twice is as once."""
    found = _series(request, series_id)

    def act() -> None:
        services.end(actor=request.actor, series=found, now=request.now)

    done_once(request, f"meetings.end.{found.id}", act)
    return series(request, series_id)


@router.post(
    "/meetings/{uuid:meeting_id}/move", scope="meetings:plan", response=OneDateOut, summary="Move one date"
)
def move(request: HttpRequest, meeting_id: UUID, said: MoveIn) -> OneDateOut:
    """To another day, time or place; whoever said yes is told. The series stays as it is."""
    inside(request)
    row = date_here(request, meeting_id).meeting

    def act() -> None:
        services.move(actor=request.actor, meeting=row, now=request.now, **said.dict())

    done_once(request, f"meetings.move.{row.id}", act)
    return one_date(request, meeting_id)


@router.post(
    "/meetings/{uuid:meeting_id}/cancel",
    scope="meetings:plan",
    response=OneDateOut,
    summary="Call one date off",
)
def cancel(request: HttpRequest, meeting_id: UUID) -> OneDateOut:
    """Whoever said yes is told. Twice is as once."""
    inside(request)
    row = date_here(request, meeting_id).meeting
    done_once(
        request,
        f"meetings.cancel.{row.id}",
        lambda: services.cancel(actor=request.actor, meeting=row, now=request.now),
    )
    return one_date(request, meeting_id)


@router.post(
    "/meetings/{uuid:meeting_id}/again",
    scope="meetings:plan",
    response=OneDateOut,
    summary="Let it take place after all",
)
def again(request: HttpRequest, meeting_id: UUID) -> OneDateOut:
    """A date that was called off; whoever said yes is told."""
    inside(request)
    row = date_here(request, meeting_id).meeting
    done_once(
        request,
        f"meetings.again.{row.id}",
        lambda: services.again(actor=request.actor, meeting=row, now=request.now),
    )
    return one_date(request, meeting_id)


@router.post(
    "/meetings/{uuid:meeting_id}/host",
    scope="meetings:plan",
    response=OneDateOut,
    summary="Let somebody else be host",
)
def host(request: HttpRequest, meeting_id: UUID, said: HostIn) -> OneDateOut:
    """Of this one date. They are told."""
    inside(request)
    row = date_here(request, meeting_id).meeting
    require(may_change_series(request.actor, row.series))
    person = person_in(request.actor, row.circle, said.host)

    def act() -> None:
        services.set_host(actor=request.actor, meeting=row, seat=person, now=request.now)

    done_once(request, f"meetings.host.{row.id}", act)
    return one_date(request, meeting_id)


@router.get("/meetings/wish", scope="meetings:read", response=RemindOut, summary="How you are reminded")
def wish(request: HttpRequest) -> RemindOut:
    """By letter, of what you said yes to; and whether new dates of your circles come by letter."""
    inside(request)
    require(may_have_feed(request.actor))
    _feed, kept = own_choices(request.actor)
    return RemindOut(remind=kept.remind, letters=kept.letters)


@router.post(
    "/meetings/wish", scope="meetings:act", response=RemindOut, summary="Choose how you are reminded"
)
def set_wish(request: HttpRequest, said: RemindIn) -> RemindOut:
    """A letter says a day and a time, nothing else, and comes outside your quiet hours."""
    inside(request)
    done_once(
        request,
        "meetings.wish",
        lambda: own.set_wish(actor=request.actor, now=request.now, **said.dict()),
    )
    return wish(request)
