"""Minutes: read, written by several, shown, agreed, corrected, printed."""

from __future__ import annotations

from itertools import pairwise
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from commonhearth.core.differing import differences_by_word
from commonhearth.foundation import once
from commonhearth.foundation.access import NotVisible, require
from commonhearth.kit import markdown
from commonhearth.kit.paper import paper
from commonhearth.rooms.meetings.access.minutes import (
    may_correct,
    may_lock_minutes,
    may_read_minutes,
    may_remark,
    may_settle_remark,
    may_show_minutes,
    may_write_minutes,
)
from commonhearth.rooms.meetings.selectors import minutes as selectors
from commonhearth.rooms.meetings.selectors.actions import from_meeting
from commonhearth.rooms.meetings.selectors.working import title_of, turns_for
from commonhearth.rooms.meetings.services import minutes as services
from commonhearth.rooms.meetings.views.working import act_once, at, to
from commonhearth.rooms.meetings.views.working import show as show_page
from commonhearth.rooms.meetings.wording import minutes as words
from commonhearth.rooms.meetings.workforms import MinutesForm, ShowForm, WordsForm


def _read(request: HttpRequest, meeting_id: UUID) -> Any:
    meeting = at(request, meeting_id)
    if not may_read_minutes(request.actor, meeting):
        raise NotVisible
    return meeting


def minutes(
    request: HttpRequest, meeting_id: UUID, form: WordsForm | None = None, about: str = ""
) -> HttpResponse:
    """The minutes as they stand, and the one thing to do next about them."""
    meeting = _read(request, meeting_id)
    view = selectors.minutes_for(request.actor, meeting)
    found = view.minutes
    title = title_of(meeting, viewer=request.actor)
    context = {
        "view": view,
        "text": markdown.render(found.text, top=2) if found else "",
        "write": may_write_minutes(request.actor, meeting, found),
        "show": may_show_minutes(request.actor, meeting, found),
        "remark": may_remark(request.actor, meeting, found),
        "agree": bool(found and found.shown and may_lock_minutes(request.actor, meeting, found)),
        "later": bool(found and found.shown and services.meeting_now(meeting, now=request.now)),
        "correct": may_correct(request.actor, meeting, found),
        "settle": {said.row.id for said in view.remarks if may_settle_remark(request.actor, said.row)},
        "actions": from_meeting(request.actor, meeting),
        "as_text": selectors.as_text(meeting.circle, title, view),
        "remark_form": form if about == "remark" and form else _words_form(None, "remark"),
        "correct_form": form if about == "correct" and form else _words_form(None, "correct"),
        "opened": about,
        "words": words,
    }
    wrong = form is not None and bool(form.errors)
    return show_page(request, "meetings/minutes.html", meeting, context, status=422 if wrong else 200)


def _words_form(data: Any, about: str) -> WordsForm:
    label = _("What is not right?") if about == "remark" else _("What is to be added or put right?")
    return WordsForm(data, label=label, auto_id=f"{about}_%s")


def write(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """Write along. What others wrote meanwhile stays; what collides is shown, and nothing is lost."""
    meeting = _read(request, meeting_id)
    found = selectors.minutes_for(request.actor, meeting).minutes
    require(may_write_minutes(request.actor, meeting, found))
    if request.method == "POST":
        return _written(request, meeting)
    if found and found.version:
        initial = {"text": found.text, "based_on": found.version}
    else:
        initial = {"text": selectors.starting_text(request.actor, meeting), "based_on": 0}
    return _writing(request, meeting, MinutesForm(initial=initial))


def _writing(request: HttpRequest, meeting: Any, form: MinutesForm, **more: Any) -> HttpResponse:
    context = {"form": form, "turns": turns_for(request.actor, meeting), "words": words} | more
    status = 422 if form.errors or more.get("collisions") else 200
    return show_page(request, "meetings/write.html", meeting, context, status=status)


def _written(request: HttpRequest, meeting: Any) -> HttpResponse:
    form = MinutesForm(request.POST)
    if not form.is_valid():
        return _writing(request, meeting, form)
    merged: list[Any] = []

    def act() -> dict[str, Any]:
        made = services.write(
            actor=request.actor,
            meeting=meeting,
            text=form.cleaned_data["text"],
            based_on=form.cleaned_data["based_on"],
            now=request.now,
        )
        merged.append(made.merged)
        return {"version": made.version, "collided": made.collided}

    answer = act_once(request, f"meetings.minutes.{meeting.id}", act)
    if answer["collided"]:
        return _collided(request, meeting, form, answer["version"], merged)
    if request.POST.get("go_on"):
        messages.success(request, _("Kept. You can go on writing."))
        return to(request, "meetings:write_minutes", meeting.id)
    if merged and merged[0] is not None:
        messages.success(request, _("Kept, together with what somebody else wrote meanwhile."))
    else:
        messages.success(request, _("Kept."))
    return to(request, "meetings:minutes", meeting.id)


def _collided(
    request: HttpRequest, meeting: Any, form: MinutesForm, version: int, merged: list[Any]
) -> HttpResponse:
    """Show both wordings of the lines that two people changed, in one text to choose from."""
    if not merged:  # the same press came twice: what it said stands aside already
        return to(request, "meetings:versions", meeting.id)
    found = merged[0]
    again = MinutesForm(initial={"text": services.both(found), "based_on": version})
    return _writing(request, meeting, again, collisions=found.collisions)


def versions(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """What was kept, version by version, and what stands aside."""
    meeting = _read(request, meeting_id)
    found = selectors.minutes_for(request.actor, meeting).minutes
    drafts = selectors.drafts_of(request.actor, meeting, found) if found else []
    kept = [draft for draft, _name in drafts if not draft.aside]
    before = {later.id: earlier.text for later, earlier in pairwise(kept)}
    shown = [
        (
            draft,
            name,
            differences_by_word(was=before.get(draft.id, ""), now=draft.text) if not draft.aside else (),
        )
        for draft, name in drafts
    ]
    return show_page(request, "meetings/versions.html", meeting, {"drafts": shown, "words": words})


def show(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """Ask the circle whether the minutes are right."""
    meeting = _read(request, meeting_id)
    found = selectors.minutes_for(request.actor, meeting).minutes
    require(may_show_minutes(request.actor, meeting, found))
    soon = (request.now + services.USUAL).replace(minute=0, second=0, microsecond=0)
    form = ShowForm(request.POST or None, initial={"closes": soon})
    if form.is_bound and form.is_valid():
        try:
            services.show(
                actor=request.actor, meeting=meeting, closes=form.cleaned_data["closes"], now=request.now
            )
        except services.ClosesTooSoon:
            form.add_error("closes", str(words.SENTENCES["minutes_too_soon"]))
        else:
            messages.success(request, _("The circle has them before it now."))
            return to(request, "meetings:minutes", meeting.id)
    context = {"form": form}
    return show_page(request, "meetings/show.html", meeting, context, status=422 if form.errors else 200)


def remark(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """Say what is not right."""
    meeting = _read(request, meeting_id)
    found = selectors.minutes_for(request.actor, meeting).minutes
    require(may_remark(request.actor, meeting, found))
    form = _words_form(request.POST, "remark")
    if not form.is_valid():
        return minutes(request, meeting_id, form, "remark")

    def act() -> dict[str, Any]:
        made = services.remark(
            actor=request.actor, meeting=meeting, words=form.cleaned_data["words"], now=request.now
        )
        return {"remark": str(made.id)}

    act_once(request, f"meetings.remark.{meeting.id}", act)
    messages.success(request, _("Said. They are not agreed until you say that it is right."))
    return to(request, "meetings:minutes", meeting.id)


def settle(request: HttpRequest, meeting_id: UUID, remark_id: UUID) -> HttpResponse:
    """Say that it is right now."""
    meeting = _read(request, meeting_id)
    services.settle_remark(actor=request.actor, meeting=meeting, remark_id=remark_id, now=request.now)
    return to(request, "meetings:minutes", meeting.id)


def agree(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """Agree on the minutes, at a later meeting or when their time is over; they stand fast from then on."""
    meeting = _read(request, meeting_id)
    try:
        services.lock(actor=request.actor, meeting=meeting, now=request.now)
    except services.NotYet as not_yet:
        messages.info(request, words.SENTENCES[f"not_yet_{not_yet.stand.value}"])
    else:
        messages.success(request, _("Agreed. They stand fast now; corrections are added below."))
    return to(request, "meetings:minutes", meeting.id)


def correct(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """Add a correction below minutes that stand fast."""
    meeting = _read(request, meeting_id)
    found = selectors.minutes_for(request.actor, meeting).minutes
    require(may_correct(request.actor, meeting, found))
    form = _words_form(request.POST, "correct")
    if not form.is_valid():
        return minutes(request, meeting_id, form, "correct")

    def act() -> dict[str, Any]:
        made = services.correct(
            actor=request.actor, meeting=meeting, words=form.cleaned_data["words"], now=request.now
        )
        return {"addendum": str(made.id)}

    act_once(request, f"meetings.correct.{meeting.id}", act)
    messages.success(request, _("Added. The minutes themselves stand as they were."))
    return to(request, "meetings:minutes", meeting.id)


def printed(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """The minutes on paper, with a line that says whether they are agreed."""
    meeting = _read(request, meeting_id)
    view = selectors.minutes_for(request.actor, meeting)
    if view.minutes is None:
        raise NotVisible
    context = {
        "meeting": meeting,
        "circle": meeting.circle,
        "title": title_of(meeting, viewer=request.actor),
        "view": view,
        "text": markdown.render(view.minutes.text, top=2),
        "actions": from_meeting(request.actor, meeting),
        "once_key": once.new_key(),
    }
    return paper(request, "meetings/minutes_paper.html", context, name="minutes")
