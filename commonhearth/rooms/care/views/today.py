"""Today's meetings, on one page that opens without a line."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from commonhearth.kit.page import page
from commonhearth.rooms.care.selectors.today import meetings_today


def today(request: HttpRequest) -> HttpResponse:
    """When, where, and what helps to get in; a hidden circle's are not named: the page is kept on the device."""
    return page(request, "care/today.html", {"dates": meetings_today(request.actor, now=request.now)})
