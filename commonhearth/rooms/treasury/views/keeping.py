"""Opening a tin, and who keeps it."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from commonhearth.foundation import once
from commonhearth.foundation.access import NotVisible, Refused, require
from commonhearth.foundation.circles.access import may_read_circle
from commonhearth.foundation.circles.selectors import circle_for
from commonhearth.kit import sentences
from commonhearth.kit.page import page as answer
from commonhearth.rooms.treasury import selectors, services
from commonhearth.rooms.treasury.access import may_keep_tin, may_lay_down_tin, may_open_tin, may_write_in_tin
from commonhearth.rooms.treasury.forms import OpenForm, WhoForm
from commonhearth.rooms.treasury.views.people import somebody

#: What a tin is offered in, by the community's country.
OFFERED = {
    "GB": "GBP",
    "US": "USD",
    "CH": "CHF",
    "PL": "PLN",
    "DK": "DKK",
    "SE": "SEK",
    "NO": "NOK",
    "JP": "JPY",
}


def open_tin(request: HttpRequest, circle_id: UUID) -> HttpResponse:
    """Open the circle's tin."""
    circle = circle_for(request.actor, circle_id, now=request.now)
    if not may_read_circle(request.actor, circle):
        raise NotVisible
    require(may_open_tin(request.actor, circle))
    if selectors.tin_in(request.actor, circle) is not None:
        return _to(request, "treasury:tin", circle.id)
    initial = {"currency": OFFERED.get(request.community.country, "EUR")}
    form = OpenForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_bound and form.is_valid():

        def act() -> dict[str, str]:
            made = services.open_tin(actor=request.actor, circle=circle, now=request.now, **form.cleaned_data)
            return {"tin": str(made.id)}

        once.answer(
            actor=request.actor,
            form=f"treasury.open.{circle.id}",
            key=request.POST.get("once_key", ""),
            act=act,
        )
        messages.success(request, _("The tin is open, and you keep it. Write first what is in it now."))
        return _to(request, "treasury:tin", circle.id)
    context = {"circle": circle, "form": form, "once_key": once.new_key()}
    return answer(request, "treasury/open.html", context, status=422 if form.errors else 200)


def keepers(request: HttpRequest, circle_id: UUID) -> HttpResponse:
    """Who keeps the tin; asking somebody else to keep it too."""
    circle = circle_for(request.actor, circle_id, now=request.now)
    tin = selectors.tin_for(request.actor, circle)
    found = selectors.keepers_of(request.actor, tin)
    write = may_write_in_tin(request.actor, tin)
    form = None
    if request.method == "POST":
        require(write)
    if write:
        form = WhoForm(
            request.POST if request.method == "POST" else None,
            who=somebody(request, circle),
            label=_("Who keeps it with you?"),
        )
        if form.is_bound and form.is_valid():
            try:
                services.ask_to_keep(
                    actor=request.actor, tin=tin, seat_id=form.cleaned_data["who"].id, now=request.now
                )
            except Refused as no:
                form.add_error("who", sentences.of_verdict(no.verdict))
            else:
                messages.success(request, _("They keep the tin too, and are told."))
                return HttpResponseRedirect(request.path)
    context = {
        "circle": circle,
        "tin": tin,
        "keepers": found,
        "form": form,
        "keep": may_keep_tin(request.actor, tin, somebody_does=any(one.here for one in found)),
        "lay_down": may_lay_down_tin(request.actor, tin),
        "write": write,
    }
    return answer(request, "treasury/keepers.html", context, status=422 if form and form.errors else 200)


def begin(request: HttpRequest, circle_id: UUID) -> HttpResponse:
    """Begin to keep the tin."""
    tin = selectors.tin_for(request.actor, circle_for(request.actor, circle_id, now=request.now))
    services.keep_tin(actor=request.actor, tin=tin, now=request.now)
    return _to(request, "treasury:keepers", circle_id)


def lay_down(request: HttpRequest, circle_id: UUID) -> HttpResponse:
    """Keep it no more."""
    tin = selectors.tin_for(request.actor, circle_for(request.actor, circle_id, now=request.now))
    services.lay_down_tin(actor=request.actor, tin=tin, now=request.now)
    messages.success(request, _("Laid down. Thank you."))
    return _to(request, "treasury:tin", circle_id)


def take_dues(request: HttpRequest, circle_id: UUID) -> HttpResponse:
    """Let dues be paid into it from now on."""
    tin = selectors.tin_for(request.actor, circle_for(request.actor, circle_id, now=request.now))
    services.take_dues(actor=request.actor, tin=tin, now=request.now)
    messages.success(request, _("From now on dues can be paid into this tin."))
    return _to(request, "treasury:tin", circle_id)


def _to(request: HttpRequest, name: str, circle_id: UUID) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse(name, args=[request.community.slug, circle_id]))
