"""Verify, correct, mark as stopped: by a reviewer, or by those who look after the listing themselves."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from commonhearth.kit import sentences
from commonhearth.kit.page import page
from commonhearth.rooms.directory import selectors, services
from commonhearth.rooms.directory.access import may_review_listing
from commonhearth.rooms.directory.forms import (
    CloseForm,
    CorrectForm,
    OwnCorrectForm,
    StillHereForm,
    VerifyForm,
)


def _require(request: HttpRequest, listing_id: UUID) -> bool:
    """Let in whoever may tend the listing; return whether that is the group itself and no reviewer."""
    if may_review_listing(request.actor):
        return False
    services.tending(request.actor, listing_id)
    return True


def _act(
    request: HttpRequest, listing_id: UUID, form: forms.Form, title: Any, act: Callable[[], object]
) -> HttpResponse:
    """Show one form, act on it, and go back to the listing."""
    _require(request, listing_id)
    if request.method == "POST" and form.is_valid():
        try:
            act()
        except services.CannotBeDone as fault:
            form.add_error(fault.field if fault.field in form.fields else None, sentences.say(fault.code))
        else:
            messages.success(request, _("Noted. The history of the page says so."))
            return HttpResponseRedirect(reverse("directory:listing", args=[listing_id]))
    row = selectors.listing_to_tend(viewer=request.actor, listing_id=listing_id)
    context = {"form": form, "title": title, "row": row}
    return page(request, "directory/review.html", context, status=422 if form.errors else 200)


def verify(request: HttpRequest, listing_id: UUID) -> HttpResponse:
    """Say how one checked that it exists; the group itself only says that it does."""
    group = _require(request, listing_id)
    form = StillHereForm(request.POST or None) if group else VerifyForm(request.POST or None)
    return _act(
        request,
        listing_id,
        form,
        _("We are still here") if group else _("It exists: I checked"),
        lambda: services.verify(
            actor=request.actor, listing_id=listing_id, now=request.now, **form.cleaned_data
        ),
    )


def correct(request: HttpRequest, listing_id: UUID) -> HttpResponse:
    """Correct what the listing says."""
    group = _require(request, listing_id)
    row = selectors.listing_to_tend(viewer=request.actor, listing_id=listing_id)
    kind = OwnCorrectForm if group else CorrectForm
    form = kind(request.POST or None, initial=kind.initial_of(row))
    return _act(
        request,
        listing_id,
        form,
        _("Correct it"),
        lambda: services.correct(
            actor=request.actor, listing_id=listing_id, changes=form.changes(), now=request.now
        ),
    )


def close(request: HttpRequest, listing_id: UUID) -> HttpResponse:
    """Mark it as stopped, with who carries on."""
    form = CloseForm(request.POST or None, initial={"on": timezone.localdate(request.now)})
    return _act(
        request,
        listing_id,
        form,
        _("It has stopped"),
        lambda: services.close(
            actor=request.actor,
            listing_id=listing_id,
            on=form.cleaned_data["on"],
            successors=[services.SuccessorNamed(name) for name in form.cleaned_data["successors"]],
            now=request.now,
        ),
    )


def reopen(request: HttpRequest, listing_id: UUID) -> HttpResponse:
    """It goes on after all."""
    _require(request, listing_id)
    services.reopen(actor=request.actor, listing_id=listing_id, now=request.now)
    messages.success(request, _("Noted: it goes on."))
    return HttpResponseRedirect(reverse("directory:listing", args=[listing_id]))
