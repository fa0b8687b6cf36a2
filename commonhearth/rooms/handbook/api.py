"""Handbooks for programs: of open circles and those by invitation. Hidden circles have no API."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import HttpRequest
from pydantic import Field, StringConstraints

from commonhearth.core.merging import Collision
from commonhearth.foundation.access import NotVisible
from commonhearth.foundation.api.problems import Problem
from commonhearth.foundation.api.routers import Router, acted_once, done_once, next_page
from commonhearth.foundation.api.schemas import After, Asked, In, Out, Shown, Title
from commonhearth.foundation.circles.api.shapes import read_for
from commonhearth.kit.markdown import MOST
from commonhearth.rooms.handbook import selectors, services, wording

router = Router("handbook")
Number = Annotated[int, Field(ge=0, le=2_000_000_000)]
Markdown = Annotated[Shown, StringConstraints(strip_whitespace=True, max_length=MOST)]


class EntryOut(Out):
    id: UUID
    title: str
    #: The page below which it stands.
    below: UUID | None
    changed: datetime
    check_again: date | None


class ContentsOut(Out):
    #: In the order of the handbook; those below a page come right after it.
    pages: list[EntryOut]
    #: Taken out, where you could put them back.
    put_away: list[EntryOut]


class FoundPageOut(Out):
    id: UUID
    title: str
    line: str


class PageOut(EntryOut):
    #: Taken out since; null while it stands in the handbook.
    put_away: datetime | None
    #: Markdown.
    text: str
    #: The wording that stands, to be given back when it is changed.
    number: int
    checked_on: date | None
    checked_by_name: str


class NewPageIn(In):
    title: Title
    text: Markdown = ""
    below: UUID | None = None


class ChangePageIn(In):
    title: Title
    text: Markdown
    #: `number` of the page as it was read.
    made_from: Annotated[int, Field(ge=1, le=2_000_000_000)]


class CheckIn(In):
    #: When somebody should look again; null for no reminder.
    again: date | None = None


class PlaceIn(In):
    #: One place up or down among those beside it; or left out, to stand at the end below a page or at the top.
    step: Literal["up", "down"] | None = None
    below: UUID | None = None


class PageWordingOut(Out):
    number: int
    title: str
    #: By their name in the circle; empty where you are kept apart, or they have left.
    by_name: str
    written: datetime


class WordingsOut(Out):
    items: list[PageWordingOut]
    next: str | None


class OneWordingOut(PageWordingOut):
    #: Markdown.
    text: str
    #: What it said before; null for the first.
    text_before: str | None


class NewPageOut(Out):
    id: UUID


def _page(request: HttpRequest, page_id: UUID) -> Any:
    page = selectors.page_for(request.actor, page_id, now=request.now)
    if page.circle.is_hidden:
        raise NotVisible
    return page


def _entry(page: Any) -> dict[str, Any]:
    return {
        "id": page.id,
        "title": page.title,
        "below": page.parent_id,
        "changed": page.changed,
        "check_again": page.check_again,
    }


@router.get(
    "/circles/{uuid:circle_id}/handbook",
    scope="handbook:read",
    response=ContentsOut,
    summary="What is in a handbook",
)
def contents(request: HttpRequest, circle_id: UUID) -> ContentsOut:
    """Every page of it, and apart from them what was taken out."""
    found = selectors.contents_of(request.actor, read_for(request, circle_id))
    return ContentsOut(
        pages=[EntryOut(**_entry(page)) for page in found.in_order],
        put_away=[EntryOut(**_entry(page)) for page in found.put_away],
    )


@router.get(
    "/circles/{uuid:circle_id}/handbook/find",
    scope="handbook:read",
    response=list[FoundPageOut],
    summary="Look for words in a handbook",
)
def find(request: HttpRequest, circle_id: UUID, q: Asked = "") -> list[FoundPageOut]:
    """Thirty pages at most, the best fit first."""
    found = selectors.search_in(request.actor, read_for(request, circle_id), q.strip(), now=request.now)
    return [FoundPageOut(id=hit.id, title=hit.title, line=hit.line) for hit in found]


@router.get("/handbook/{uuid:page_id}", scope="handbook:read", response=PageOut, summary="One page")
def page(request: HttpRequest, page_id: UUID) -> PageOut:
    """Its text as Markdown, and who last looked whether it is true."""
    found = _page(request, page_id)
    return PageOut(
        **_entry(found),
        put_away=found.put_away,
        text=found.text,
        number=found.number,
        checked_on=found.checked_on,
        checked_by_name=found.checked_name,
    )


@router.post(
    "/circles/{uuid:circle_id}/handbook",
    scope="handbook:act",
    response={201: NewPageOut},
    summary="Write a page",
)
def write(request: HttpRequest, circle_id: UUID, new: NewPageIn) -> dict[str, Any]:
    """At the end of the handbook, or of the pages below another."""
    circle = read_for(request, circle_id)

    def act() -> dict[str, str]:
        made = services.write_page(
            actor=request.actor,
            circle=circle,
            title=new.title,
            text=new.text,
            parent_id=new.below,
            now=request.now,
        )
        return {"id": str(made.id)}

    return acted_once(request, f"handbook.new.{circle.id}", act)


@router.post(
    "/handbook/{uuid:page_id}/change", scope="handbook:act", response=PageOut, summary="Change a page"
)
def change(request: HttpRequest, page_id: UUID, said: ChangePageIn) -> PageOut:
    """What others changed elsewhere in it meanwhile stays. Where the same lines were changed: 409, and nothing is."""
    found = _page(request, page_id)

    def act() -> None:
        services.change_page(
            actor=request.actor,
            page=found,
            made_from=said.made_from,
            title=said.title,
            text=said.text,
            now=request.now,
        )

    try:
        done_once(request, f"handbook.change.{found.id}", act)
    except services.Collided as both:
        raise Problem(
            409, "not_yet", wording.changed_meanwhile(both.number, _said(both.collisions))
        ) from None
    return page(request, page_id)


def _said(collisions: tuple[Collision, ...]) -> str:
    return "\n".join("\n".join(one.theirs) for one in collisions)


@router.post(
    "/handbook/{uuid:page_id}/checked", scope="handbook:act", response=PageOut, summary="It is still true"
)
def checked(request: HttpRequest, page_id: UUID, said: CheckIn) -> PageOut:
    """Say that you looked, and when somebody should look again."""
    found = _page(request, page_id)

    def act() -> None:
        services.check_page(actor=request.actor, page=found, again=said.again, now=request.now)

    done_once(request, f"handbook.checked.{found.id}", act)
    return page(request, page_id)


@router.post(
    "/handbook/{uuid:page_id}/place", scope="handbook:act", response=ContentsOut, summary="Move a page"
)
def place(request: HttpRequest, page_id: UUID, said: PlaceIn) -> ContentsOut:
    """Up or down, below another, or to the top. A page that others stand below stays at the top."""
    found = _page(request, page_id)

    def act() -> None:
        services.move_page(
            actor=request.actor,
            page=found,
            parent_id=said.below,
            up=said.step == "up" if said.step else None,
            now=request.now,
        )

    done_once(request, f"handbook.place.{found.id}", act)
    return contents(request, found.circle_id)


@router.post(
    "/handbook/{uuid:page_id}/away", scope="handbook:act", response=PageOut, summary="Take a page out"
)
def put_away(request: HttpRequest, page_id: UUID) -> PageOut:
    """Nothing of it is lost; it can be put back. Pages below it come to the end of the top."""
    found = _page(request, page_id)

    def act() -> None:
        services.put_away(actor=request.actor, page=found, now=request.now)

    done_once(request, f"handbook.away.{found.id}", act)
    return page(request, page_id)


@router.post(
    "/handbook/{uuid:page_id}/back", scope="handbook:act", response=PageOut, summary="Put a page back"
)
def put_back(request: HttpRequest, page_id: UUID) -> PageOut:
    """At the end of the handbook."""
    found = _page(request, page_id)

    def act() -> None:
        services.put_back(actor=request.actor, page=found, now=request.now)

    done_once(request, f"handbook.back.{found.id}", act)
    return page(request, page_id)


@router.get(
    "/handbook/{uuid:page_id}/history", scope="handbook:read", response=WordingsOut, summary="Its wordings"
)
def history(request: HttpRequest, page_id: UUID, after: After = "") -> dict[str, Any]:
    """The newest first."""
    before = int(after) if after.isdecimal() and len(after) < 10 else 0
    found = selectors.wordings_of(request.actor, _page(request, page_id), before=before)
    return {
        "items": [PageWordingOut(**_wording(one)) for one in found.wordings],
        "next": next_page(request, found.more),
    }


def _wording(one: Any) -> dict[str, Any]:
    return {"number": one.number, "title": one.title, "by_name": one.by, "written": one.created}


@router.get(
    "/handbook/{uuid:page_id}/history/{int:number}",
    scope="handbook:read",
    response=OneWordingOut,
    summary="One wording",
)
def wording_of(request: HttpRequest, page_id: UUID, number: Number) -> OneWordingOut:
    """And the one before it."""
    found = selectors.difference_for(request.actor, _page(request, page_id), number)
    return OneWordingOut(
        **_wording(found.wording),
        text=found.wording.text,
        text_before=found.before.text if found.before else None,
    )


@router.post(
    "/handbook/{uuid:page_id}/history/{int:number}/again",
    scope="handbook:act",
    response=PageOut,
    summary="Let an earlier wording stand again",
)
def take_back(request: HttpRequest, page_id: UUID, number: Number) -> PageOut:
    """As a new one: nothing in between is lost."""
    found = _page(request, page_id)

    def act() -> None:
        services.take_back_to(actor=request.actor, page=found, number=number, now=request.now)

    done_once(request, f"handbook.again.{found.id}.{number}", act)
    return page(request, page_id)
