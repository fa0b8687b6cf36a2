"""Opening what is hidden, in an emergency."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from commonhearth.foundation import once
from commonhearth.foundation.access import NotVisible, require
from commonhearth.kit.page import page
from commonhearth.rooms.care import selectors, services
from commonhearth.rooms.care.access.openings import may_ask_opening, may_confirm_opening
from commonhearth.rooms.care.forms.openings import OpeningForm
from commonhearth.rooms.care.views.cases import to
from commonhearth.rooms.care.wording import openings as wording


def ask(request: HttpRequest, case_id: UUID, kind: str) -> HttpResponse:
    """Ask to open something."""
    if kind not in wording.KINDS:
        raise NotVisible
    case = selectors.case_to_open(request.actor, case_id)
    openings = selectors.openings_of(request.actor, case)
    running = selectors.running_opening(openings, kind, now=request.now)
    if running is not None:
        messages.info(request, wording.SENTENCES["opening_running"])
        return to(request, "care:opening", running.id)
    limit, nameless = selectors.limit_of(case, now=request.now), selectors.stands_without_name(case)
    require(may_ask_opening(request.actor, case, kind, limit=limit, nameless=nameless))
    form = OpeningForm(request.POST or None)
    if form.is_bound and form.is_valid():

        def act() -> dict[str, str]:
            made = services.ask_opening(
                actor=request.actor, case=case, kind=kind, now=request.now, **form.cleaned_data
            )
            return {"id": str(made.id)}

        key = request.POST.get("once_key", "")
        made = once.answer(actor=request.actor, form=f"care.opening.{case.id}.{kind}", key=key, act=act)
        messages.success(request, _("Asked. Nothing is open until a second officer confirms it."))
        return to(request, "care:opening", made["id"])
    context = {
        "case": case,
        "form": form,
        "once_key": once.new_key(),
        "title": _("In an emergency, open: %(what)s") % {"what": wording.KINDS[kind]},
        "before": _(
            "Nothing is opened until a second officer confirms it. %(told)s The logbook keeps who opened it."
        )
        % {"told": wording.TOLD[kind]},
        "submit": _("Ask a second officer"),
    }
    return page(request, "care/write.html", context, status=422 if form.errors else 200)


def opening(request: HttpRequest, opening_id: UUID) -> HttpResponse:
    """One opening; for the two while it is open, what it shows."""
    found = selectors.opening_for(request.actor, opening_id, now=request.now)
    context = {
        "found": found,
        "confirm": may_confirm_opening(request.actor, found.opening, now=request.now),
        "words": wording,
    }
    answer = page(request, "care/opening.html", context)
    answer["Cache-Control"] = "no-store, private"
    return answer


def confirm(request: HttpRequest, opening_id: UUID) -> HttpResponse:
    """Open it, as the second officer."""
    found = selectors.opening_for(request.actor, opening_id, now=request.now)
    services.confirm_opening(actor=request.actor, opening=found.opening, now=request.now)
    messages.success(request, _("Open. Those it concerns have been told."))
    return to(request, "care:opening", opening_id)


def end(request: HttpRequest, opening_id: UUID) -> HttpResponse:
    """End it before its time."""
    found = selectors.opening_for(request.actor, opening_id, now=request.now)
    services.end_opening(actor=request.actor, opening=found.opening, now=request.now)
    return to(request, "care:opening", opening_id)
