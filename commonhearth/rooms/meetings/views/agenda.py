"""The agenda of a meeting: built, added to, put in order."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import ngettext

from commonhearth.foundation.access import NotVisible, require
from commonhearth.rooms.meetings.access.working import may_prepare
from commonhearth.rooms.meetings.selectors.working import agenda_for
from commonhearth.rooms.meetings.services import agenda as services
from commonhearth.rooms.meetings.views.working import act_once, at, show, to
from commonhearth.rooms.meetings.wording import agenda as words
from commonhearth.rooms.meetings.workforms import ChangeItemForm, ItemForm


def agenda(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """The points in their order with the time of each; adding one."""
    meeting = at(request, meeting_id)
    prepare = may_prepare(request.actor, meeting)
    if request.method == "POST":
        require(prepare)
    form = ItemForm(request.POST or None)
    if form.is_bound and form.is_valid():

        def act() -> dict[str, Any]:
            made = services.add_item(
                actor=request.actor, meeting=meeting, now=request.now, **form.cleaned_data
            )
            return {"item": str(made.id)}

        try:
            act_once(request, f"meetings.agenda.{meeting.id}", act)
        except services.AgendaFull:
            form.add_error(None, str(words.SENTENCES["agenda_full"]))
        else:
            return to(request, "meetings:agenda", meeting.id)
    context = {
        "agenda": agenda_for(request.actor, meeting, now=request.now),
        "prepare": prepare,
        "form": form,
        "words": words,
    }
    return show(request, "meetings/agenda.html", meeting, context, status=422 if form.errors else 200)


def build(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """Put on what is due, between an opening and a closing round."""
    meeting = at(request, meeting_id)
    count = services.build(actor=request.actor, meeting=meeting, now=request.now)
    said = ngettext("%(n)s point came on.", "%(n)s points came on.", count) % {"n": count}
    messages.success(request, said)
    return to(request, "meetings:agenda", meeting.id)


def change(request: HttpRequest, meeting_id: UUID, item_id: UUID) -> HttpResponse:
    """Say a point anew, or give it more or less time; take it off."""
    meeting = at(request, meeting_id)
    require(may_prepare(request.actor, meeting))
    points = agenda_for(request.actor, meeting, now=request.now).points
    point = next((one for one in points if one.item.id == item_id), None)
    if point is None:
        raise NotVisible
    own_words = not point.item.code
    initial = {"title": point.title, "about": point.item.about, "minutes": point.item.minutes}
    form = ChangeItemForm(request.POST or None, own_words=own_words, initial=initial)
    if form.is_bound and form.is_valid():
        data = {"title": "", "about": ""} | form.cleaned_data
        services.change_item(actor=request.actor, meeting=meeting, item_id=item_id, now=request.now, **data)
        return to(request, "meetings:agenda", meeting.id)
    context = {"point": point, "form": form}
    return show(request, "meetings/item.html", meeting, context, status=422 if form.errors else 200)


def move(request: HttpRequest, meeting_id: UUID, item_id: UUID) -> HttpResponse:
    """Move a point up or down by one."""
    meeting = at(request, meeting_id)
    up = request.POST.get("way", "up") != "down"
    services.move(actor=request.actor, meeting=meeting, item_id=item_id, up=up, now=request.now)
    return to(request, "meetings:agenda", meeting.id)


def take_off(request: HttpRequest, meeting_id: UUID, item_id: UUID) -> HttpResponse:
    """Take a point off."""
    meeting = at(request, meeting_id)
    services.take_off(actor=request.actor, meeting=meeting, item_id=item_id, now=request.now)
    return to(request, "meetings:agenda", meeting.id)
