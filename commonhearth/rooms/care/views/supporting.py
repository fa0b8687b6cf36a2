"""If I go quiet, worried about somebody, company in the first weeks, offers of listening."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from commonhearth.foundation import once
from commonhearth.foundation.access import NotVisible, require
from commonhearth.foundation.circles.access import member_here
from commonhearth.foundation.circles.selectors import circle_for
from commonhearth.kit.page import page
from commonhearth.rooms.care.access.supporting import (
    may_ask_for_buddy,
    may_offer,
    may_see_offers,
    may_wish_for_quiet,
    may_worry,
)
from commonhearth.rooms.care.forms.supporting import OfferForm, QuietForm, WorryForm
from commonhearth.rooms.care.selectors import supporting as selectors
from commonhearth.rooms.care.selectors.remembering import numbers_of
from commonhearth.rooms.care.services import supporting as services
from commonhearth.rooms.care.wording.supporting import CO_REFLECTION, WAYS_SAID


def quiet(request: HttpRequest) -> HttpResponse:
    """What I want if I go quiet, and who may read it."""
    if not may_wish_for_quiet(request.actor):
        raise NotVisible
    actor = member_here(request.actor)
    own = selectors.own_wish(actor)
    given = (
        {"way": own.way, "words": own.words, "shown_to": own.shown_to, "tell_me": own.tell_me}
        if own
        else None
    )
    form = QuietForm(request.POST if request.method == "POST" else None, initial=given)
    if form.is_bound and form.is_valid():
        services.wish_for_quiet(actor=actor, now=request.now, **form.cleaned_data)
        messages.success(request, _("Kept. You can say it anew, or take it back, at any time."))
        return HttpResponseRedirect(request.path)
    return page(request, "care/quiet.html", {"form": form, "own": own}, status=422 if form.errors else 200)


def take_quiet_back(request: HttpRequest) -> HttpResponse:
    """Take the wish away."""
    services.take_wish_back(actor=member_here(request.actor))
    messages.success(request, _("Taken away."))
    return HttpResponseRedirect(reverse("care:quiet", args=[request.community.slug]))


def worried(request: HttpRequest, circle_id: UUID, membership_id: UUID) -> HttpResponse:
    """Worried about somebody: their own wish first, then numbers, then who is on duty, if anybody is."""
    circle = circle_for(request.actor, circle_id, now=request.now)
    about = selectors.person_of(request.actor, circle, membership_id)
    actor = member_here(request.actor)
    require(may_worry(actor, about.member))
    zone = request.community.time_zone
    there = (
        selectors.who_would_read(actor, about.member, now=request.now, time_zone=zone)
        if circle.is_root
        else []
    )
    form = WorryForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():

        def act() -> dict[str, str]:
            words = form.cleaned_data["words"]
            services.raise_worry(actor=actor, about=about, words=words, there=there, now=request.now)
            return {}

        once.answer(actor=actor, form=f"care.worry.{about.id}", key=request.POST.get("once_key", ""), act=act)
        messages.success(request, _("Those on duty are told. Here you see when one of them looks after it."))
        return HttpResponseRedirect(request.path)
    context = {
        "circle": circle,
        "about": about,
        "wish": selectors.wish_of(actor, about.member, in_community=circle.is_root),
        "ways": WAYS_SAID,
        "there": there,
        "told": selectors.own_worries(actor, about) if circle.is_root else [],
        "form": form,
        "once_key": once.new_key(),
        "numbers": numbers_of(request.community, viewer=actor),
        "today": request.now.date(),
    }
    return page(request, "care/worried.html", context, status=422 if form.errors else 200)


def worries(request: HttpRequest) -> HttpResponse:
    """What members told those on duty."""
    if not getattr(request.actor, "is_inside", False):
        raise NotVisible
    actor = member_here(request.actor)
    found = selectors.worries(actor, now=request.now, time_zone=request.community.time_zone)
    return page(request, "care/worries.html", {"worries": found})


def in_hand(request: HttpRequest, worry_id: UUID) -> HttpResponse:
    """Say that one looks after a worry."""
    if not getattr(request.actor, "is_inside", False):
        raise NotVisible
    actor = member_here(request.actor)
    zone = request.community.time_zone
    worry = selectors.worry_in_reach(actor, worry_id, now=request.now, time_zone=zone)
    services.take_worry_in_hand(actor=actor, worry=worry, now=request.now)
    return HttpResponseRedirect(reverse("care:worries", args=[request.community.slug]))


def company(request: HttpRequest) -> HttpResponse:
    """My buddy, who asks me, and what members offer each other."""
    if not may_see_offers(request.actor):
        raise NotVisible
    actor = member_here(request.actor)
    own = selectors.company_of(actor)
    found, more = selectors.offers(actor, now=request.now, after=request.GET.get("after", ""))
    asks = {
        seen.offer.id: may_ask_for_buddy(
            actor, seen.offer, has_one=own.mine is not None, has_room=seen.has_room
        )
        for seen in found
    }
    other = own.mine.buddy if own.mine and own.mine.agreed else None
    context = {
        "own": own,
        "wish": selectors.wish_of(actor, other, in_community=True) if other else None,
        "ways": WAYS_SAID,
        "offers": found,
        "asks": asks,
        "more": more,
        "may_offer": may_offer(actor),
        "me": actor,
        "questions": CO_REFLECTION,
        "plans": "meetings" not in request.community.closed_rooms,
    }
    return page(request, "care/company.html", context)


def offering(request: HttpRequest) -> HttpResponse:
    """What I offer and would like, how much I carry, when I rest."""
    if not may_see_offers(request.actor):
        raise NotVisible
    actor = member_here(request.actor)
    require(may_offer(actor))
    offer, load = selectors.own_offer(actor)
    names = ("for_newcomers", "to_listen", "times", "ways", "would_like")
    given = {name: getattr(offer, name) for name in names} if offer else {}
    given |= {name: getattr(load, name) for name in ("cap", "rest_from", "rest_until")} if load else {}
    form = OfferForm(request.POST if request.method == "POST" else None, initial=given)
    if form.is_bound and form.is_valid():
        services.set_offer(actor=actor, now=request.now, **form.cleaned_data)
        messages.success(request, _("Kept."))
        return _to_company(request)
    return page(request, "care/offering.html", {"form": form}, status=422 if form.errors else 200)


def _to_company(request: HttpRequest) -> HttpResponse:
    return HttpResponseRedirect(reverse("care:company", args=[request.community.slug]))


def ask(request: HttpRequest, buddy_offer_id: UUID) -> HttpResponse:
    """Ask somebody to be one's buddy."""
    offer = selectors.offer_in_reach(request.actor, buddy_offer_id)
    services.ask_for_buddy(actor=member_here(request.actor), offer=offer, now=request.now)
    messages.success(request, _("Asked. They say yes, or not just now."))
    return _to_company(request)


def answer(request: HttpRequest, pair_id: UUID, yes: bool) -> HttpResponse:
    """Say yes, or not just now."""
    pair = selectors.pair_in_reach(request.actor, pair_id)
    services.answer_buddy(actor=member_here(request.actor), pair=pair, yes=yes, now=request.now)
    return _to_company(request)


def end(request: HttpRequest, pair_id: UUID) -> HttpResponse:
    """End it, without a reason."""
    pair = selectors.pair_in_reach(request.actor, pair_id)
    services.end_buddies(actor=request.actor, pair=pair, now=request.now)
    messages.success(request, _("Ended. They hear that, and nothing else."))
    return _to_company(request)
