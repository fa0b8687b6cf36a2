"""Where all of it hangs, and whom it is for: everybody inside."""

from __future__ import annotations

from django.http import HttpRequest

from commonhearth.foundation.access import NotVisible
from commonhearth.foundation.api.routers import Router
from commonhearth.rooms.care.access.supporting import may_see_offers

router = Router("care")


def inside(request: HttpRequest) -> None:
    if not may_see_offers(request.actor):
        raise NotVisible
