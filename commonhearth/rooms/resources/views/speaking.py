"""Speaking for oneself: a sheet for an appointment, a letter for one's records, one's rights. Nothing is kept."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from commonhearth.foundation.access import NotVisible
from commonhearth.kit.page import page
from commonhearth.kit.paper import paper
from commonhearth.rooms.resources import rights
from commonhearth.rooms.resources.forms import AppointmentForm, RecordsForm
from commonhearth.rooms.resources.points import WITH_OTHERS


def speaking(request: HttpRequest) -> HttpResponse:
    """What there is."""
    ways = [way for find in WITH_OTHERS for way in find(request.person)] if request.person else []
    return page(request, "resources/speaking.html", {"ways": ways})


@never_cache
@sensitive_post_parameters()
def appointment(request: HttpRequest) -> HttpResponse:
    """Write down what one wants to say, and have it as a sheet to print."""
    form = AppointmentForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and "again" not in request.POST:
        lines = [
            (field.label, form.cleaned_data[field.name]) for field in form if form.cleaned_data[field.name]
        ]
        context = {"lines": lines, "form": form, "pdf_url": ""}  # a link would ask again, without the words
        return paper(request, "resources/sheet.html", context, name="appointment")
    return page(request, "resources/appointment.html", {"form": form}, status=422 if form.errors else 200)


@never_cache
@sensitive_post_parameters()
def records(request: HttpRequest) -> HttpResponse:
    """Write a letter that asks for one's records, and have it to print."""
    form = RecordsForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and "again" not in request.POST:
        country = rights.pages()[form.cleaned_data["country"]]
        context = {
            "given": form.cleaned_data,
            "letter": country.letter,
            "today": request.now.date(),
            "form": form,
        }
        return paper(request, "resources/letter.html", context, name="records")
    return page(request, "resources/records.html", {"form": form}, status=422 if form.errors else 200)


def rights_by_country(request: HttpRequest) -> HttpResponse:
    """The countries there is a page for."""
    return page(request, "resources/rights.html", {"pages": rights.pages().values()})


def rights_in(request: HttpRequest, code: str) -> HttpResponse:
    """What one may ask for in one country, each with its source."""
    country = rights.pages().get(code.upper())
    if country is None:
        raise NotVisible
    return page(request, "resources/rights_in.html", {"country": country, "today": request.now.date()})
