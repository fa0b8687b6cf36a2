"""Writing into the book."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from commonhearth.foundation import once
from commonhearth.foundation.access import require
from commonhearth.foundation.circles.access import own_seat
from commonhearth.foundation.circles.selectors import circle_for
from commonhearth.foundation.files.services import NoRoom
from commonhearth.kit import sentences
from commonhearth.kit.page import page as answer
from commonhearth.rooms.treasury import selectors, services, wording
from commonhearth.rooms.treasury.access import may_set_right, may_write_in_tin
from commonhearth.rooms.treasury.forms import EntryForm, SetRightForm
from commonhearth.rooms.treasury.views.people import somebody


def write(request: HttpRequest, circle_id: UUID) -> HttpResponse:
    """Write an entry."""
    circle = circle_for(request.actor, circle_id, now=request.now)
    tin = selectors.tin_for(request.actor, circle)
    require(may_write_in_tin(request.actor, tin))
    seat, who = own_seat(request.actor, circle), somebody(request, circle)
    form = EntryForm(
        *((request.POST, request.FILES) if request.method == "POST" else ()),
        currency=tin.currency,
        takes_dues=tin.takes_dues,
        today=selectors.today_of(request.actor, request.now),
        who=who,
        own=str(seat) if who.people is None else str(seat.membership_id),
    )
    if form.is_bound and form.is_valid():

        def act() -> dict[str, str]:
            made = services.write_entry(actor=request.actor, tin=tin, now=request.now, **form.told())
            return {"entry": str(made.id)}

        try:
            once.answer(
                actor=request.actor,
                form=f"treasury.entry.{tin.id}",
                key=request.POST.get("once_key", ""),
                act=act,
            )
        except (services.NotInBook, NoRoom) as no:
            field = getattr(no, "field", "receipt")
            form.add_error(field if field in form.fields else None, sentences.of_verdict(no.verdict))
        else:
            messages.success(request, _("It stands in the book."))
            return HttpResponseRedirect(reverse("treasury:tin", args=[request.community.slug, circle.id]))
    context = {"circle": circle, "tin": tin, "form": form, "once_key": once.new_key()}
    return answer(request, "treasury/write.html", context, status=422 if form.errors else 200)


def set_right(request: HttpRequest, entry_id: UUID) -> HttpResponse:
    """Set an entry right by another."""
    found = selectors.entry_for(request.actor, entry_id, now=request.now)
    require(may_set_right(request.actor, found))
    form = SetRightForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():

        def act() -> dict[str, Any]:
            services.set_right(
                actor=request.actor, entry=found, what=form.cleaned_data["what"], now=request.now
            )
            return {}

        try:
            once.answer(
                actor=request.actor,
                form=f"treasury.right.{found.id}",
                key=request.POST.get("once_key", ""),
                act=act,
            )
        except services.NotInBook as no:
            form.add_error(None, sentences.of_verdict(no.verdict))
        else:
            messages.success(request, _("Set right. Both entries stay in the book. Now write what is right."))
            return HttpResponseRedirect(
                reverse("treasury:write", args=[request.community.slug, found.circle.id])
            )
    context = {
        "entry": found,
        "tin": found.tin,
        "circle": found.circle,
        "form": form,
        "once_key": once.new_key(),
        "words": wording,
    }
    return answer(request, "treasury/set_right.html", context, status=422 if form.errors else 200)
