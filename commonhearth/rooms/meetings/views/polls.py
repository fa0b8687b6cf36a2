"""When shall we meet?"""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from commonhearth.foundation import once
from commonhearth.foundation.access import NotVisible, require
from commonhearth.foundation.circles.access import may_read_circle
from commonhearth.foundation.circles.selectors import circle_for, person_in, speaks_for
from commonhearth.kit.page import page
from commonhearth.kit.saying import day_time
from commonhearth.rooms.meetings.access.actions import may_ask_when, may_end_poll, may_say_when
from commonhearth.rooms.meetings.selectors import polls as selectors
from commonhearth.rooms.meetings.services import polls as services
from commonhearth.rooms.meetings.views.working import act_once, to
from commonhearth.rooms.meetings.wording import actions as words
from commonhearth.rooms.meetings.workforms import PollForm, SaysForm


def polls(request: HttpRequest, circle_id: UUID) -> HttpResponse:
    """A circle's questions when to meet, the newest first."""
    circle = circle_for(request.actor, circle_id, now=request.now)
    found, more = selectors.polls_of(request.actor, circle, after=request.GET.get("after", ""))
    context = {
        "circle": circle,
        "polls": found,
        "more": more,
        "first": not request.GET.get("after"),
        "ask": may_ask_when(request.actor, circle),
    }
    return page(request, "meetings/polls.html", context)


def ask(request: HttpRequest, circle_id: UUID) -> HttpResponse:
    """Ask which of some times fit."""
    circle = circle_for(request.actor, circle_id, now=request.now)
    if not may_read_circle(request.actor, circle):
        raise NotVisible
    require(may_ask_when(request.actor, circle))
    soon = (request.now + timedelta(days=5)).replace(minute=0, second=0, microsecond=0)
    form = PollForm(request.POST or None, initial={"closes": soon})
    if form.is_bound and form.is_valid():

        def act() -> dict[str, Any]:
            made = services.ask_when(
                actor=request.actor,
                circle=circle,
                title=form.cleaned_data["title"],
                starts=form.times,
                minutes=form.cleaned_data["minutes"],
                zone=timezone.get_current_timezone_name(),
                closes=form.cleaned_data["closes"],
                now=request.now,
            )
            return {"poll": str(made.id)}

        try:
            made = act_once(request, f"meetings.when.{circle.id}", act)
        except services.NoTimes:
            form.add_error("time_1", str(words.SENTENCES["poll_no_times"]))
        except services.ClosesBackwards:
            form.add_error("closes", str(words.SENTENCES["poll_closes"]))
        else:
            return to(request, "meetings:poll", made["poll"])
    context = {"circle": circle, "form": form, "once_key": once.new_key()}
    return page(request, "meetings/ask_when.html", context, status=422 if form.errors else 200)


def _form(data: Any, view: selectors.PollView, said: dict[UUID, str]) -> SaysForm:
    slots = [(one.slot.id, day_time(one.slot.starts), said.get(one.slot.id, "")) for one in view.slots]
    return SaysForm(data, slots=slots)


def poll(request: HttpRequest, poll_id: UUID) -> HttpResponse:
    """The times with who can come; saying which fit oneself."""
    view = selectors.poll_for(request.actor, poll_id, now=request.now)
    may = may_say_when(request.actor, view.poll)
    if request.method == "POST":
        require(may)
    form = _form(request.POST or None, view, {one.slot.id: one.mine for one in view.slots})
    if form.is_bound and form.is_valid():
        services.say_when(actor=request.actor, poll=view.poll, fits=form.told(), now=request.now)
        messages.success(request, _("Noted. You can change it until the time to answer is over."))
        return to(request, "meetings:poll", view.poll.id)
    context = {
        "view": view,
        "poll": view.poll,
        "circle": view.poll.circle,
        "form": form,
        "say": may,
        "over": view.poll.ended is not None or view.poll.closes <= request.now,
        "end": may_end_poll(request.actor, view.poll),
        "others": speaks_for(request.actor, view.poll.circle),
        "once_key": once.new_key(),
        "words": words,
    }
    return page(request, "meetings/poll.html", context, status=422 if form.errors else 200)


def for_somebody(request: HttpRequest, poll_id: UUID, membership_id: UUID) -> HttpResponse:
    """Say which times fit a member without a sign-in who chose one to write for them."""
    view = selectors.poll_for(request.actor, poll_id, now=request.now)
    person = person_in(request.actor, view.poll.circle, membership_id)
    require(may_say_when(request.actor, view.poll, person))
    said = selectors.said_by(view.poll, person)
    form = _form(request.POST or None, view, said)
    if form.is_bound and form.is_valid():
        services.say_when(
            actor=request.actor, poll=view.poll, fits=form.told(), for_whom=person, now=request.now
        )
        messages.success(request, _("Noted for them, written by you."))
        return to(request, "meetings:poll", view.poll.id)
    context = {"poll": view.poll, "circle": view.poll.circle, "person": person, "form": form, "words": words}
    return page(request, "meetings/poll_for.html", context, status=422 if form.errors else 200)


def end(request: HttpRequest, poll_id: UUID) -> HttpResponse:
    """End the question without a meeting."""
    view = selectors.poll_for(request.actor, poll_id, now=request.now)
    services.end_poll(actor=request.actor, poll=view.poll, now=request.now)
    return to(request, "meetings:poll", view.poll.id)


def meet(request: HttpRequest, poll_id: UUID, slot_id: UUID) -> HttpResponse:
    """Make one of the times a meeting, by this press."""
    view = selectors.poll_for(request.actor, poll_id, now=request.now)
    try:
        made = services.become_meeting(actor=request.actor, poll=view.poll, slot_id=slot_id, now=request.now)
    except services.NoTimes:
        messages.info(request, words.SENTENCES["poll_passed"])
        return to(request, "meetings:poll", view.poll.id)
    messages.success(request, _("It is planned."))
    return to(request, "meetings:meeting", made.id)
