"""Two people count."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from commonhearth.foundation import once
from commonhearth.foundation.access import require
from commonhearth.foundation.circles.selectors import circle_for
from commonhearth.kit import sentences
from commonhearth.kit.page import page as answer
from commonhearth.rooms.treasury import selectors, services, wording
from commonhearth.rooms.treasury.access import may_count, may_take_count_back
from commonhearth.rooms.treasury.forms import CountForm


def count(request: HttpRequest, circle_id: UUID) -> HttpResponse:
    """Write down what one counted; see what two counted."""
    circle = circle_for(request.actor, circle_id, now=request.now)
    tin = selectors.tin_for(request.actor, circle)
    selectors.keepers_of(request.actor, tin)
    form = CountForm(request.POST if request.method == "POST" else None, currency=tin.currency)
    if form.is_bound:
        require(may_count(request.actor, tin))
        if form.is_valid():

            def act() -> dict[str, Any]:
                made = services.write_count(
                    actor=request.actor, tin=tin, amount=form.cleaned_data["amount"], now=request.now
                )
                return {"state": str(made.state)}

            done = once.answer(
                actor=request.actor,
                form=f"treasury.count.{tin.id}",
                key=request.POST.get("once_key", ""),
                act=act,
            )
            _say(request, done["state"])
            return HttpResponseRedirect(request.path)
    waiting, first, mine = selectors.waiting_count(request.actor, tin)
    context = {
        "circle": circle,
        "tin": tin,
        "form": form,
        "once_key": once.new_key(),
        "waiting": waiting,
        "first": first,
        "mine": mine,
        "may": may_count(request.actor, tin, waiting),
        "may_take_back": may_take_count_back(request.actor, waiting) if waiting else None,
        "last": selectors.last_count(tin),
        "counts": selectors.counts_of(request.actor, tin),
        "words": wording,
    }
    return answer(request, "treasury/count.html", context, status=422 if form.errors else 200)


def _say(request: HttpRequest, state: str) -> None:
    if state == "waits":
        messages.success(
            request, _("Kept, and shown to nobody. Somebody else counts now, and then you both see.")
        )
    elif state == "stands":
        messages.success(request, _("Two people came to the same. The count stands."))
    else:
        messages.info(
            request, _("The two counts are not the same. That happens. Count again, each by yourselves.")
        )


def take_back(request: HttpRequest, waiting_id: UUID) -> HttpResponse:
    """Put away a count that waits for a second."""
    found = selectors.count_for(request.actor, waiting_id, now=request.now)
    services.take_count_back(actor=request.actor, count=found, now=request.now)
    messages.success(request, _("Put away. Its number is kept nowhere."))
    return _back(request, found.tin.circle_id)


def book(request: HttpRequest, count_id: UUID) -> HttpResponse:
    """Write the difference into the book."""
    found = selectors.count_for(request.actor, count_id, now=request.now)
    try:
        services.book_difference(actor=request.actor, count=found, now=request.now)
    except services.NotInBook as no:
        messages.error(request, sentences.of_verdict(no.verdict))
    else:
        messages.success(request, _("The difference stands in the book, and the book fits the tin again."))
    return _back(request, found.tin.circle_id)


def _back(request: HttpRequest, circle_id: UUID) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("treasury:count", args=[request.community.slug, circle_id]))
