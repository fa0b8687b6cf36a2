"""Whose turn it is, taking one, handing one on, changing with somebody, rather not."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from commonhearth.foundation.access import NotVisible, require
from commonhearth.foundation.circles.access import may_read_circle
from commonhearth.foundation.circles.selectors import circle_for
from commonhearth.kit.page import page
from commonhearth.rooms.meetings.access.working import may_give_turns, may_hand_turn_on, may_rather_not
from commonhearth.rooms.meetings.selectors.working import hats_rather_not, turns_for
from commonhearth.rooms.meetings.services import turns as services
from commonhearth.rooms.meetings.views.working import at, others_in, show, to
from commonhearth.rooms.meetings.wording import turns as words
from commonhearth.rooms.meetings.workforms import ToWhomForm


def turns(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """Who does what at this meeting. Whose turn it is, never who had how many."""
    meeting = at(request, meeting_id)
    found = turns_for(request.actor, meeting)
    context = {
        "turns": found,
        "open": any(view.turn is None or view.turn.holder_id is None for view in found),
        "has_one": any(view.mine for view in found),
        "give": may_give_turns(request.actor, meeting),
        "words": words,
    }
    return show(request, "meetings/turns.html", meeting, context)


def give(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """Ask whose turn it is."""
    meeting = at(request, meeting_id)
    services.give_turns(actor=request.actor, meeting=meeting, now=request.now)
    return to(request, "meetings:turns", meeting.id)


def take(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """Take a turn that is open."""
    meeting = at(request, meeting_id)
    hat = request.POST.get("hat", "")
    require(may_give_turns(request.actor, meeting))
    if hat not in words.HATS:
        raise NotVisible
    try:
        services.take_turn(actor=request.actor, meeting=meeting, hat=hat, now=request.now)
    except services.NotHere:
        messages.info(request, _("You have something to do at this meeting already. One thing each."))
    else:
        messages.success(request, _("It is yours. You may hand it on at any time."))
    return to(request, "meetings:turns", meeting.id)


def give_back(request: HttpRequest, meeting_id: UUID, turn_id: UUID) -> HttpResponse:
    """Hand one's turn on, without a reason."""
    meeting = at(request, meeting_id)
    turn = services.give_back(actor=request.actor, meeting=meeting, turn_id=turn_id, now=request.now)
    said = _("The second has it now.") if turn.holder_id else _("It is open now, and the circle is told.")
    messages.success(request, said)
    return to(request, "meetings:turns", meeting.id)


def swap(request: HttpRequest, meeting_id: UUID, turn_id: UUID) -> HttpResponse:
    """Ask somebody to change turns."""
    meeting = at(request, meeting_id)
    view = next(
        (one for one in turns_for(request.actor, meeting) if one.turn and one.turn.id == turn_id), None
    )
    if view is None or view.turn is None:
        raise NotVisible
    require(may_hand_turn_on(request.actor, view.turn))
    form = ToWhomForm(request.POST or None, people=others_in(request, meeting), anyone=False)
    form.fields["to"].label = _("Whom do you ask?")
    if form.is_bound and form.is_valid():
        try:
            services.ask_to_swap(
                actor=request.actor, meeting=meeting, turn_id=turn_id, asked=form.chosen, now=request.now
            )
        except services.NotHere:
            form.add_error("to", str(words.SENTENCES["turn_busy"]))
        else:
            messages.success(request, _("Asked. Nothing changes until they say yes."))
            return to(request, "meetings:turns", meeting.id)
    context = {"view": view, "form": form, "words": words}
    return show(request, "meetings/swap.html", meeting, context, status=422 if form.errors else 200)


def answer(request: HttpRequest, meeting_id: UUID, swap_id: UUID) -> HttpResponse:
    """Say yes or no to changing turns; take one's asking back."""
    meeting = at(request, meeting_id)
    yes = request.POST.get("answer") == "yes"
    try:
        services.answer_swap(actor=request.actor, meeting=meeting, swap_id=swap_id, yes=yes, now=request.now)
    except services.NotHere:
        messages.info(request, words.SENTENCES["turn_busy"])
    return to(request, "meetings:turns", meeting.id)


def wishes(request: HttpRequest, circle_id: UUID) -> HttpResponse:
    """Which turns one takes in a circle, and which one would rather not."""
    circle = circle_for(request.actor, circle_id, now=request.now)
    if not may_read_circle(request.actor, circle):
        raise NotVisible
    may = may_rather_not(request.actor, circle)
    if request.method == "POST":
        require(may)
        hat = request.POST.get("hat", "")
        if hat not in words.HATS:
            raise NotVisible
        act = services.gladly_again if request.POST.get("wish") == "again" else services.rather_not
        act(actor=request.actor, circle=circle, hat=hat, now=request.now)
        return to(request, "meetings:rather_not", circle.id)
    context = {
        "circle": circle,
        "hats": words.HATS,
        "passing": hats_rather_not(request.actor, circle) if may else set(),
        "may": may,
        "words": words,
    }
    return page(request, "meetings/rather_not.html", context)
