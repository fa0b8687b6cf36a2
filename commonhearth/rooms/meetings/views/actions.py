"""What was promised, in a circle and by oneself."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from commonhearth.foundation import once
from commonhearth.foundation.access import NotVisible, require
from commonhearth.foundation.circles.access import may_read_circle, seat_in
from commonhearth.foundation.circles.selectors import circle_for, people_of
from commonhearth.kit.page import page
from commonhearth.rooms.meetings.access.actions import may_add_action, may_answer_action, may_take_action
from commonhearth.rooms.meetings.selectors import actions as selectors
from commonhearth.rooms.meetings.services import actions as services
from commonhearth.rooms.meetings.services.turns import NotHere
from commonhearth.rooms.meetings.views.working import CHOSEN, act_once, others_in, to
from commonhearth.rooms.meetings.wording import actions as words
from commonhearth.rooms.meetings.workforms import ActionForm, ToWhomForm

#: What may be said of an action, by what the button sends.
STANDINGS = {"done": "done", "not_now": "not_now", "again": "open"}


def actions(request: HttpRequest, circle_id: UUID) -> HttpResponse:
    """What is to do in a circle, and by whom; adding something."""
    circle = circle_for(request.actor, circle_id, now=request.now)
    if not may_read_circle(request.actor, circle):
        raise NotVisible
    add = may_add_action(request.actor, circle)
    if request.method == "POST":
        require(add)
    over = request.GET.get("over") == "1"
    meeting = _meeting(request, circle)
    form = ActionForm(request.POST or None, people=_people(request, circle) if add else [])
    if form.is_bound and form.is_valid():
        return _added(request, circle, form, meeting)
    found = selectors.actions_of(
        request.actor, circle, open_only=not over, after=request.GET.get("after", "")
    )
    context = {
        "circle": circle,
        "found": [(view, *_may(request, view)) for view in found.views],
        "more": found.more,
        "first": not request.GET.get("after"),
        "over": over,
        "add": add,
        "form": form,
        "meeting_id": meeting.id if meeting else "",
        "once_key": once.new_key(),
        "words": words,
    }
    return page(request, "meetings/actions.html", context, status=422 if form.errors else 200)


def _people(request: HttpRequest, circle: Any) -> list[Any]:
    """Return from whom one chooses: oneself first."""
    seat = seat_in(request.actor, circle)
    people = people_of(request.actor, circle, size=CHOSEN).people
    return sorted(people, key=lambda one: seat is None or one.id != seat.membership_id)


def _meeting(request: HttpRequest, circle: Any) -> Any:
    """Return the meeting in which it was promised, where one is named."""
    try:
        named = UUID(request.POST.get("meeting") or request.GET.get("meeting") or "")
    except ValueError:
        return None
    return selectors.meeting_in(request.actor, circle, named)


def _added(request: HttpRequest, circle: Any, form: ActionForm, meeting: Any) -> HttpResponse:
    def act() -> dict[str, Any]:
        made = services.add_action(
            actor=request.actor, circle=circle, meeting=meeting, now=request.now, **form.told()
        )
        return {"action": str(made.id)}

    try:
        act_once(request, f"meetings.actions.{circle.id}", act)
    except NotHere:
        messages.info(request, words.SENTENCES["action_not_here"])
    if meeting is not None:
        return to(request, "meetings:minutes", meeting.id)
    return to(request, "meetings:actions", circle.id)


def _may(request: HttpRequest, view: selectors.ActionView) -> tuple[bool, bool]:
    answers = bool(may_answer_action(request.actor, view.action))
    takes = not view.mine and bool(may_take_action(request.actor, view.action))
    return answers, takes


def own(request: HttpRequest) -> HttpResponse:
    """What one said one would do, in every circle, and what one is asked."""
    found = selectors.own_actions(request.actor, now=request.now)
    context = {
        "own": [(one, [(view, *_may(request, view)) for view in one.views]) for one in found],
        "words": words,
    }
    return page(request, "meetings/own_actions.html", context)


def answer(request: HttpRequest, action_id: UUID) -> HttpResponse:
    """Done, not now, open again; taking it on, or saying “not me”."""
    action = selectors.action_for(request.actor, action_id, now=request.now)
    said = request.POST.get("answer", "")
    if said == "take":
        services.take(actor=request.actor, action=action, now=request.now)
        messages.success(request, _("It is yours. You may hand it on at any time."))
    elif said == "not_me":
        services.decline(actor=request.actor, action=action, now=request.now)
        messages.success(request, _("That is fine."))
    elif said in STANDINGS:
        services.say(actor=request.actor, action=action, standing=STANDINGS[said], now=request.now)
        messages.success(request, _("Done. Thank you.") if said == "done" else _("Noted."))
    else:
        raise NotVisible
    return _back(request, action)


def _back(request: HttpRequest, action: Any) -> HttpResponse:
    if request.POST.get("from") == "own":
        return to(request, "meetings:own_actions")
    return to(request, "meetings:actions", action.circle_id)


def hand_on(request: HttpRequest, action_id: UUID) -> HttpResponse:
    """Hand it on: to someone of us, or to somebody who is asked."""
    action = selectors.action_for(request.actor, action_id, now=request.now)
    require(may_answer_action(request.actor, action))
    form = ToWhomForm(request.POST or None, people=others_in(request, action))
    if form.is_bound and form.is_valid():
        try:
            services.hand_on(actor=request.actor, action=action, to=form.chosen, now=request.now)
        except NotHere:
            form.add_error("to", str(words.SENTENCES["action_not_here"]))
        else:
            said = (
                _("Asked. It stays with you until they say yes.")
                if form.chosen
                else _("It is someone of us’s now.")
            )
            messages.success(request, said)
            return to(request, "meetings:actions", action.circle_id)
    context = {"action": action, "circle": action.circle, "form": form, "words": words}
    return page(request, "meetings/hand_on.html", context, status=422 if form.errors else 200)
