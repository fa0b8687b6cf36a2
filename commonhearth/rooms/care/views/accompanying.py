"""Come with me: who would like company on a way, and who can come along."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from commonhearth.foundation import once
from commonhearth.foundation.access import NotVisible, require
from commonhearth.foundation.circles.access import member_here
from commonhearth.kit.page import page
from commonhearth.rooms.care.access.accompanying import may_ask_along, may_come_along
from commonhearth.rooms.care.access.supporting import may_see_offers
from commonhearth.rooms.care.forms.accompanying import ErrandForm
from commonhearth.rooms.care.selectors import accompanying as selectors
from commonhearth.rooms.care.services import accompanying as services


def come_with_me(request: HttpRequest) -> HttpResponse:
    """Everybody's ways to come, and asking for company on one's own."""
    if not may_see_offers(request.actor):
        raise NotVisible
    actor = member_here(request.actor)
    found = selectors.ways(actor, now=request.now, after=request.GET.get("after", ""))
    may = may_ask_along(actor, open_already=len(found.own))
    today = selectors.today_of(actor, request.now)
    form = ErrandForm(request.POST if request.method == "POST" else None, today=today)
    if form.is_bound:
        require(may_ask_along(actor, open_already=0))
        if form.is_valid():

            def act() -> dict[str, str]:
                services.ask_along(actor=actor, now=request.now, **form.cleaned_data)
                return {}

            once.answer(actor=actor, form="care.errand", key=request.POST.get("once_key", ""), act=act)
            messages.success(request, _("Asked. You hear when somebody can come, and then you choose."))
            return HttpResponseRedirect(request.path)
    context = {
        "found": found,
        "may": may,
        "form": form,
        "once_key": once.new_key(),
        "can": {
            seen.errand.id: may_come_along(actor, seen.errand, seen.errand.companions.all())
            for seen in found.others
        },
    }
    return page(request, "care/come_with_me.html", context, status=422 if form.errors else 200)


def _back(request: HttpRequest) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("care:come_with_me", args=[request.community.slug]))


def come(request: HttpRequest, errand_id: UUID) -> HttpResponse:
    """Say that one can come along."""
    errand = selectors.errand_in_reach(request.actor, errand_id, now=request.now)
    services.come_along(actor=member_here(request.actor), errand=errand, now=request.now)
    messages.success(request, _("Thank you. They say whether they would like that."))
    return _back(request)


def take_back(request: HttpRequest, errand_id: UUID) -> HttpResponse:
    """Ask no more."""
    errand = selectors.errand_in_reach(request.actor, errand_id, now=request.now)
    services.take_back(actor=member_here(request.actor), errand=errand, now=request.now)
    messages.success(request, _("Taken back, and erased."))
    return _back(request)


def choose(request: HttpRequest, companion_id: UUID) -> HttpResponse:
    """Say yes to one who can come."""
    companion = selectors.companion_in_reach(request.actor, companion_id)
    services.choose(actor=member_here(request.actor), companion=companion, now=request.now)
    messages.success(request, _("They are told. Nobody else here can read this any more."))
    return _back(request)


def end(request: HttpRequest, companion_id: UUID) -> HttpResponse:
    """Not with them, or not after all."""
    companion = selectors.companion_in_reach(request.actor, companion_id)
    services.end_companion(actor=member_here(request.actor), companion=companion, now=request.now)
    return _back(request)
