"""Looking after one's own listing, the links in mails about it, and the address that a group published."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt  # noqa: TID251  the signed link says who
from django.views.decorators.http import require_http_methods

from commonhearth.foundation import throttle
from commonhearth.foundation.access import require
from commonhearth.kit import sentences
from commonhearth.kit.page import page
from commonhearth.rooms.directory import selectors, services
from commonhearth.rooms.directory.forms import ClaimForm
from commonhearth.rooms.directory.tasks import look_for_claim_file


def claim(request: HttpRequest, listing_id: UUID) -> HttpResponse:
    """Ask to look after a listing, and see how far one is with that."""
    view = selectors.claim_view(viewer=request.actor, listing_id=listing_id, now=request.now)
    form = ClaimForm(request.POST or None, view=view)
    if request.method == "POST":
        require(view.may_claim)
        if form.is_valid():
            try:
                services.ask_to_look_after(
                    actor=request.actor, listing_id=listing_id, how=form.cleaned_data["how"], now=request.now
                )
            except services.CannotBeDone as fault:
                form.add_error("how", sentences.say(fault.code))
            else:
                return HttpResponseRedirect(reverse("directory:claim", args=[listing_id]))
    context = {"view": view, "form": form}
    return page(request, "directory/claim.html", context, status=422 if form.errors else 200)


def look(request: HttpRequest, listing_id: UUID) -> HttpResponse:
    """The file is there: look for it."""
    asked = services.claim_to_look_for(actor=request.actor, listing_id=listing_id, now=request.now)
    if services.may_look_again(asked, now=request.now):
        look_for_claim_file.enqueue(str(asked.id))
        messages.success(request, _("We look within a minute or two. Then this page says what we found."))
    else:
        messages.warning(request, _("We have looked often today. Please try again tomorrow."))
    return HttpResponseRedirect(reverse("directory:claim", args=[listing_id]))


def stop(request: HttpRequest, listing_id: UUID) -> HttpResponse:
    """Look after it no longer."""
    services.end_own_claim(actor=request.actor, listing_id=listing_id, now=request.now)
    messages.success(request, _("Done. You look after this page no longer."))
    return HttpResponseRedirect(reverse("directory:listing", args=[listing_id]))


def by_link(request: HttpRequest, token: str) -> HttpResponse:
    """The link in the mail: opening it does nothing, the press does, and only for who asked."""
    if request.method == "POST":
        proved = services.prove_by_link(actor=request.actor, token=token, now=request.now)
        if proved is not None:
            messages.success(request, _("You look after this page now."))
            return HttpResponseRedirect(reverse("directory:listing", args=[proved.listing_id]))
    view, mine = selectors.claim_by_link(viewer=request.actor, token=token, now=request.now)
    context = {"view": view, "mine": mine}
    return page(request, "directory/claim_link.html", context, status=200 if view else 410)


def still_here(request: HttpRequest, token: str) -> HttpResponse:
    """The link in a reminder: one press says that the group goes on."""
    view = selectors.reminder_by_link(token=token, purpose="still-here", now=request.now)
    done = request.method == "POST" and services.still_here(token=token, now=request.now)
    context = {"view": view, "done": done}
    return page(request, "directory/still_here.html", context, status=200 if view else 410)


# The mail program's one-press unsubscribe (RFC 8058) posts here by itself; the signed link can do this one thing.
@csrf_exempt
@require_http_methods(["GET", "POST"])
def end_reminders(request: HttpRequest, token: str) -> HttpResponse:
    """End reminders by the link in any of them."""
    view = selectors.reminder_by_link(token=token, purpose="no-reminders", now=request.now)
    done = request.method == "POST" and services.end_reminders(token=token)
    context = {"view": view, "done": done}
    return page(request, "directory/reminders_end.html", context, status=200 if view else 410)


def email(request: HttpRequest, listing_id: UUID) -> HttpResponse:
    """Show the address that a group published: after a press, so that no program collects it from pages."""
    view = selectors.claim_view(viewer=request.actor, listing_id=listing_id, now=request.now)
    address = ""
    if throttle.hit(request, "published_email", limit=30, seconds=3600):
        address = selectors.published_email(listing_id=listing_id)
    context = {"view": view, "address": address}
    return page(request, "directory/email.html", context, status=200 if address else 429)
