"""The agenda of a meeting."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest

from commonhearth.foundation.access import require
from commonhearth.foundation.api.problems import Problem
from commonhearth.foundation.api.routers import acted_once, done_once
from commonhearth.rooms.meetings.access.working import may_prepare
from commonhearth.rooms.meetings.api.shapes import (
    AgendaOut,
    ChangePointIn,
    MadePointOut,
    MovePointIn,
    PointIn,
    PointOut,
    router,
    work_here,
)
from commonhearth.rooms.meetings.selectors.working import agenda_for
from commonhearth.rooms.meetings.services import agenda as preparing
from commonhearth.rooms.meetings.wording import agenda as agenda_words


@router.get(
    "/meetings/{uuid:meeting_id}/agenda", scope="meetings:read", response=AgendaOut, summary="An agenda"
)
def agenda(request: HttpRequest, meeting_id: UUID) -> AgendaOut:
    """Its points in order, when each begins, and what is due and not on it."""
    found = agenda_for(request.actor, work_here(request, meeting_id), now=request.now)
    return AgendaOut(
        points=[
            PointOut(
                id=point.item.id,
                title=point.title,
                about=point.item.about,
                sort=point.item.sort,
                begins=point.begins,
                minutes=point.item.minutes,
            )
            for point in found.points
        ],
        ends=found.ends,
        waiting=found.waiting,
    )


@router.post(
    "/meetings/{uuid:meeting_id}/agenda",
    scope="meetings:act",
    response={201: MadePointOut},
    summary="Put a point on the agenda",
)
def add_point(request: HttpRequest, meeting_id: UUID, new: PointIn) -> dict[str, Any]:
    """Before the closing round."""
    meeting = work_here(request, meeting_id)
    require(may_prepare(request.actor, meeting))

    def act() -> dict[str, str]:
        made = preparing.add_item(
            actor=request.actor,
            meeting=meeting,
            title=new.title,
            about=new.about,
            minutes=new.minutes,
            pause=new.pause,
            now=request.now,
        )
        return {"id": str(made.id)}

    try:
        return acted_once(request, f"meetings.point.{meeting.id}", act)
    except preparing.AgendaFull:
        raise Problem(409, "not_yet", agenda_words.SENTENCES["agenda_full"]) from None


@router.post(
    "/meetings/{uuid:meeting_id}/agenda/build",
    scope="meetings:act",
    response=AgendaOut,
    summary="Put on what is due",
)
def build(request: HttpRequest, meeting_id: UUID) -> AgendaOut:
    """What waits, between an opening and a closing round. Twice is as once."""
    meeting = work_here(request, meeting_id)
    done_once(
        request,
        f"meetings.build.{meeting.id}",
        lambda: preparing.build(actor=request.actor, meeting=meeting, now=request.now),
    )
    return agenda(request, meeting_id)


@router.post(
    "/meetings/{uuid:meeting_id}/agenda/{uuid:item_id}",
    scope="meetings:act",
    response=AgendaOut,
    summary="Say a point anew",
)
def change_point(request: HttpRequest, meeting_id: UUID, item_id: UUID, said: ChangePointIn) -> AgendaOut:
    """Or give it more or less time. What the house put on keeps its own words."""
    meeting = work_here(request, meeting_id)

    def act() -> None:
        preparing.change_item(
            actor=request.actor, meeting=meeting, item_id=item_id, now=request.now, **said.dict()
        )

    done_once(request, f"meetings.change_point.{item_id}", act)
    return agenda(request, meeting_id)


@router.post(
    "/meetings/{uuid:meeting_id}/agenda/{uuid:item_id}/move",
    scope="meetings:act",
    response=AgendaOut,
    summary="Move a point up or down",
)
def move_point(request: HttpRequest, meeting_id: UUID, item_id: UUID, said: MovePointIn) -> AgendaOut:
    """By one; at the end nothing happens."""
    meeting = work_here(request, meeting_id)

    def act() -> None:
        preparing.move(actor=request.actor, meeting=meeting, item_id=item_id, up=said.up, now=request.now)

    done_once(request, f"meetings.move_point.{item_id}", act)
    return agenda(request, meeting_id)


@router.post(
    "/meetings/{uuid:meeting_id}/agenda/{uuid:item_id}/off",
    scope="meetings:act",
    response=AgendaOut,
    summary="Take a point off",
)
def take_off(request: HttpRequest, meeting_id: UUID, item_id: UUID) -> AgendaOut:
    """What is still due can be put on again."""
    meeting = work_here(request, meeting_id)

    def act() -> None:
        preparing.take_off(actor=request.actor, meeting=meeting, item_id=item_id, now=request.now)

    done_once(request, f"meetings.take_off.{item_id}", act)
    return agenda(request, meeting_id)
