"""Packing a community from its own page, and saying that it moved."""

from __future__ import annotations

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from commonhearth.foundation.access import NotVisible, require
from commonhearth.foundation.accounts import step_up
from commonhearth.foundation.communities import services as communities
from commonhearth.foundation.communities.access import may_freeze
from commonhearth.kit.page import page
from commonhearth.site.access import may_export_community, may_fetch_export, may_second_export
from commonhearth.site.archive import packing
from commonhearth.site.archive.forms import MovedForm, PackForm
from commonhearth.site.archive.shape import ArchiveFault
from commonhearth.site.archive.wording import fault_sentence

#: Which field of the form a refusal belongs beside.
FIELDS = {"bad-transfer-key": "transfer", "short-passphrase": "passphrase"}


def _seen(request: HttpRequest) -> None:
    if not getattr(request.actor, "is_inside", False):
        raise NotVisible


def _found(request: HttpRequest) -> packing.Packing:
    _seen(request)
    found = packing.standing()
    if found is None:
        raise NotVisible
    return found


def _here(request: HttpRequest) -> HttpResponse:
    return HttpResponseRedirect(reverse("take_along", args=[request.community.slug]))


def take_along(request: HttpRequest) -> HttpResponseBase:
    """How it stands; a steward asks for it, a second says yes."""
    _seen(request)
    found = packing.standing()
    if not (found and may_second_export(request.actor, found)):
        require(may_export_community(request.actor))
    return _take_along(request)


@step_up.required
def _take_along(request: HttpRequest) -> HttpResponse:
    # Asked before the page is shown, so that its buttons act at once.
    if request.method != "POST":
        return _shown(request, PackForm())
    require(may_export_community(request.actor))
    form = PackForm(request.POST)
    if form.is_valid():
        try:
            packing.ask(actor=request.actor, now=request.now, **form.cleaned_data)
        except ArchiveFault as fault:
            form.add_error(FIELDS.get(fault.code), fault_sentence(fault))
        except packing.OneAtATime:
            form.add_error(None, _("It is being packed already."))
        else:
            messages.success(
                request, _("Asked. Every member is told, and it is packed when a second one says yes.")
            )
            return _here(request)
    return _shown(request, form)


def _shown(request: HttpRequest, form: PackForm) -> HttpResponse:
    found = packing.standing()
    context = {
        "form": form,
        "moved": MovedForm(),
        "found": found,
        "far": packing.how_far(found) if found else (0, 0),
        "may_export": may_export_community(request.actor),
        "may_second": may_second_export(request.actor, found) if found else None,
        "may_fetch": may_fetch_export(request.actor, found) if found else None,
        "may_freeze": may_freeze(request.actor),
        "community": request.community,
        "until": found.ready + packing.KEPT if found and found.ready else None,
    }
    return page(request, "site/take_along.html", context, status=422 if form.errors else 200)


@step_up.required
def _second(request: HttpRequest) -> HttpResponse:
    packing.second(actor=request.actor, now=request.now)
    messages.success(request, _("It is being packed."))
    return HttpResponseRedirect(reverse("community_home", args=[request.community.slug]))


def second(request: HttpRequest) -> HttpResponseBase:
    """Say yes as a second member."""
    require(may_second_export(request.actor, _found(request)))
    return _second(request)


def take_back(request: HttpRequest) -> HttpResponse:
    """Take it back before it is fetched."""
    _seen(request)
    packing.take_back(actor=request.actor, now=request.now)
    messages.success(request, _("Taken back. There is no file."))
    return _here(request)


@step_up.required
def _fetch(request: HttpRequest) -> HttpResponseBase:
    with packing.fetched(actor=request.actor, now=request.now) as (_packing, handle):
        answer = FileResponse(
            handle, content_type="application/zip", as_attachment=True, filename="community.zip"
        )
        answer["Content-Encoding"] = "identity"  # it is packed already
        return answer


def fetch(request: HttpRequest) -> HttpResponseBase:
    """Fetch the file, once."""
    require(may_fetch_export(request.actor, _found(request)))
    return _fetch(request)


@step_up.required
def _moved(request: HttpRequest) -> HttpResponse:
    form = MovedForm(request.POST)
    if not form.is_valid():
        messages.warning(request, _("That is not a web address. Nothing was changed."))
        return _here(request)
    communities.freeze(
        actor=request.actor,
        community=request.community,
        moved_to=form.cleaned_data["moved_to"],
        now=request.now,
    )
    return HttpResponseRedirect(reverse("community_home", args=[request.community.slug]))


def moved(request: HttpRequest) -> HttpResponseBase:
    """Say that the community lives elsewhere now; from then on it is read only here."""
    _seen(request)
    require(may_freeze(request.actor))
    return _moved(request)
