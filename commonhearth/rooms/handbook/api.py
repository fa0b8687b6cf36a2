"""Handbooks for programs: of open circles and those by invitation. Hidden circles have no API."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest
from pydantic import Field, StringConstraints

from commonhearth.core.merging import Collision
from commonhearth.foundation.access import NotVisible
from commonhearth.foundation.api.problems import Problem
from commonhearth.foundation.api.routers import Router, acted_once, done_once
from commonhearth.foundation.api.schemas import In, Out, Shown, Title
from commonhearth.foundation.circles.api.shapes import read_for
from commonhearth.kit.markdown import MOST
from commonhearth.rooms.handbook import selectors, services, wording

router = Router("handbook")
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


class PageOut(EntryOut):
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
    """Every page of it, without what was taken out."""
    found = selectors.contents_of(request.actor, read_for(request, circle_id))
    return ContentsOut(pages=[EntryOut(**_entry(page)) for page in found.in_order])


@router.get("/handbook/{uuid:page_id}", scope="handbook:read", response=PageOut, summary="One page")
def page(request: HttpRequest, page_id: UUID) -> PageOut:
    """Its text as Markdown, and who last looked whether it is true."""
    found = _page(request, page_id)
    return PageOut(
        **_entry(found),
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
