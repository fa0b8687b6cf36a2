"""Whose turn it is; taking one, handing one on, changing with somebody, rather not."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal
from uuid import UUID

from django.http import HttpRequest

from commonhearth.foundation.access import require
from commonhearth.foundation.api.problems import Problem
from commonhearth.foundation.api.routers import done_once
from commonhearth.foundation.api.schemas import In, Out
from commonhearth.foundation.circles.api.shapes import read_for
from commonhearth.foundation.circles.selectors import person_in
from commonhearth.rooms.meetings.access.working import may_give_turns, may_rather_not
from commonhearth.rooms.meetings.api.shapes import (
    router,
    work_here,
)
from commonhearth.rooms.meetings.selectors.working import hats_rather_not, turns_for
from commonhearth.rooms.meetings.services import turns as turning
from commonhearth.rooms.meetings.wording.turns import SENTENCES

Hat = Literal["facilitator", "scribe", "host", "care"]


class TurnOut(Out):
    #: Null before anybody had it.
    id: UUID | None
    hat: str
    #: By their name in the circle; empty while it is open.
    by_name: str
    yours: bool
    #: Somebody is asked to change turns, by this id.
    swap: UUID | None
    asked_name: str
    asks_you: bool


class HatIn(In):
    hat: Hat


class SwapIn(In):
    #: Somebody in the circle, by their id there.
    asked: UUID


class YesIn(In):
    yes: bool


class OwnHatsOut(Out):
    #: What you take no turns with; no reason is kept.
    rather_not: list[str]


class RatherNotIn(HatIn):
    rather_not: bool


TURNS = "/meetings/{uuid:meeting_id}/turns"


@router.get(TURNS, scope="meetings:read", response=list[TurnOut], summary="Whose turn it is")
def turns(request: HttpRequest, meeting_id: UUID) -> list[TurnOut]:
    """Who does what at this meeting; never who had how many."""
    return [
        TurnOut(
            id=view.turn and view.turn.id,
            hat=view.hat,
            by_name=view.name,
            yours=view.mine,
            swap=view.swap and view.swap.id,
            asked_name=view.swap_with,
            asks_you=view.asked_me,
        )
        for view in turns_for(request.actor, work_here(request, meeting_id))
    ]


def _done(request: HttpRequest, meeting_id: UUID, form: str, act: Callable[[], object]) -> list[TurnOut]:
    try:
        done_once(request, f"meetings.{form}", act)
    except turning.NotHere:
        raise Problem(409, "not_yet", SENTENCES["turn_busy"]) from None
    return turns(request, meeting_id)


@router.post(f"{TURNS}/give", scope="meetings:act", response=list[TurnOut], summary="Ask whose turn it is")
def give_turns(request: HttpRequest, meeting_id: UUID) -> list[TurnOut]:
    """Each that is free goes to whoever has waited longest; what nobody is left for stays open."""
    meeting = work_here(request, meeting_id)
    return _done(
        request,
        meeting_id,
        f"give_turns.{meeting.id}",
        lambda: turning.give_turns(actor=request.actor, meeting=meeting, now=request.now),
    )


@router.post(
    f"{TURNS}/take", scope="meetings:act", response=list[TurnOut], summary="Take a turn that is open"
)
def take_turn(request: HttpRequest, meeting_id: UUID, said: HatIn) -> list[TurnOut]:
    """One thing each at a meeting."""
    meeting = work_here(request, meeting_id)
    require(may_give_turns(request.actor, meeting))
    return _done(
        request,
        meeting_id,
        f"take_turn.{meeting.id}",
        lambda: turning.take_turn(actor=request.actor, meeting=meeting, hat=said.hat, now=request.now),
    )


@router.post(
    f"{TURNS}/{{uuid:turn_id}}/back",
    scope="meetings:act",
    response=list[TurnOut],
    summary="Hand your turn on",
)
def give_back(request: HttpRequest, meeting_id: UUID, turn_id: UUID) -> list[TurnOut]:
    """Without a reason: to the circle’s second where it leads, or it stands open."""
    meeting = work_here(request, meeting_id)
    return _done(
        request,
        meeting_id,
        f"give_back.{turn_id}",
        lambda: turning.give_back(actor=request.actor, meeting=meeting, turn_id=turn_id, now=request.now),
    )


@router.post(
    f"{TURNS}/{{uuid:turn_id}}/swap",
    scope="meetings:act",
    response=list[TurnOut],
    summary="Ask somebody to change turns",
)
def ask_to_swap(request: HttpRequest, meeting_id: UUID, turn_id: UUID, said: SwapIn) -> list[TurnOut]:
    """Nothing changes until they say yes."""
    meeting = work_here(request, meeting_id)
    asked = person_in(request.actor, meeting.circle, said.asked)

    def act() -> None:
        turning.ask_to_swap(
            actor=request.actor, meeting=meeting, turn_id=turn_id, asked=asked, now=request.now
        )

    return _done(request, meeting_id, f"ask_to_swap.{turn_id}", act)


@router.post(
    f"{TURNS}/swaps/{{uuid:swap_id}}",
    scope="meetings:act",
    response=list[TurnOut],
    summary="Answer who asks to change turns",
)
def answer_swap(request: HttpRequest, meeting_id: UUID, swap_id: UUID, said: YesIn) -> list[TurnOut]:
    """Whoever was asked says yes or no; whoever asked takes it back with a no."""
    meeting = work_here(request, meeting_id)

    def act() -> None:
        turning.answer_swap(
            actor=request.actor, meeting=meeting, swap_id=swap_id, yes=said.yes, now=request.now
        )

    return _done(request, meeting_id, f"answer_swap.{swap_id}", act)


@router.get(
    "/circles/{uuid:circle_id}/turns",
    scope="meetings:read",
    response=OwnHatsOut,
    summary="Which turns you rather do not take",
)
def own_hats(request: HttpRequest, circle_id: UUID) -> OwnHatsOut:
    """Yours alone: nobody else reads this."""
    circle = read_for(request, circle_id)
    may = may_rather_not(request.actor, circle)
    return OwnHatsOut(rather_not=sorted(hats_rather_not(request.actor, circle)) if may else [])


@router.post(
    "/circles/{uuid:circle_id}/turns",
    scope="meetings:act",
    response=OwnHatsOut,
    summary="Rather not, or gladly again",
)
def choose_hats(request: HttpRequest, circle_id: UUID, said: RatherNotIn) -> OwnHatsOut:
    """No reason is asked. Twice is as once."""
    circle = read_for(request, circle_id)
    chosen = turning.rather_not if said.rather_not else turning.gladly_again
    done_once(
        request,
        f"meetings.rather_not.{circle.id}",
        lambda: chosen(actor=request.actor, circle=circle, hat=said.hat, now=request.now),
    )
    return own_hats(request, circle_id)
