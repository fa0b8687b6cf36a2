"""The own wish for the time after; a farewell: told by a person, then remembered if the circle wants to."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from commonhearth.foundation.access import NotVisible
from commonhearth.foundation.circles.access import member_here
from commonhearth.foundation.members.access import may_change_own
from commonhearth.foundation.members.mistakes import mistake_until
from commonhearth.kit.page import page
from commonhearth.rooms.care.access.remembering import may_begin_remembrance, may_remember, may_tell_circle
from commonhearth.rooms.care.forms.remembering import LastWishForm, RememberForm
from commonhearth.rooms.care.selectors import remembering as selectors
from commonhearth.rooms.care.services import remembering as services
from commonhearth.rooms.care.wording.remembering import TALKING


def last_wish(request: HttpRequest) -> HttpResponse:
    """What is to happen after one's own death; said calmly, changed at any time."""
    if not may_change_own(request.actor):
        raise NotVisible
    actor = member_here(request.actor)
    own = selectors.own_wish(actor)
    given = {"words": own.words, "remembered": own.remembered} if own else None
    form = LastWishForm(request.POST if request.method == "POST" else None, initial=given)
    if form.is_bound and form.is_valid():
        services.wish(actor=actor, now=request.now, **form.cleaned_data)
        messages.success(request, _("Kept. You can say it anew at any time."))
        return HttpResponseRedirect(request.path)
    return page(request, "care/last_wish.html", {"form": form}, status=422 if form.errors else 200)


def farewell(request: HttpRequest, farewell_id: UUID) -> HttpResponse:
    """Before the circle was told: what a person does first. After it: the page of remembrance, if there is one."""
    seen = selectors.farewell_seen(request.actor, farewell_id, now=request.now)
    lines = selectors.remembered(request.actor, seen.farewell)
    mine = next((line.words for line in lines if line.mine), "")
    form = RememberForm(request.POST if request.method == "POST" else None, initial={"words": mine})
    if form.is_bound and form.is_valid():
        words = form.cleaned_data["words"]
        services.remember(actor=request.actor, farewell=seen.farewell, words=words, now=request.now)
        return HttpResponseRedirect(request.path)
    death = selectors.death_to_undo(request.actor, seen)
    wished = services.wants_remembrance(seen.farewell)
    context = {
        "seen": seen,
        "remembered": lines,
        "form": form,
        "talking": TALKING,
        "may_tell": may_tell_circle(request.actor, seen.farewell),
        "may_begin": may_begin_remembrance(request.actor, seen.farewell, wished),
        "may_remember": may_remember(request.actor, seen.farewell),
        "numbers": selectors.numbers_of(request.community, viewer=request.actor),
        "today": request.now.date(),
        "death": death,
        "until": mistake_until(seen.farewell.seat.member, now=request.now) if death else None,
    }
    return page(request, "care/farewell.html", context, status=422 if form.errors else 200)


def told(request: HttpRequest, farewell_id: UUID) -> HttpResponse:
    """Say that a person has told the circle."""
    seen = selectors.farewell_seen(request.actor, farewell_id, now=request.now)
    services.say_told(actor=request.actor, farewell=seen.farewell, now=request.now)
    messages.success(request, _("Thank you. The circle’s people can read it here now."))
    return _back(request, farewell_id)


def begin(request: HttpRequest, farewell_id: UUID) -> HttpResponse:
    """Begin a page of remembrance."""
    seen = selectors.farewell_seen(request.actor, farewell_id, now=request.now)
    services.begin_remembrance(actor=request.actor, farewell=seen.farewell, now=request.now)
    return _back(request, farewell_id)


def _back(request: HttpRequest, farewell_id: UUID) -> HttpResponse:
    return HttpResponseRedirect(reverse("care:farewell", args=[request.community.slug, farewell_id]))
