"""What concerns you, and how you want to be told."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import HttpRequest
from pydantic import Field

from commonhearth.foundation.access import require
from commonhearth.foundation.api.routers import Router, done_once, next_page
from commonhearth.foundation.api.schemas import After, In, Out, Page
from commonhearth.foundation.notices import selectors, services
from commonhearth.foundation.notices.access import may_set_wish

router = Router("notices")
Hour = Annotated[int, Field(ge=0, le=23)]


class NoticeOut(Out):
    """A sentence. Where it leads is on the page only: an address may tell of a hidden circle."""

    id: UUID
    sentence: str
    at: datetime
    new: bool


class WishIn(In):
    letter: Literal["daily", "never"]
    #: Hours of your own clock; equal means no quiet hours.
    quiet_from: Hour
    quiet_until: Hour


class WishOut(Out):
    letter: str
    quiet_from: int
    quiet_until: int


@router.get("/notices", scope="notices:read", response=Page[NoticeOut], summary="What concerns you")
def notices(request: HttpRequest, after: After = "") -> dict[str, Any]:
    """Your own, newest first. Nobody learns whether you read them."""
    told, older = selectors.notices_of(request.actor, before=after)
    items = [NoticeOut(id=one.id, sentence=one.sentence, at=one.at, new=one.new) for one in told]
    return {"items": items, "next": next_page(request, older)}


@router.post("/notices/read", scope="notices:act", response={204: None}, summary="Put them away as read")
def read(request: HttpRequest) -> None:
    """All of them."""
    done_once(request, "notices.read", lambda: services.mark_read(actor=request.actor, now=request.now))


@router.get("/notices/wish", scope="notices:read", response=WishOut, summary="How you want to be told")
def wish(request: HttpRequest) -> WishOut:
    """Whether the daily letter is wanted, and your quiet hours."""
    require(may_set_wish(request.actor))
    kept = selectors.wish_of(request.actor)
    return WishOut(letter=kept.letter, quiet_from=kept.quiet_from, quiet_until=kept.quiet_until)


@router.post("/notices/wish", scope="notices:act", response=WishOut, summary="Choose how you are told")
def set_wish(request: HttpRequest, chosen: WishIn) -> WishOut:
    """A letter a day at most, or none."""
    done_once(
        request,
        "notices.wish",
        lambda: services.set_wish(actor=request.actor, now=request.now, **chosen.dict()),
    )
    return wish(request)
