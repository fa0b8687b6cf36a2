"""A reviewer's pages: what is due, verify, correct, mark as stopped; lists brought in and their doubts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from commonhearth.foundation.access import require
from commonhearth.kit import sentences
from commonhearth.kit.page import page
from commonhearth.rooms.directory import selectors, services, wording
from commonhearth.rooms.directory.access import may_review_listing
from commonhearth.rooms.directory.forms import CloseForm, CorrectForm, VerifyForm


def desk(request: HttpRequest) -> HttpResponse:
    """What waits for a reviewer."""
    require(may_review_listing(request.actor))
    context = {
        "due": selectors.due_for_check(viewer=request.actor, now=request.now),
        "runs": selectors.import_runs(viewer=request.actor),
        "groups": selectors.duplicates(viewer=request.actor, after=request.GET.get("after", "")),
        "duplicates": wording.DUPLICATES,
    }
    return page(request, "directory/desk.html", context)


def notes(request: HttpRequest, run_id: UUID) -> HttpResponse:
    """Every repair and doubt of one list that was brought in."""
    require(may_review_listing(request.actor))
    after = request.GET.get("after", "0")
    rows = selectors.import_notes(
        viewer=request.actor,
        run_id=run_id,
        code=request.GET.get("code", ""),
        after=int(after) if after.isdecimal() else 0,
    )
    context = {"rows": rows, "words": wording.NOTES, "run_id": run_id, "code": request.GET.get("code", "")}
    return page(request, "directory/notes.html", context)


def put_away(request: HttpRequest, group_id: UUID) -> HttpResponse:
    """These are not the same, or it is dealt with."""
    services.put_away_duplicates(actor=request.actor, group_id=group_id, now=request.now)
    return HttpResponseRedirect(reverse("directory:desk"))


def _act(
    request: HttpRequest, listing_id: UUID, form: forms.Form, title: Any, act: Callable[[], object]
) -> HttpResponse:
    """Show one reviewer's form, act on it, and go back to the listing."""
    require(may_review_listing(request.actor))
    if request.method == "POST" and form.is_valid():
        try:
            act()
        except services.CannotBeDone as fault:
            form.add_error(fault.field if fault.field in form.fields else None, sentences.say(fault.code))
        else:
            messages.success(request, _("Noted, with your name in the history."))
            return HttpResponseRedirect(reverse("directory:listing", args=[listing_id]))
    row = selectors.listing_to_review(viewer=request.actor, listing_id=listing_id)
    context = {"form": form, "title": title, "row": row}
    return page(request, "directory/review.html", context, status=422 if form.errors else 200)


def verify(request: HttpRequest, listing_id: UUID) -> HttpResponse:
    """Say how one checked that it exists."""
    form = VerifyForm(request.POST or None)
    return _act(
        request,
        listing_id,
        form,
        _("It exists: I checked"),
        lambda: services.verify(
            actor=request.actor, listing_id=listing_id, now=request.now, **form.cleaned_data
        ),
    )


def correct(request: HttpRequest, listing_id: UUID) -> HttpResponse:
    """Correct what the listing says."""
    require(may_review_listing(request.actor))
    row = selectors.listing_to_review(viewer=request.actor, listing_id=listing_id)
    form = CorrectForm(
        request.POST or None, initial={name: getattr(row, name) for name in CorrectForm.base_fields}
    )
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
    form = CloseForm(request.POST or None, initial={"on": request.now.date()})
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
    services.reopen(actor=request.actor, listing_id=listing_id, now=request.now)
    messages.success(request, _("Noted: it goes on."))
    return HttpResponseRedirect(reverse("directory:listing", args=[listing_id]))
