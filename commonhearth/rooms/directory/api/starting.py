"""Cards of groups that are being started: showing one's own, writing to who shows one."""

from __future__ import annotations

from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest
from pydantic import Field

from commonhearth.foundation import throttle
from commonhearth.foundation.access import require
from commonhearth.foundation.api.problems import Problem, unfit
from commonhearth.foundation.api.routers import acted_once, done_once
from commonhearth.foundation.api.schemas import Address, Asked, In, Name, Out, Shown, Text
from commonhearth.kit import sentences
from commonhearth.rooms.directory import selectors, services, wording
from commonhearth.rooms.directory.access import may_show_being_started
from commonhearth.rooms.directory.api.finding import Kind, host


class StartingOut(Out):
    id: UUID
    called: str
    town: str
    kind: str
    purpose: str


class StartingIn(In):
    #: What people may call you.
    called: Name
    #: Only the town of it is shown.
    place: Asked
    kind: Kind = "peer"  # type: ignore[valid-type]
    purpose: Annotated[Shown, Field(min_length=1, max_length=600)]


class StarterLetterIn(In):
    name: Name
    #: Where they answer to.
    reply_to: Address
    message: Text


class ShownOut(Out):
    id: UUID


def _card(card: Any) -> StartingOut:
    return StartingOut(id=card.id, called=card.called, town=card.town, kind=card.kind, purpose=card.purpose)


@host.get("/starting", scope="directory:act", response=list[StartingOut], summary="Your cards")
def mine(request: HttpRequest) -> list[StartingOut]:
    """Groups that you said you are starting, as they are shown."""
    found = selectors.my_being_started(person=request.person, now=request.now)
    return [_card(card) for card in found]


@host.post(
    "/starting", scope="directory:act", response={201: ShownOut}, summary="Say that you are starting a group"
)
def show(request: HttpRequest, new: StartingIn) -> dict[str, Any]:
    """A card that whoever is near and looking finds; only the town is shown."""
    require(may_show_being_started(request.actor))
    place = selectors.find_place(new.place).chosen
    if place is None or place.point is None:
        raise unfit("/place", "no_such_place", wording.SENTENCES["unknown_town"])

    def act() -> dict[str, str]:
        card = services.show_being_started(
            actor=request.person,
            place=place,
            called=new.called,
            purpose=new.purpose,
            kind=new.kind,
            now=request.now,
        )
        return {"id": str(card.id)}

    try:
        return acted_once(request, "directory.starting", act, actor=request.person)
    except services.CannotBeDone as fault:
        raise unfit(f"/{fault.field}" if fault.field else "", fault.code, sentences.say(fault.code)) from None


@host.get(
    "/starting/{uuid:card_id}", scope=None, response=StartingOut, summary="A group that is being started"
)
def one(request: HttpRequest, card_id: UUID) -> StartingOut:
    """As everybody sees it."""
    return _card(selectors.being_started(viewer=request.actor, card_id=card_id, now=request.now))


@host.post(
    "/starting/{uuid:card_id}/letter",
    scope="directory:act",
    response={204: None},
    summary="Write to who shows it",
)
def write(request: HttpRequest, card_id: UUID, letter: StarterLetterIn) -> None:
    """They answer to your address if they like."""
    selectors.being_started(viewer=request.actor, card_id=card_id, now=request.now)
    if not throttle.hit(request, "starter", limit=5, seconds=3600):
        raise Problem(429, "too_often", headers={"Retry-After": "3600"})

    def act() -> None:
        services.write_to_starter(actor=request.actor, card_id=card_id, now=request.now, **letter.dict())

    try:
        done_once(request, f"directory.starter.{card_id}", act)
    except services.CannotBeDone as fault:
        raise unfit("", fault.code, sentences.say(fault.code)) from None


@host.post(
    "/starting/{uuid:card_id}/down",
    scope="directory:act",
    response={204: None},
    summary="Take your card down",
)
def take_down(request: HttpRequest, card_id: UUID) -> None:
    """At once."""
    done_once(
        request,
        f"directory.take_down.{card_id}",
        lambda: services.end_being_started(actor=request.actor, card_id=card_id, now=request.now),
    )
