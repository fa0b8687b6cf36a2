"""What beginning a group asks of people, country by country."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from commonhearth.core.places.countries import country_name
from commonhearth.kit.page import page
from commonhearth.rooms.founding import selectors
from commonhearth.rooms.founding.wording.countries import FIRST_200, READ_HOW


def countries(request: HttpRequest) -> HttpResponse:
    """The countries that we read something about."""
    return page(request, "founding/countries.html", {"countries": selectors.countries_with_facts()})


def country(request: HttpRequest, country: str) -> HttpResponse:
    """One country: facts with their sources, and what to ask where we could read nothing."""
    context = {
        "name": country_name(country),
        "topics": selectors.topics_of(country),
        "known": country in dict(selectors.countries_with_facts()),
        "first_200": FIRST_200,
        "read_how": READ_HOW,
        "today": request.now.date(),
    }
    return page(request, "founding/country.html", context)
