"""Who is here, how many are here, and hands that are counted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from commonhearth.foundation.access import NotVisible, require
from commonhearth.rooms.meetings.access.working import (
    may_ask_for_hands,
    may_count_heads,
    may_note_present,
    may_tell_hands,
)
from commonhearth.rooms.meetings.manner import manner_of
from commonhearth.rooms.meetings.selectors.working import attendance_for, hands_for, hands_of, heads_of
from commonhearth.rooms.meetings.services import attendance as services
from commonhearth.rooms.meetings.services.sitting import count_heads
from commonhearth.rooms.meetings.views.working import act_once, at, show, to
from commonhearth.rooms.meetings.wording import agenda as words
from commonhearth.rooms.meetings.workforms import HeadsForm, QuestionForm, TallyForm

if TYPE_CHECKING:
    from commonhearth.rooms.meetings.models import Meeting


def here(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """How many are here; at a board meeting or an assembly also who, and whether they are enough to decide."""
    meeting = at(request, meeting_id)
    if request.method == "POST":
        require(may_note_present(request.actor, meeting))
        services.note_present(
            actor=request.actor,
            meeting=meeting,
            here=_ids(request.POST.getlist("here")),
            among=_ids(request.POST.getlist("among")),
            now=request.now,
        )
        messages.success(request, _("Noted."))
        return to(request, "meetings:here", meeting.id)
    return _here(request, meeting, None)


def _ids(typed: list[str]) -> set[UUID]:
    try:
        return {UUID(one) for one in typed[:200]}
    except ValueError:
        raise NotVisible from None


def _here(request: HttpRequest, meeting: Meeting, form: HeadsForm | None) -> HttpResponse:
    names = may_note_present(request.actor, meeting)
    after = request.GET.get("after", "")
    heads = heads_of(meeting)
    context = {
        "names": names,
        "attendance": attendance_for(request.actor, meeting, after=after, now=request.now)
        if manner_of(meeting).names
        else None,
        "heads": heads,
        "count": may_count_heads(request.actor, meeting),
        "form": form or HeadsForm(initial={"heads": heads}),
        "words": words,
    }
    wrong = form is not None and bool(form.errors)
    return show(request, "meetings/here.html", meeting, context, status=422 if wrong else 200)


def heads(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """Write down how many are here."""
    meeting = at(request, meeting_id)
    require(may_count_heads(request.actor, meeting))
    form = HeadsForm(request.POST)
    if not form.is_valid():
        return _here(request, meeting, form)
    count_heads(actor=request.actor, meeting=meeting, heads=form.cleaned_data["heads"], now=request.now)
    return to(request, "meetings:here", meeting.id)


def hands(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """Questions to the room, answered by raised hands that two people count."""
    meeting = at(request, meeting_id)
    ask = may_ask_for_hands(request.actor, meeting)
    if request.method == "POST":
        require(ask)
    form = QuestionForm(request.POST or None)
    if form.is_bound and form.is_valid():

        def act() -> dict[str, Any]:
            made = services.ask_for_hands(
                actor=request.actor, meeting=meeting, question=form.cleaned_data["question"], now=request.now
            )
            return {"hands": str(made.id)}

        act_once(request, f"meetings.hands.{meeting.id}", act)
        return to(request, "meetings:hands", meeting.id)
    return _hands(request, meeting, form)


def _hands(
    request: HttpRequest, meeting: Meeting, form: QuestionForm, told: tuple[UUID, TallyForm] | None = None
) -> HttpResponse:
    views = []
    for view in hands_for(request.actor, meeting):
        tellers = frozenset(tally.teller_id for tally in view.tallies)
        count = may_tell_hands(request.actor, view.hands, tellers)
        own = told[1] if told and told[0] == view.hands.id else TallyForm(auto_id=f"{view.hands.id}_%s")
        views.append((view, count, own))
    context = {"views": views, "form": form, "ask": may_ask_for_hands(request.actor, meeting), "words": words}
    wrong = bool(form.errors) or bool(told and told[1].errors)
    return show(request, "meetings/hands.html", meeting, context, status=422 if wrong else 200)


def tell(request: HttpRequest, meeting_id: UUID, hands_id: UUID) -> HttpResponse:
    """Say what one has counted."""
    meeting = at(request, meeting_id)
    asked = hands_of(meeting, hands_id)
    require(may_ask_for_hands(request.actor, meeting))
    form = TallyForm(request.POST, auto_id=f"{hands_id}_%s")
    if not form.is_valid():
        return _hands(request, meeting, QuestionForm(), (hands_id, form))
    services.tell_hands(
        actor=request.actor, meeting=meeting, hands_id=asked.id, now=request.now, **form.cleaned_data
    )
    return to(request, "meetings:hands", meeting.id)
