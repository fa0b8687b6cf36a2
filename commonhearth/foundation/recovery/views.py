"""Pages for somebody who has lost every way in, and for those who vouch."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from commonhearth.foundation import throttle
from commonhearth.foundation.access import require
from commonhearth.foundation.members.selectors import member_seen_by
from commonhearth.foundation.recovery import selectors, services
from commonhearth.foundation.recovery.access import may_make_code, may_stop_recovery, may_vouch
from commonhearth.foundation.recovery.forms import VouchForm
from commonhearth.kit import sentences
from commonhearth.kit.page import page


@never_cache
def lost(request: HttpRequest) -> HttpResponse:
    """What to do when every way in is lost; makes the code for somebody with a new sign-in."""
    may_make, code = may_make_code(request.actor), ""
    often = False
    if request.method == "POST":
        require(may_make)
        often = not throttle.hit(request, "recovery.code", limit=6, seconds=3600, key=str(request.person.id))
        if not often:
            code = services.make_code(actor=request.person, now=request.now)
    context = {"may_make": may_make, "code": _spoken(code), "often": often}
    return page(request, "recovery/lost.html", context, status=429 if often else 200)


def _spoken(code: str) -> str:
    return " ".join(code[start : start + 4] for start in range(0, len(code), 4))


def vouch(request: HttpRequest, member_id: UUID) -> HttpResponse:
    """Say that a new sign-in is this member's."""
    member = member_seen_by(request.actor, member_id)
    under_way = selectors.open_recovery(member)
    require(may_vouch(request.actor, member, under_way))
    form = VouchForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        key = f"{request.actor.id}"
        if not throttle.hit(request, "recovery.vouch", limit=6, seconds=3600, key=key):
            form.add_error("code", sentences.say("recovery_too_often"))
        else:
            try:
                made = services.vouch(
                    actor=request.actor, member=member, code=form.cleaned_data["code"], now=request.now
                )
            except services.WrongCode:
                form.add_error("code", sentences.say("recovery_wrong_code"))
            else:
                messages.success(request, _("Noted. Thank you for looking after each other."))
                return HttpResponseRedirect(
                    reverse("recovery:recovery", args=[request.community.slug, made.id])
                )
    context = {"form": form, "member": member, "second": under_way is not None}
    return page(request, "recovery/vouch.html", context, status=422 if form.errors else 200)


def recovery(request: HttpRequest, recovery_id: UUID) -> HttpResponse:
    """How it stands, and how to stop it."""
    found = selectors.recovery_seen_by(request.actor, recovery_id)
    context = {
        "found": found,
        "mine": found.member_id == request.actor.id,
        "may_stop": may_stop_recovery(request.actor, found),
    }
    return page(request, "recovery/recovery.html", context)


def stop(request: HttpRequest, recovery_id: UUID) -> HttpResponse:
    """Stop it."""
    found = selectors.recovery_seen_by(request.actor, recovery_id)
    services.stop(actor=request.actor, recovery=found, now=request.now)
    messages.success(request, _("Stopped. Everything stays as it was."))
    return HttpResponseRedirect(reverse("recovery:recovery", args=[request.community.slug, found.id]))
