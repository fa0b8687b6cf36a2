"""What was promised, in a circle and by oneself."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest

from commonhearth.foundation.access import NotVisible, require
from commonhearth.foundation.api.problems import unfit
from commonhearth.foundation.api.routers import acted_once, done_once, next_page
from commonhearth.foundation.api.schemas import PAGE, After, Limit, Page
from commonhearth.foundation.circles.api.shapes import read_for
from commonhearth.foundation.circles.selectors import person_in
from commonhearth.rooms.meetings.access.actions import may_add_action, may_answer_action
from commonhearth.rooms.meetings.api.shapes import (
    ActionOut,
    AnswerActionIn,
    HandOnIn,
    MadeActionOut,
    NewActionIn,
    router,
)
from commonhearth.rooms.meetings.selectors import actions as promised
from commonhearth.rooms.meetings.services import actions as promising
from commonhearth.rooms.meetings.services.turns import NotHere
from commonhearth.rooms.meetings.wording import actions as action_words

#: What may be said of an action, as it stands then.
STANDINGS = {"done": "done", "not_now": "not_now", "again": "open"}


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


@router.post(
    "/actions/{uuid:action_id}/hand-on", scope="meetings:act", response=ActionOut, summary="Hand it on"
)
def hand_on(request: HttpRequest, action_id: UUID, said: HandOnIn) -> ActionOut:
    """To someone of us; or somebody is asked, and it stays with you until they say yes."""
    found = promised.action_for(request.actor, action_id, now=request.now)
    if found.circle.is_hidden:
        raise NotVisible
    require(may_answer_action(request.actor, found))
    person = person_in(request.actor, found.circle, said.to) if said.to else None

    def act() -> None:
        promising.hand_on(actor=request.actor, action=found, to=person, now=request.now)

    try:
        done_once(request, f"meetings.hand_on.{found.id}", act)
    except NotHere:
        raise unfit("/to", "action_not_here", action_words.SENTENCES["action_not_here"]) from None
    return _action(promised.action_seen(request.actor, action_id, now=request.now))
