"""Stepping back for a while, and what a circle does meanwhile."""

from __future__ import annotations

from datetime import datetime
from typing import Literal
from uuid import UUID

from django.http import HttpRequest

from commonhearth.foundation.access import NotVisible
from commonhearth.foundation.api.routers import done_once
from commonhearth.foundation.api.schemas import In, Out
from commonhearth.foundation.circles.access import member_here
from commonhearth.foundation.circles.api.shapes import here_for
from commonhearth.foundation.members import services as membering
from commonhearth.rooms.care.api.doors import inside, router
from commonhearth.rooms.care.selectors import stepping as lacking
from commonhearth.rooms.care.services import stepping


class SteppedOut(Out):
    #: Null: you are here.
    since: datetime | None


class NeedOut(Out):
    id: UUID
    circle: UUID
    office: str
    #: Your circle's own need; otherwise a neighbour's that asks yours.
    yours: bool


class OneNeedOut(NeedOut):
    circle_name: str
    #: without, move, neighbour, or nothing yet.
    way: str
    said_by_name: str
    asked_name: str
    helper_name: str
    over: datetime | None


class SettleIn(In):
    way: Literal["without", "move", "neighbour"]
    #: Which circle is asked: open or by invitation, and not everyone's.
    neighbour: UUID | None = None


@router.get(
    "/me/stepped-back", scope="care:read", response=SteppedOut, summary="Whether you have stepped back"
)
def stepped_back(request: HttpRequest) -> SteppedOut:
    """From everything that you hold, for a while."""
    inside(request)
    return SteppedOut(since=member_here(request.actor).stepped_back)


@router.post("/me/step-back", scope="care:act", response=SteppedOut, summary="Step back")
def step_back(request: HttpRequest) -> SteppedOut:
    """With one press: what you hold passes on for the while. No reason is asked."""
    inside(request)
    done_once(request, "care.step_back", lambda: membering.step_back(actor=request.actor, now=request.now))
    request.actor.refresh_from_db()
    return stepped_back(request)


@router.post("/me/here-again", scope="care:act", response=SteppedOut, summary="Take up again")
def step_up(request: HttpRequest) -> SteppedOut:
    """What was kept for you is yours again."""
    inside(request)
    done_once(request, "care.step_up", lambda: membering.step_up(actor=request.actor, now=request.now))
    request.actor.refresh_from_db()
    return stepped_back(request)


@router.get(
    "/circles/{uuid:circle_id}/needs",
    scope="care:read",
    response=list[NeedOut],
    summary="What a circle needs",
)
def needs(request: HttpRequest, circle_id: UUID) -> list[NeedOut]:
    """For its own people: roles that nobody holds just now, and neighbours that ask it for someone."""
    circle = here_for(request, circle_id)
    lacking.circle_to_hand_over(request.actor, circle.id, now=request.now)
    return [
        NeedOut(id=one.id, circle=one.circle_id, office=one.office, yours=one.circle_id == circle.id)
        for one in lacking.needs_in(request.actor, circle)
    ]


def _need(request: HttpRequest, need_id: UUID) -> lacking.NeedSeen:
    seen = lacking.need_seen(request.actor, need_id, now=request.now)
    if seen.need.circle.is_hidden:
        raise NotVisible
    return seen


@router.get("/needs/{uuid:need_id}", scope="care:read", response=OneNeedOut, summary="A circle needs someone")
def need(request: HttpRequest, need_id: UUID) -> OneNeedOut:
    """For what, and what it does meanwhile."""
    seen = _need(request, need_id)
    row = seen.need
    return OneNeedOut(
        id=row.id,
        circle=row.circle_id,
        office=row.office,
        yours=seen.mine,
        circle_name=seen.circle,
        way=row.way,
        said_by_name=seen.said_by,
        asked_name=seen.asked if seen.mine else "",
        helper_name=seen.helper,
        over=row.over,
    )


@router.post(
    "/needs/{uuid:need_id}", scope="care:act", response=OneNeedOut, summary="Say what the circle does"
)
def settle(request: HttpRequest, need_id: UUID, said: SettleIn) -> OneNeedOut:
    """Meet without, move it, or ask a neighbour circle. It can be said anew."""
    seen = _need(request, need_id)
    neighbour = None
    if said.way == "neighbour":
        asked = lacking.neighbours_of(request.actor, seen.need.circle)
        neighbour = next((one for one in asked if one.id == said.neighbour), None)

    def act() -> None:
        stepping.settle(
            actor=request.actor, need=seen.need, way=said.way, neighbour=neighbour, now=request.now
        )

    done_once(request, f"care.settle.{need_id}", act)
    return need(request, need_id)


@router.post("/needs/{uuid:need_id}/come", scope="care:act", response=OneNeedOut, summary="You can come")
def come(request: HttpRequest, need_id: UUID) -> OneNeedOut:
    """From a neighbour circle that was asked. They see your name in the community."""
    seen = _need(request, need_id)
    done_once(
        request,
        f"care.come.{need_id}",
        lambda: stepping.come_to_help(actor=request.actor, need=seen.need, now=request.now),
    )
    return need(request, need_id)
