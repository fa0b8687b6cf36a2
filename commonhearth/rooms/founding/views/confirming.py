"""Reading the whole text and saying yes to it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from commonhearth.kit.page import page
from commonhearth.kit.paper import paper
from commonhearth.rooms.founding import selectors, services
from commonhearth.rooms.founding.forms.steps import ConfirmForm
from commonhearth.rooms.founding.views.sheets import kit_sheets
from commonhearth.rooms.founding.views.steps import address_of
from commonhearth.rooms.founding.wording.steps import LACKS, SHOWN, STEP_OF
from commonhearth.rooms.helplines.selectors import countries


@login_required
def confirm(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """The text as it stands, whole; the button confirms exactly what was read."""
    view = selectors.draft_for(request.person, draft_id)
    if view.draft.community is not None:
        return HttpResponseRedirect(reverse("community_home", args=[view.draft.community.slug]))
    changed = False
    form = ConfirmForm(request.POST or None, initial={"text": view.text}, lowest_age=view.lowest_age)
    if request.method == "POST" and form.is_valid():
        try:
            draft = services.confirm(
                actor=request.person, draft_id=draft_id, text=form.cleaned_data["text"], now=request.now
            )
        except services.TextChanged:
            changed = True
            form = ConfirmForm(initial={"text": view.text}, lowest_age=view.lowest_age)
        else:
            return _after_a_yes(request, draft)
    context = {
        "view": view,
        "draft": view.draft,
        "form": form,
        "changed": changed,
        "lacks": [(LACKS[lack], address_of(draft_id, STEP_OF[lack])) for lack in view.lacks],
        "shown": SHOWN,
        "helplines": dict(countries()).get(view.draft.helplines, ""),
    }
    status = 409 if changed else 422 if form.errors else 200
    return page(request, "founding/confirm.html", context, status=status)


def _after_a_yes(request: HttpRequest, draft: Any) -> HttpResponse:
    if draft.community is not None:
        messages.success(request, _("It has begun. This is your home now, and your agreements are in force."))
        return HttpResponseRedirect(reverse("community_home", args=[draft.community.slug]))
    messages.success(
        request, _("You have confirmed the text as it stands. If a word changes, you are asked again.")
    )
    return HttpResponseRedirect(address_of(draft.id, ""))


@login_required
def kit(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """The starter kit of a draft, to print."""
    found = selectors.kit_of_draft(request.person, draft_id, now=request.now)
    back = (_("All steps"), address_of(draft_id, ""))
    return paper(
        request, "founding/kit.html", kit_sheets(found, request.now) | {"back": back}, name="starter-kit"
    )


@login_required
def take_back(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Take one's yes back."""
    services.take_back(actor=request.person, draft_id=draft_id, now=request.now)
    messages.success(request, _("Your yes is taken back."))
    return HttpResponseRedirect(address_of(draft_id, ""))
