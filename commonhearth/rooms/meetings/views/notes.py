"""What a support circle agreed to remember for a while."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from commonhearth.foundation.access import NotVisible, require
from commonhearth.rooms.meetings.access.minutes import may_agree_note, may_drop_note, may_keep_note
from commonhearth.rooms.meetings.manner import manner_of
from commonhearth.rooms.meetings.selectors.minutes import notes_for
from commonhearth.rooms.meetings.services import notes as services
from commonhearth.rooms.meetings.views.working import act_once, at, show, to
from commonhearth.rooms.meetings.wording import minutes as words
from commonhearth.rooms.meetings.workforms import WordsForm


def _at(request: HttpRequest, meeting_id: UUID) -> Any:
    meeting = at(request, meeting_id)
    if not manner_of(meeting).notes:
        raise NotVisible
    return meeting


def notes(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """The notes that have not faded, and whether this circle keeps any."""
    meeting = _at(request, meeting_id)
    days = services.note_days(meeting.circle, now=request.now)
    keep = may_keep_note(request.actor, meeting, days)
    if request.method == "POST":
        require(keep)
    form = WordsForm(
        request.POST or None,
        label=_("What would we like to remember?"),
        hint=_("What we found out together, never who said what. Somebody else says yes before it is kept."),
    )
    if form.is_bound and form.is_valid():

        def act() -> dict[str, Any]:
            made = services.put_down(
                actor=request.actor, meeting=meeting, words=form.cleaned_data["words"], now=request.now
            )
            return {"note": str(made.id)}

        act_once(request, f"meetings.notes.{meeting.id}", act)
        messages.success(request, _("Put down. It is kept when somebody else says yes."))
        return to(request, "meetings:notes", meeting.id)
    found = notes_for(request.actor, meeting)
    context = {
        "notes": [
            (note, bool(may_agree_note(request.actor, note)), bool(may_drop_note(request.actor, note)))
            for note in found
        ],
        "keep": keep,
        "days": days,
        "form": form,
        "words": words,
    }
    return show(request, "meetings/notes.html", meeting, context, status=422 if form.errors else 200)


def answer(request: HttpRequest, meeting_id: UUID, note_id: UUID) -> HttpResponse:
    """Say yes to keeping a note, or let it go for good."""
    meeting = _at(request, meeting_id)
    if request.POST.get("answer") == "yes":
        services.agree(actor=request.actor, meeting=meeting, note_id=note_id, now=request.now)
        messages.success(request, _("Kept, until it fades by itself."))
    else:
        services.drop(actor=request.actor, meeting=meeting, note_id=note_id, now=request.now)
        messages.success(request, _("Gone."))
    return to(request, "meetings:notes", meeting.id)
