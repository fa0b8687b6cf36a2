"""A circle's work: agenda and minutes of a meeting, what was promised."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest

from commonhearth.foundation.access import NotVisible, require
from commonhearth.foundation.api.problems import Problem, unfit
from commonhearth.foundation.api.routers import acted_once, done_once, next_page
from commonhearth.foundation.api.schemas import PAGE, After, Limit, Page
from commonhearth.foundation.circles.api.shapes import read_for
from commonhearth.foundation.circles.selectors import person_in
from commonhearth.rooms.meetings.access.actions import may_add_action
from commonhearth.rooms.meetings.access.minutes import may_read_minutes, may_write_minutes
from commonhearth.rooms.meetings.access.working import may_prepare
from commonhearth.rooms.meetings.api.shapes import (
    ActionOut,
    AddendumOut,
    AgendaOut,
    AnswerActionIn,
    MadeActionOut,
    MadePointOut,
    MinutesIn,
    MinutesOut,
    NewActionIn,
    PointIn,
    PointOut,
    RemarkOut,
    router,
    work_here,
)
from commonhearth.rooms.meetings.selectors import actions as promised
from commonhearth.rooms.meetings.selectors.minutes import minutes_for
from commonhearth.rooms.meetings.selectors.working import agenda_for
from commonhearth.rooms.meetings.services import actions as promising
from commonhearth.rooms.meetings.services import agenda as preparing
from commonhearth.rooms.meetings.services import minutes as writing
from commonhearth.rooms.meetings.services.turns import NotHere
from commonhearth.rooms.meetings.wording import actions as action_words
from commonhearth.rooms.meetings.wording import agenda as agenda_words
from commonhearth.rooms.meetings.wording import minutes as minutes_words

#: What may be said of an action, as it stands then.
STANDINGS = {"done": "done", "not_now": "not_now", "again": "open"}


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
            now=request.now,
        )
        return {"id": str(made.id)}

    try:
        return acted_once(request, f"meetings.point.{meeting.id}", act)
    except preparing.AgendaFull:
        raise Problem(409, "not_yet", agenda_words.SENTENCES["agenda_full"]) from None


def _minutes(request: HttpRequest, meeting_id: UUID) -> Any:
    meeting = work_here(request, meeting_id)
    if not may_read_minutes(request.actor, meeting):
        raise NotVisible
    return meeting


@router.get(
    "/meetings/{uuid:meeting_id}/minutes", scope="meetings:read", response=MinutesOut, summary="Minutes"
)
def minutes(request: HttpRequest, meeting_id: UUID) -> MinutesOut:
    """As they stand, with what was said about them. Of a support circle there are none."""
    view = minutes_for(request.actor, _minutes(request, meeting_id))
    found = view.minutes
    return MinutesOut(
        text=found.text if found else "",
        version=found.version if found else 0,
        shown=found and found.shown,
        closes=found and found.closes,
        agreed=found and found.locked,
        remarks=[
            RemarkOut(words=said.row.words, by_name=said.name, settled=said.row.settled)
            for said in view.remarks
        ],
        addenda=[
            AddendumOut(words=said.row.words, by_name=said.name, added=said.row.created)
            for said in view.addenda
        ],
    )


@router.post(
    "/meetings/{uuid:meeting_id}/minutes",
    scope="meetings:act",
    response=MinutesOut,
    summary="Write minutes along",
)
def write_minutes(request: HttpRequest, meeting_id: UUID, said: MinutesIn) -> MinutesOut:
    """What others wrote elsewhere in them meanwhile stays.

    Where the same lines were changed: 409. The minutes stay as they were, and what you sent is kept aside,
    with the versions on their page.
    """
    meeting = _minutes(request, meeting_id)
    require(may_write_minutes(request.actor, meeting, minutes_for(request.actor, meeting).minutes))

    def act() -> dict[str, bool]:
        made = writing.write(
            actor=request.actor,
            meeting=meeting,
            text=said.text,
            based_on=said.made_from,
            now=request.now,
        )
        return {"collided": made.collided}

    if acted_once(request, f"meetings.minutes.{meeting.id}", act)["collided"]:
        raise Problem(409, "not_yet", minutes_words.COLLIDED)
    return minutes(request, meeting_id)


def _action(view: promised.ActionView) -> ActionOut:
    row = view.action
    return ActionOut(
        id=row.id,
        circle=row.circle_id,
        meeting=row.meeting_id,
        what=row.what,
        due=row.due,
        standing=row.standing,
        by_name=view.name,
        yours=view.mine,
        asked=view.asked_me,
    )


@router.get("/actions", scope="meetings:read", response=list[ActionOut], summary="What you will do")
def own_actions(request: HttpRequest) -> list[ActionOut]:
    """In all your circles that are not hidden, and what you are asked to take on. Nothing of it is ever late."""
    found = promised.own_actions(request.actor, now=request.now, of_hidden=False)
    return [_action(view) for one in found for view in one.views]


@router.get(
    "/circles/{uuid:circle_id}/actions",
    scope="meetings:read",
    response=Page[ActionOut],
    summary="What a circle will do",
)
def actions_of(
    request: HttpRequest, circle_id: UUID, over: bool = False, after: After = "", limit: Limit = PAGE
) -> dict[str, Any]:
    """What is open, the oldest first; or what is over, the newest first."""
    circle = read_for(request, circle_id)
    found = promised.actions_of(request.actor, circle, open_only=not over, after=after, size=limit)
    return {"items": [_action(view) for view in found.views], "next": next_page(request, found.more)}


@router.post(
    "/circles/{uuid:circle_id}/actions",
    scope="meetings:act",
    response={201: MadeActionOut},
    summary="Write down something to do",
)
def add_action(request: HttpRequest, circle_id: UUID, new: NewActionIn) -> dict[str, Any]:
    """Yours at once; somebody else is asked; without an owner it is someone of us's."""
    circle = read_for(request, circle_id)
    require(may_add_action(request.actor, circle))
    owner = person_in(request.actor, circle, new.owner) if new.owner else None

    def act() -> dict[str, str]:
        made = promising.add_action(
            actor=request.actor, circle=circle, what=new.what, owner=owner, due=new.due, now=request.now
        )
        return {"id": str(made.id)}

    try:
        return acted_once(request, f"meetings.action.{circle.id}", act)
    except NotHere:
        raise unfit("/owner", "action_not_here", action_words.SENTENCES["action_not_here"]) from None


@router.post(
    "/actions/{uuid:action_id}",
    scope="meetings:act",
    response=ActionOut,
    summary="Take it on, or say how it stands",
)
def answer_action(request: HttpRequest, action_id: UUID, said: AnswerActionIn) -> ActionOut:
    """`take` and `not_me` answer whoever asked; `done`, `not_now` and `again` are for whoever does it."""
    found = promised.action_for(request.actor, action_id, now=request.now)
    if found.circle.is_hidden:
        raise NotVisible

    def act() -> None:
        if said.answer == "take":
            promising.take(actor=request.actor, action=found, now=request.now)
        elif said.answer == "not_me":
            promising.decline(actor=request.actor, action=found, now=request.now)
        else:
            promising.say(actor=request.actor, action=found, standing=STANDINGS[said.answer], now=request.now)

    done_once(request, f"meetings.action.{found.id}", act)
    return _action(promised.action_seen(request.actor, action_id, now=request.now))
