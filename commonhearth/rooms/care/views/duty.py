"""Who is there when, and who from a neighbour community can be asked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from commonhearth.foundation import once
from commonhearth.foundation.access import VISITOR, NotVisible, require
from commonhearth.kit.page import page
from commonhearth.rooms.care import selectors, services
from commonhearth.rooms.care.access.cases import (
    may_keep_hours,
    may_keep_neighbours,
    may_use_borrowed,
    may_work_on_case,
)
from commonhearth.rooms.care.forms.cases import HoursForm, NeighbourForm, WordsForm
from commonhearth.rooms.care.wording import cases as wording

if TYPE_CHECKING:
    from commonhearth.rooms.care.models import Case, Neighbour


def _to(request: HttpRequest, name: str) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse(name, args=[request.community.slug]))


def hours(request: HttpRequest) -> HttpResponse:
    """Say when one means to be there."""
    require(may_keep_hours(request.actor))
    form = HoursForm(request.POST or None)
    if form.is_bound and form.is_valid():
        services.state_hours(actor=request.actor, now=request.now, **form.cleaned_data)
        messages.success(request, _("Noted. Everybody here sees these hours; nobody is promised more."))
        return _to(request, "care:hours")
    context = {"form": form, "own": selectors.own_hours(request.actor), "words": wording}
    return page(request, "care/hours.html", context, status=422 if form.errors else 200)


def take_back(request: HttpRequest, hours_id: UUID) -> HttpResponse:
    """Take hours back."""
    require(may_keep_hours(request.actor))
    found = next((one for one in selectors.own_hours(request.actor) if one.id == hours_id), None)
    if found is None:
        raise NotVisible
    services.take_back_hours(actor=request.actor, hours=found)
    return _to(request, "care:hours")


def neighbours(request: HttpRequest) -> HttpResponse:
    """Name somebody of a neighbour community."""
    require(may_keep_neighbours(request.actor))
    form = NeighbourForm(request.POST or None)
    if form.is_bound and form.is_valid():

        def act() -> dict[str, str]:
            services.add_neighbour(actor=request.actor, now=request.now, **form.cleaned_data)
            return {}

        key = request.POST.get("once_key", "")
        once.answer(actor=request.actor, form="care.neighbour", key=key, act=act)
        return _to(request, "care:neighbours")
    context = {"form": form, "neighbours": selectors.neighbours(), "once_key": once.new_key()}
    return page(request, "care/neighbours.html", context, status=422 if form.errors else 200)


def remove_neighbour(request: HttpRequest, neighbour_id: UUID) -> HttpResponse:
    """Take somebody off the list."""
    require(may_keep_neighbours(request.actor))
    services.remove_neighbour(actor=request.actor, neighbour=_neighbour(neighbour_id))
    return _to(request, "care:neighbours")


def _neighbour(neighbour_id: UUID) -> Neighbour:
    found = next((one for one in selectors.neighbours() if one.id == neighbour_id), None)
    if found is None:
        raise NotVisible
    return found


def borrow(request: HttpRequest, case_id: UUID, neighbour_id: UUID) -> HttpResponse:
    """Make the link by which a neighbour looks at a case; it stands on this one page."""
    case = selectors.case_for(request.actor, case_id)
    return _link(
        request,
        case,
        request.actor,
        neighbour_id,
        reverse("care:case", args=[request.community.slug, case_id]),
    )


def borrow_by_receipt(request: HttpRequest, token: str, neighbour_id: UUID) -> HttpResponse:
    """The same by the page of a receipt, where nobody here may look at it."""
    case, holder = selectors.receipt_of(token)
    back = reverse("care_receipt", args=[case.community_id, token])
    return _link(request, case, holder, neighbour_id, back)


def _link(request: HttpRequest, case: Case, actor: Any, neighbour_id: UUID, back: str) -> HttpResponse:
    neighbour = _neighbour(neighbour_id)
    secret = services.new_secret()
    row = services.borrow(actor=actor, case=case, neighbour=neighbour, secret=secret, now=request.now)
    address = request.build_absolute_uri(reverse("care_borrowed", args=[case.community_id, secret]))
    context = {"neighbour": neighbour, "row": row, "address": address, "back": back}
    answer = page(request, "care/borrowed_link.html", context)
    answer["Cache-Control"] = "no-store, private"
    return answer


def borrowed(request: HttpRequest, token: str) -> HttpResponse:
    """A case as a borrowed neighbour reads it, by their link."""
    guest = selectors.borrowed_by(token)
    if not may_use_borrowed(guest, now=request.now):
        raise NotVisible
    case = guest.case
    form = WordsForm(request.POST or None)
    if form.is_bound and form.is_valid():
        words = form.cleaned_data["words"]

        def act() -> dict[str, str]:
            services.note(actor=guest, case=case, words=words, now=request.now)
            return {}

        once.answer(
            actor=VISITOR, form=f"care.borrowed.{guest.id}", key=request.POST.get("once_key", ""), act=act
        )
        return HttpResponseRedirect(request.path)
    context = {
        "guest": guest,
        "case": case,
        "file": selectors.file_of(guest, case, now=request.now),
        "work": may_work_on_case(guest, case),
        "form": form,
        "once_key": once.new_key(),
        "words": wording,
    }
    answer = page(request, "care/borrowed.html", context, status=422 if form.errors else 200)
    answer["Cache-Control"] = "no-store, private"
    return answer
