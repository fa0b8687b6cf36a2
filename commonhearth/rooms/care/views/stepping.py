"""Step back today, take up again, what the circle does meanwhile, what is handed over."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from commonhearth.foundation.access import NotVisible
from commonhearth.foundation.circles.access import member_here
from commonhearth.foundation.circles.selectors import apart_inside
from commonhearth.foundation.members import services as membering
from commonhearth.foundation.members.access import may_step_back
from commonhearth.kit.page import page
from commonhearth.rooms.care.access.stepping import may_ask_neighbour, may_come_to_help, may_settle_need
from commonhearth.rooms.care.forms.stepping import HandoverForm, NeighbourForm
from commonhearth.rooms.care.selectors import stepping as selectors
from commonhearth.rooms.care.selectors.remembering import farewells_ahead
from commonhearth.rooms.care.services import stepping as services
from commonhearth.rooms.care.wording.stepping import WAYS


def step_back(request: HttpRequest) -> HttpResponse:
    """One press to step back, and one to take up again."""
    if not getattr(request.actor, "is_inside", False):
        raise NotVisible
    actor = member_here(request.actor)
    if request.method == "POST":
        membering.step_back(actor=actor, now=request.now)
        messages.success(request, _("You have stepped back. Nothing waits for you."))
        return HttpResponseRedirect(request.path)
    context = {
        "may": may_step_back(actor),
        "since": actor.stepped_back,
        "passing": selectors.passes_on(actor, now=request.now),
        "places": [(circle_id, str(seat)) for circle_id, seat in actor.seats.items() if seat.offices],
    }
    return page(request, "care/step_back.html", context)


def step_up(request: HttpRequest) -> HttpResponse:
    """Take up again what was kept."""
    membering.step_up(actor=member_here(request.actor), now=request.now)
    messages.success(request, _("Good that you are here. What was kept for you is yours again."))
    return HttpResponseRedirect(reverse("care:step_back", args=[request.community.slug]))


def missing(request: HttpRequest, circle_id: UUID) -> HttpResponse:
    """What a circle does while somebody is missing: for a while, or for good."""
    circle = selectors.circle_to_hand_over(request.actor, circle_id, now=request.now)
    context = {
        "circle": circle,
        "needs": selectors.needs_ahead(request.actor, circle),
        "farewells": farewells_ahead(request.actor, circle, request.now),
    }
    return page(request, "care/missing.html", context)


def need(request: HttpRequest, need_id: UUID) -> HttpResponse:
    """A circle needs someone: what it does meanwhile."""
    seen = selectors.need_seen(request.actor, need_id, now=request.now)
    asks = may_ask_neighbour(request.actor, seen.need)
    circles = selectors.neighbours_of(request.actor, seen.need.circle) if asks else []
    form = NeighbourForm(circles=circles)
    return page(request, "care/need.html", _need_context(request, seen, form))


def _need_context(request: HttpRequest, seen: selectors.NeedSeen, form: NeighbourForm) -> dict[str, object]:
    return {
        "seen": seen,
        "form": form,
        "ways": WAYS,
        "may_settle": may_settle_need(request.actor, seen.need),
        "may_ask": may_ask_neighbour(request.actor, seen.need),
        "may_come": may_come_to_help(request.actor, seen.need),
        "apart": apart_inside(request.actor, seen.need.circle),
    }


def settle(request: HttpRequest, need_id: UUID, way: str) -> HttpResponse:
    """Say what the circle does."""
    seen = selectors.need_seen(request.actor, need_id, now=request.now)
    if way not in WAYS:
        raise NotVisible
    neighbour = None
    if way == "neighbour":
        form = NeighbourForm(request.POST, circles=selectors.neighbours_of(request.actor, seen.need.circle))
        if not form.is_valid():
            return page(request, "care/need.html", _need_context(request, seen, form), status=422)
        neighbour = form.chosen()
    services.settle(actor=request.actor, need=seen.need, way=way, neighbour=neighbour, now=request.now)
    messages.success(request, _("Said. Your circle is told."))
    return HttpResponseRedirect(reverse("care:need", args=[request.community.slug, need_id]))


def come(request: HttpRequest, need_id: UUID) -> HttpResponse:
    """Say that one comes to help a neighbour circle."""
    seen = selectors.need_seen(request.actor, need_id, now=request.now)
    services.come_to_help(actor=request.actor, need=seen.need, now=request.now)
    messages.success(request, _("Thank you. They are told that you come, by your name in the community."))
    return HttpResponseRedirect(reverse("care:need", args=[request.community.slug, need_id]))


def handover(request: HttpRequest, circle_id: UUID) -> HttpResponse:
    """What whoever steps in must know."""
    circle = selectors.circle_to_hand_over(request.actor, circle_id, now=request.now)
    actor = member_here(request.actor)
    own = selectors.own_handover(actor, circle)
    given = {"keys": own.keys, "promises": own.promises, "waiting": own.waiting} if own else {}
    form = HandoverForm(request.POST if request.method == "POST" else None, initial=given)
    if form.is_bound and form.is_valid():
        services.write_handover(actor=actor, circle=circle, now=request.now, **form.cleaned_data)
        messages.success(request, _("Kept. Only you and whoever looks after this circle can read it."))
        return HttpResponseRedirect(request.path)
    context = {"form": form, "circle": circle, "others": selectors.handovers_of(actor, circle)}
    return page(request, "care/handover.html", context, status=422 if form.errors else 200)
