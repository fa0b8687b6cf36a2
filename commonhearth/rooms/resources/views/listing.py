"""The list, one entry, adding, and saying what it was like."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from commonhearth.foundation import once, throttle
from commonhearth.foundation.access import NotVisible, require
from commonhearth.foundation.communities.forms import LANGUAGES
from commonhearth.kit.page import page
from commonhearth.rooms.resources import selectors, services, wording
from commonhearth.rooms.resources.access import may_add_resource, may_recommend, may_review_resources
from commonhearth.rooms.resources.forms import ResourceForm, SearchForm, WordsForm

WORDS = {
    "sorts": wording.SORTS,
    "needs": wording.NEEDS,
    "costs": wording.COSTS,
    "access": wording.ACCESS,
    "languages": dict(LANGUAGES),
    "order": wording.ORDER,
    "read_first": wording.READ_FIRST,
}


def resources(request: HttpRequest) -> HttpResponse:
    """The list, filtered as somebody likes."""
    form = SearchForm(request.GET or None)
    given: dict[str, str] = form.cleaned_data if request.GET and form.is_valid() else {}
    found, older = selectors.resources(
        viewer=request.actor, asked=selectors.Asked(**given), after=request.GET.get("after", "")
    )
    kept = {name: value for name, value in given.items() if value}
    context = {
        "form": form,
        "asked": kept,
        "found": found,
        "older": "?" + urlencode(kept | {"after": older}) if older else "",
        "words": WORDS,
        "may_review": may_review_resources(request.actor),
        "today": request.now.date(),
    }
    return page(request, "resources/list.html", context, status=422 if request.GET and form.errors else 200)


def resource(request: HttpRequest, resource_id: UUID) -> HttpResponse:
    """One entry, and what members said of it."""
    found = selectors.resource(viewer=request.actor, resource_id=resource_id)
    own = selectors.own_words(request.person, found)
    context = {
        "found": found,
        "said": selectors.said_of(found),
        "own": own,
        "may_say": may_recommend(request.actor, found, belongs=selectors.belongs(request.person)),
        "may_review": may_review_resources(request.actor),
        "words": WORDS,
        "today": request.now.date(),
    }
    return page(request, "resources/resource.html", context)


def add(request: HttpRequest) -> HttpResponse:
    """Add an entry; a reviewer reads it first."""
    belongs = selectors.belongs(request.person)
    verdict = may_add_resource(request.actor, belongs=belongs)
    form = ResourceForm(request.POST if request.method == "POST" and verdict else None)
    if form.is_bound and form.is_valid():
        if not throttle.hit(request, "resources.add", limit=20, seconds=3600, key=str(request.person.id)):
            form.add_error(None, _("That were many at once. Please add the next in an hour."))
        else:

            def act() -> dict[str, str]:
                made = services.add_resource(
                    actor=request.person, belongs=belongs, now=request.now, said=form.cleaned_data
                )
                return {"resource": str(made.id)}

            key = request.POST.get("once_key", "")
            made = once.answer(actor=request.person, form="resources.add", key=key, act=act)
            messages.success(request, _("Thank you. A reviewer reads it; then everybody can find it."))
            return HttpResponseRedirect(reverse("resources:resource", args=[made["resource"]]))
    context = {"form": form, "verdict": verdict, "once_key": once.new_key(), "words": WORDS}
    return page(request, "resources/add.html", context, status=422 if form.errors else 200)


def say(request: HttpRequest, resource_id: UUID) -> HttpResponse:
    """Say in words what it was like."""
    found = selectors.resource(viewer=request.actor, resource_id=resource_id)
    belongs = selectors.belongs(request.person)
    require(may_recommend(request.actor, found, belongs=belongs))
    own = selectors.own_words(request.person, found)
    initial: dict[str, Any] = {"said": own.said, "named": own.named} if own else {}
    form = WordsForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        services.recommend(
            actor=request.person, belongs=belongs, resource=found, now=request.now, **form.cleaned_data
        )
        messages.success(request, _("Thank you. A reviewer reads it; then everybody can."))
        return HttpResponseRedirect(reverse("resources:resource", args=[found.id]))
    context = {"form": form, "found": found, "own": own}
    return page(request, "resources/say.html", context, status=422 if form.errors else 200)


def take_back(request: HttpRequest, resource_id: UUID) -> HttpResponse:
    """Take back what one said."""
    found = selectors.resource(viewer=request.actor, resource_id=resource_id)
    own = selectors.own_words(request.person, found)
    if own is None:
        raise NotVisible
    services.take_back(actor=request.person, said=own)
    messages.success(request, _("Taken back. Nothing of it is kept."))
    return HttpResponseRedirect(reverse("resources:resource", args=[found.id]))
