"""The overview of a draft, its plain steps, and what may be done with the whole of it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from commonhearth.foundation.access import NotVisible, require
from commonhearth.kit.page import page
from commonhearth.rooms.founding import selectors, services
from commonhearth.rooms.founding.forms import steps as forms
from commonhearth.rooms.founding.selectors import DraftView
from commonhearth.rooms.founding.steps import LEAVABLE, STEPS
from commonhearth.rooms.founding.wording.steps import LACKS, LEADS, STEP_OF, TITLES
from commonhearth.rooms.founding.zones import zone_of

#: The steps that are one plain form over the draft's own fields.
PLAIN: dict[str, type[Form]] = {
    "purpose": forms.PurposeForm,
    "people": forms.PeopleForm,
    "place": forms.PlaceForm,
    "name": forms.NameForm,
    "helplines": forms.HelplinesForm,
    "meeting": forms.MeetingForm,
}


def address_of(draft_id: UUID, step: str) -> str:
    """Return the address of a step; of the overview after the last."""
    if not step:
        return reverse("founding:draft", args=[draft_id])
    if step in PLAIN:
        return reverse("founding:step", args=[draft_id, step])
    return reverse(f"founding:{step}", args=[draft_id])


def frame_of_step(view: DraftView, key: str) -> dict[str, Any]:
    """Return what every step's page shows: where one is, what it asks, how to go on without."""
    return {
        "view": view,
        "draft": view.draft,
        "step": view.step(key),
        "number": STEPS.index(key) + 1,
        "count": len(STEPS),
        "title": TITLES[key],
        "lead": LEADS[key],
        "leavable": key in LEAVABLE,
        "onward": address_of(view.draft.id, view.after(key)),
    }


@login_required
def draft(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Where one is: what has been said, what is next, who has confirmed. A living community is gone on to."""
    view = selectors.draft_for(request.person, draft_id)
    if view.draft.community is not None:
        return HttpResponseRedirect(reverse("community_home", args=[view.draft.community.slug]))
    steps = [(step, address_of(draft_id, step.key)) for step in view.steps]
    lacks = [(LACKS[lack], address_of(draft_id, STEP_OF[lack])) for lack in view.lacks]
    onward = address_of(draft_id, view.next_step.key) if view.next_step else ""
    context = {"view": view, "draft": view.draft, "steps": steps, "lacks": lacks, "onward": onward}
    return page(request, "founding/draft.html", context)


@login_required
def step(request: HttpRequest, draft_id: UUID, step: str) -> HttpResponse:
    """One plain step: read what was said, say it, go on to the next."""
    if step not in PLAIN:
        raise NotVisible
    view = selectors.draft_for(request.person, draft_id)
    require(view.may_change)
    form = PLAIN[step](request.POST or None, initial=_initial(view, step))
    if request.method == "POST" and form.is_valid():
        words = form.words() if isinstance(form, forms.PlaceForm) else form.cleaned_data
        services.say(actor=request.person, draft_id=draft_id, step=step, now=request.now, **words)
        return HttpResponseRedirect(address_of(draft_id, view.after(step)))
    context = frame_of_step(view, step) | {"form": form}
    return page(request, "founding/step.html", context, status=422 if form.errors else 200)


def _initial(view: DraftView, step: str) -> dict[str, Any]:
    draft = view.draft
    said = {name: getattr(draft, name) for name in PLAIN[step].base_fields if getattr(draft, name, None)}
    if step == "place" and draft.town:
        said["place"] = draft.town.partition(",")[0]
    if step == "meeting":
        said.setdefault("time_zone", zone_of(draft.country))
    if step == "helplines":
        said.setdefault("helplines", draft.country)
    return said


@login_required
def leave_out(request: HttpRequest, draft_id: UUID, step: str) -> HttpResponse:
    """Begin without what a step asks for."""
    if step not in LEAVABLE:
        raise NotVisible
    view = selectors.draft_for(request.person, draft_id)
    services.leave_out(actor=request.person, draft_id=draft_id, step=step, now=request.now)
    return HttpResponseRedirect(address_of(draft_id, view.after(step)))


@login_required
def put_away(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Put it away; nothing is lost."""
    services.put_away(actor=request.person, draft_id=draft_id, now=request.now)
    messages.success(request, _("It is put away, and kept for a year. Any of you can take it up again."))
    return HttpResponseRedirect(reverse("founding:start"))


@login_required
def take_up(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Take it up again."""
    services.take_up(actor=request.person, draft_id=draft_id, now=request.now)
    return HttpResponseRedirect(address_of(draft_id, ""))


@login_required
def step_out(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Stop beginning this with the others; the page says first what that does."""
    view = selectors.draft_for(request.person, draft_id)
    require(view.may_step_out)
    if request.method == "POST":
        services.step_out(actor=request.person, draft_id=draft_id, now=request.now)
        messages.success(request, _("You are out of it. Nobody is told why, and nobody is asked."))
        return HttpResponseRedirect(reverse("founding:start"))
    return page(request, "founding/step_out.html", {"view": view, "draft": view.draft})
