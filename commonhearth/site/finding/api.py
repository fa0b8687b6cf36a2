"""Finding by words in a community, for programs."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest

from commonhearth.foundation.access import NotVisible
from commonhearth.foundation.api.routers import Router, next_page
from commonhearth.foundation.api.schemas import After, Asked, Out
from commonhearth.site.finding.kinds import look_for

router = Router("finding")


class ThingOut(Out):
    #: What sort of thing it is; each is read at an address of its own.
    kind: str
    id: UUID
    title: str
    line: str


class ThingsOut(Out):
    items: list[ThingOut]
    next: str | None
    #: So much fits that only the weightiest and newest were looked at.
    bounded: bool


@router.get("/search", scope="search:read", response=ThingsOut, summary="Find by words")
def find(request: HttpRequest, q: Asked = "", after: After = "") -> dict[str, Any]:
    """People, circles, agreements, conversations and handbooks that you may see, the best fit first."""
    if not getattr(request.actor, "is_inside", False):
        raise NotVisible
    found = look_for(request.actor, q.strip(), community=request.community, now=request.now, after=after)
    items = [ThingOut(kind=hit.kind, id=hit.id, title=hit.title, line=hit.text) for hit in found.hits]
    return {"items": items, "next": next_page(request, found.after), "bounded": found.bounded}
