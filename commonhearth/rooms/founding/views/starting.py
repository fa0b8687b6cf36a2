"""Where it begins: why a sign-in comes first, what one has begun already, and beginning."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from commonhearth.foundation import once
from commonhearth.kit import sentences
from commonhearth.kit.page import page
from commonhearth.rooms.founding import selectors, services
from commonhearth.rooms.founding.access import may_begin_draft
from commonhearth.rooms.founding.forms.steps import BeginForm


def start(request: HttpRequest) -> HttpResponse:
    """Begin, or go on with what one has begun. A visitor has nothing to fill in that could be lost."""
    verdict = may_begin_draft(request.person or request.actor)
    form = BeginForm(request.POST if request.method == "POST" and verdict else None)
    if form.is_bound and form.is_valid():

        def act() -> dict[str, str]:
            draft = services.begin_draft(actor=request.person, now=request.now, **form.cleaned_data)
            return {"draft": str(draft.id)}

        try:
            begun = once.answer(
                actor=request.person, form="founding.start", key=request.POST.get("once_key", ""), act=act
            )
        except services.TooManyDrafts:
            form.add_error(None, sentences.say("too_many_drafts"))
        else:
            return HttpResponseRedirect(reverse("founding:step", args=[begun["draft"], "purpose"]))
    context = {
        "form": form,
        "verdict": verdict,
        "mine": selectors.my_drafts(request.person),
        "once_key": once.new_key(),
    }
    return page(request, "founding/start.html", context, status=422 if form.errors else 200)
