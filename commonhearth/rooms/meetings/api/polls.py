"""When shall we meet? Asked, answered, also for somebody without a sign-in, and made a meeting."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import HttpRequest
from pydantic import Field

from commonhearth.foundation.access import NotVisible, require
from commonhearth.foundation.api.problems import Problem, unfit
from commonhearth.foundation.api.routers import acted_once, done_once, next_page
from commonhearth.foundation.api.schemas import PAGE, After, In, Limit, Moment, Out, Page, Short, Title
from commonhearth.foundation.circles.api.shapes import read_for
from commonhearth.foundation.circles.selectors import person_in
from commonhearth.rooms.meetings.access.actions import may_ask_when, may_say_when
from commonhearth.rooms.meetings.api.shapes import (
    PlannedOut,
    router,
)
from commonhearth.rooms.meetings.selectors import polls as asked
from commonhearth.rooms.meetings.services import polls as asking
from commonhearth.rooms.meetings.wording.actions import SENTENCES


class PollOut(Out):
    id: UUID
    circle: UUID
    title: str
    minutes: int
    zone: str
    closes: datetime
    ended: datetime | None
    #: What became of it.
    meeting: UUID | None


class SlotOut(Out):
    id: UUID
    starts: datetime
    #: Names in the circle by what they said, without people kept apart from you.
    yes: list[str]
    maybe: list[str]
    no: list[str]
    #: yes, maybe, no, or nothing.
    you: str


class OnePollOut(PollOut):
    slots: list[SlotOut]
    #: Those that fit best: fewest who cannot, then most who gladly can.
    best: list[UUID]


class PollIn(In):
    title: Title
    #: Between one and twenty, all of them still to come.
    starts: list[Moment]
    minutes: Annotated[int, Field(ge=5, le=1440)] = 90
    closes: Moment
    #: On the clock of which place the times were thought of; the community's where none is named.
    zone: Short = ""


class SayWhenIn(In):
    #: By time; those that are left out stay as they were said.
    fits: dict[UUID, Literal["yes", "maybe", "no"]]


class MadePollOut(Out):
    id: UUID


def _poll(row: Any) -> dict[str, Any]:
    return {
        "id": row.id,
        "circle": row.circle_id,
        "title": row.title,
        "minutes": row.minutes,
        "zone": row.zone,
        "closes": row.closes,
        "ended": row.ended,
        "meeting": row.meeting_id,
    }


def _here(request: HttpRequest, poll_id: UUID) -> asked.PollView:
    view = asked.poll_for(request.actor, poll_id, now=request.now)
    if view.poll.circle.is_hidden:
        raise NotVisible
    return view


@router.get(
    "/circles/{uuid:circle_id}/when",
    scope="meetings:read",
    response=Page[PollOut],
    summary="A circle’s questions when to meet",
)
def polls(request: HttpRequest, circle_id: UUID, after: After = "", limit: Limit = PAGE) -> dict[str, Any]:
    """The newest first."""
    found, more = asked.polls_of(request.actor, read_for(request, circle_id), after=after, size=limit)
    return {"items": [PollOut(**_poll(row)) for row in found], "next": next_page(request, more)}


@router.post(
    "/circles/{uuid:circle_id}/when",
    scope="meetings:plan",
    response={201: MadePollOut},
    summary="Ask which times fit",
)
def ask_when(request: HttpRequest, circle_id: UUID, new: PollIn) -> dict[str, Any]:
    """Between one and twenty times; it is open until `closes`."""
    circle = read_for(request, circle_id)
    require(may_ask_when(request.actor, circle))

    def act() -> dict[str, str]:
        made = asking.ask_when(
            actor=request.actor,
            circle=circle,
            title=new.title,
            starts=new.starts,
            minutes=new.minutes,
            zone=new.zone or request.community.time_zone,
            closes=new.closes,
            now=request.now,
        )
        return {"id": str(made.id)}

    try:
        return acted_once(request, f"meetings.when.{circle.id}", act)
    except asking.NoTimes:
        raise unfit("/starts", "poll_no_times", SENTENCES["poll_no_times"]) from None
    except asking.NoZone:
        raise unfit("/zone", "poll_zone", SENTENCES["poll_zone"]) from None
    except asking.ClosesBackwards:
        raise unfit("/closes", "poll_closes", SENTENCES["poll_closes"]) from None


@router.get(
    "/when/{uuid:poll_id}", scope="meetings:read", response=OnePollOut, summary="A question when to meet"
)
def poll(request: HttpRequest, poll_id: UUID) -> OnePollOut:
    """Its times, and who can come at each."""
    view = _here(request, poll_id)
    slots = [SlotOut(id=one.slot.id, starts=one.slot.starts, you=one.mine, **one.names) for one in view.slots]
    return OnePollOut(**_poll(view.poll), slots=slots, best=view.best)


@router.post(
    "/when/{uuid:poll_id}", scope="meetings:act", response=OnePollOut, summary="Say which times fit you"
)
def say_when(request: HttpRequest, poll_id: UUID, said: SayWhenIn) -> OnePollOut:
    """You can change it until the time to answer is over."""
    view = _here(request, poll_id)
    require(may_say_when(request.actor, view.poll))
    done_once(
        request,
        f"meetings.say_when.{poll_id}",
        lambda: asking.say_when(actor=request.actor, poll=view.poll, fits=said.fits, now=request.now),
    )
    return poll(request, poll_id)


@router.post(
    "/when/{uuid:poll_id}/for/{uuid:membership_id}",
    scope="meetings:act",
    response=OnePollOut,
    summary="Say which times fit somebody without a sign-in",
)
def say_when_for(request: HttpRequest, poll_id: UUID, membership_id: UUID, said: SayWhenIn) -> OnePollOut:
    """Who chose you to write for them."""
    view = _here(request, poll_id)
    person = person_in(request.actor, view.poll.circle, membership_id)
    require(may_say_when(request.actor, view.poll, person))

    def act() -> None:
        asking.say_when(actor=request.actor, poll=view.poll, fits=said.fits, for_whom=person, now=request.now)

    done_once(request, f"meetings.say_when_for.{poll_id}", act)
    return poll(request, poll_id)


@router.post(
    "/when/{uuid:poll_id}/end", scope="meetings:plan", response=OnePollOut, summary="End it without a meeting"
)
def end_poll(request: HttpRequest, poll_id: UUID) -> OnePollOut:
    """Twice is as once."""
    view = _here(request, poll_id)
    done_once(
        request,
        f"meetings.end_poll.{poll_id}",
        lambda: asking.end_poll(actor=request.actor, poll=view.poll, now=request.now),
    )
    return poll(request, poll_id)


@router.post(
    "/when/{uuid:poll_id}/meet/{uuid:slot_id}",
    scope="meetings:plan",
    response={201: PlannedOut},
    summary="Meet at one of the times",
)
def meet(request: HttpRequest, poll_id: UUID, slot_id: UUID) -> dict[str, Any]:
    """It is planned, and the question ends. A second time gives the same meeting."""
    view = _here(request, poll_id)

    def act() -> dict[str, str]:
        made = asking.become_meeting(actor=request.actor, poll=view.poll, slot_id=slot_id, now=request.now)
        return {"meeting": str(made.id)}

    try:
        return acted_once(request, f"meetings.meet.{poll_id}", act)
    except asking.NoTimes:
        raise Problem(409, "not_yet", SENTENCES["poll_passed"]) from None
