"""The notice-board sheet."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse

from commonhearth.foundation.circles import selectors
from commonhearth.kit.paper import paper


def sheet(request: HttpRequest, circle_id: UUID) -> HttpResponse:
    """One A4 for the board: this week's matters of an open circle, with a slip to give back."""
    today = request.now.date()
    context = {
        "sheet": selectors.sheet_of(request.actor, circle_id, now=request.now),
        "today": today,
        "named": request.community.named_outside,
    }
    return paper(request, "circles/sheet.html", context, name="notice-board")
