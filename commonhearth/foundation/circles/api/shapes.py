"""What the operations of circles take and give, and a circle as a program may see it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from django.http import HttpRequest

from commonhearth.foundation.access import NotVisible
from commonhearth.foundation.api.routers import Router, next_page
from commonhearth.foundation.api.schemas import In, Name, Out, Purpose, Short, Title, Word
from commonhearth.foundation.circles import selectors
from commonhearth.foundation.circles.access import may_ask_to_join_circle, may_join, may_read_circle, seat_in

router = Router("circles")


class CircleOut(Out):
    id: UUID
    name: str
    purpose: str
    kind: str
    openness: str
    #: The circle above, as far as you see it.
    inside: UUID | None
    ended: datetime | None


class BranchOut(CircleOut):
    depth: int
    #: How you stand to it: in, invited, asked, join, ask, or nothing.
    you: str


class OwnSeat(Out):
    id: UUID
    name: str
    word: str
    offices: list[str]
    to_tell_apart: bool


class OneCircleOut(CircleOut):
    you: str
    your_place: OwnSeat | None
    #: null where you may not read the circle.
    people: int | None


class PersonOut(Out):
    """Somebody in this circle: a circle membership, with its own id and name."""

    id: UUID
    name: str
    word: str
    joined: date


class RoleOut(Out):
    id: UUID
    office: str
    #: The circle membership that holds it; null where nobody does, or you may not read the circle.
    holder: UUID | None
    holder_name: str
    starts: date
    last_day: date
    into: UUID | None
    yours: bool


class OwnNameIn(In):
    name: Name
    word: Word = ""


class JoinedOut(Out):
    #: in, or asked: then somebody inside answers.
    you: str
    membership: UUID | None = None


class NewCircleIn(In):
    name: Title
    purpose: Purpose
    kind: Literal["support", "working", "council", "household"] = "working"
    openness: Literal["open", "closed"] = "open"
    #: The circle above; the circle of everyone where none is named.
    inside: UUID | None = None
    known_as: Short = ""
    word: Word = ""


class NewCircleOut(Out):
    id: UUID


class ChangeCircleIn(In):
    name: Title
    purpose: Purpose
    openness: Literal["open", "closed"]


class InviteIntoIn(In):
    #: Somebody in the circle of everyone, by their id there.
    person: UUID


class AskingOut(Out):
    id: UUID
    name: str
    word: str
    asked: datetime


class AnswerIn(In):
    welcome: bool


class RoleIn(In):
    office: Literal[
        "facilitator", "second", "secretary", "delegate", "steward", "treasurer", "registrar", "welcomer",
        "on_duty",
    ]  # fmt: skip
    holder: UUID
    starts: date
    last_day: date
    into: UUID | None = None


class NewRoleOut(Out):
    id: UUID


def here_for(request: HttpRequest, circle_id: UUID) -> Any:
    circle = selectors.circle_for(request.actor, circle_id, now=request.now)
    if circle.is_hidden:
        raise NotVisible
    return circle


def read_for(request: HttpRequest, circle_id: UUID) -> Any:
    """Return a circle whose words a program may read: not a hidden one, and one that its member reads.

    Raises:
        NotVisible: of any other.
    """
    circle = here_for(request, circle_id)
    if not may_read_circle(request.actor, circle):
        raise NotVisible
    return circle


def told(circle: Any) -> dict[str, Any]:
    return {
        "id": circle.id,
        "name": circle.called,
        "purpose": circle.meant_for,
        "kind": circle.circle_kind,
        "openness": circle.openness,
        "inside": circle.parent_id,
        "ended": circle.closed_on,
    }


def stands(request: HttpRequest, circle: Any, asking: str) -> str:
    if seat_in(request.actor, circle):
        return "in"
    if asking:
        return asking
    if may_join(request.actor, circle):
        return "join"
    return "ask" if may_ask_to_join_circle(request.actor, circle) else ""


def page_of(key: object, items: list[Any], request: HttpRequest) -> dict[str, Any]:
    return {"items": items, "next": next_page(request, key)}
