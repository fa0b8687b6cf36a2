"""“Is this a hard month?”"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from commonhearth.foundation import once
from commonhearth.foundation.access import Refused, require
from commonhearth.foundation.circles.selectors import circle_for
from commonhearth.kit import sentences
from commonhearth.kit.page import page as answer
from commonhearth.rooms.treasury import selectors, services, wording
from commonhearth.rooms.treasury.access import may_answer_hard_month, may_ask_hard_month
from commonhearth.rooms.treasury.forms import WhoForm
from commonhearth.rooms.treasury.views.people import somebody


def ask(request: HttpRequest, circle_id: UUID) -> HttpResponse:
    """Ask one person of the circle."""
    circle = circle_for(request.actor, circle_id, now=request.now)
    tin = selectors.tin_for(request.actor, circle)
    require(may_ask_hard_month(request.actor, tin))
    form = WhoForm(
        request.POST if request.method == "POST" else None,
        who=somebody(request, circle),
        label=_("Whom do you ask?"),
    )
    if form.is_bound and form.is_valid():

        def act() -> dict[str, Any]:
            services.ask_hard_month(
                actor=request.actor, tin=tin, seat_id=form.cleaned_data["who"].id, now=request.now
            )
            return {}

        try:
            once.answer(
                actor=request.actor,
                form=f"treasury.ask.{tin.id}",
                key=request.POST.get("once_key", ""),
                act=act,
            )
        except Refused as no:
            form.add_error("who", sentences.of_verdict(no.verdict))
        else:
            messages.success(request, _("Asked. Only the two of you know of it."))
            return HttpResponseRedirect(request.path)
    context = {
        "circle": circle,
        "tin": tin,
        "form": form,
        "asked": selectors.asked_by(request.actor, tin, now=request.now),
        "once_key": once.new_key(),
        "words": wording,
    }
    return answer(request, "treasury/ask.html", context, status=422 if form.errors else 200)


def question(request: HttpRequest, question_id: UUID) -> HttpResponse:
    """Read a question, and answer it."""
    found = selectors.question_for(request.actor, question_id, now=request.now)
    may = may_answer_hard_month(request.actor, found)
    if request.method == "POST":
        require(may)
        says = request.POST.get("says", "")
        if says in wording.ANSWERS:
            services.answer_hard_month(actor=request.actor, question=found, says=says, now=request.now)
            messages.success(request, _("Thank you. Only the one who asked can read it."))
            return HttpResponseRedirect(request.path)
    context = {"question": found, "may": may, "answers": wording.ANSWERS, "answered": wording.ANSWERED}
    return answer(request, "treasury/question.html", context, status=422 if request.method == "POST" else 200)
