"""A reviewer's pages: what waits, correcting, making public, putting away."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from commonhearth.foundation.access import require
from commonhearth.kit.page import page
from commonhearth.rooms.resources import selectors, services
from commonhearth.rooms.resources.access import may_review_resources
from commonhearth.rooms.resources.forms import ResourceForm


def desk(request: HttpRequest) -> HttpResponse:
    """What waits for a reviewer."""
    return page(
        request,
        "resources/desk.html",
        {"desk": selectors.desk(viewer=request.actor, today=request.now.date())},
    )


def _to_desk(request: HttpRequest, words: str) -> HttpResponse:
    messages.success(request, words)
    return HttpResponseRedirect(reverse("resources:desk"))


def correct(request: HttpRequest, resource_id: UUID) -> HttpResponse:
    """Correct an entry."""
    require(may_review_resources(request.actor))
    found = selectors.resource(viewer=request.actor, resource_id=resource_id)
    initial = {name: getattr(found, name) for name in services.FIELDS}
    form = ResourceForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        services.correct(actor=request.actor, resource=found, now=request.now, said=form.cleaned_data)
        messages.success(request, _("Corrected, and looked at today."))
        return HttpResponseRedirect(reverse("resources:resource", args=[found.id]))
    context = {"form": form, "found": found}
    return page(request, "resources/correct.html", context, status=422 if form.errors else 200)


def public(request: HttpRequest, resource_id: UUID) -> HttpResponse:
    """It is as it says: everybody may read it."""
    require(may_review_resources(request.actor))
    found = selectors.resource(viewer=request.actor, resource_id=resource_id)
    services.set_state(actor=request.actor, resource=found, state=services.State.PUBLIC, now=request.now)
    return _to_desk(request, _("Public, and looked at today."))


def away(request: HttpRequest, resource_id: UUID) -> HttpResponse:
    """Put it away."""
    require(may_review_resources(request.actor))
    found = selectors.resource(viewer=request.actor, resource_id=resource_id)
    services.set_state(actor=request.actor, resource=found, state=services.State.AWAY, now=request.now)
    return _to_desk(request, _("Put away. It can be made public again from its page."))


def words_public(request: HttpRequest, said_id: UUID) -> HttpResponse:
    """Everybody may read what somebody said."""
    said = selectors.words_to_review(viewer=request.actor, said_id=said_id)
    services.set_words_state(actor=request.actor, said=said, state=services.State.PUBLIC)
    return _to_desk(request, _("Public."))


def words_away(request: HttpRequest, said_id: UUID) -> HttpResponse:
    """Put away what somebody said."""
    said = selectors.words_to_review(viewer=request.actor, said_id=said_id)
    services.set_words_state(actor=request.actor, said=said, state=services.State.AWAY)
    return _to_desk(request, _("Put away."))
