"""The list of what helped others, for programs: for everybody to read, for members to add to."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest
from pydantic import Field

from commonhearth.foundation import throttle
from commonhearth.foundation.access import NotVisible, require
from commonhearth.foundation.api.problems import Problem, of_form
from commonhearth.foundation.api.routers import Router, acted_once, done_once, next_page
from commonhearth.foundation.api.schemas import After, Asked, In, Line, Out, Page, Shown, Word
from commonhearth.rooms.resources import selectors, services
from commonhearth.rooms.resources.access import may_add_resource, may_recommend
from commonhearth.rooms.resources.forms import ResourceForm, SearchForm, WordsForm

host = Router("resources")


class ResourceOut(Out):
    """A service or a practice, in the neutral words of the list."""

    id: UUID
    name: str
    sort: str
    about: str
    needs: list[str]
    cost: str
    cost_words: str
    access: list[str]
    how_to: str
    languages: list[str]
    #: Empty: everywhere, or at a distance.
    country: str
    where: str
    website: str
    phone: str
    #: The day on which a reviewer last looked; null before.
    checked_on: date | None


class SaidOut(Out):
    said: str
    named: str


class OwnWordsOut(SaidOut):
    #: waiting for a reviewer, public, or put away.
    state: str


class OneResourceOut(ResourceOut):
    #: What members said who were there, read by a reviewer; fifty at most.
    said: list[SaidOut]
    yours: OwnWordsOut | None


class ResourceIn(In):
    #: Codes of the list stand on the page where one adds: sorts, needs, costs, ways in, languages, countries.
    name: Annotated[Shown, Field(min_length=1, max_length=160)]
    sort: Word
    about: Annotated[Shown, Field(min_length=1, max_length=1500)]
    needs: list[Word] = []
    cost: Word = "unsaid"
    cost_words: Annotated[Shown, Field(max_length=160)] = ""
    access: list[Word] = []
    how_to: Annotated[Shown, Field(max_length=300)] = ""
    languages: list[Word] = []
    country: Word = ""
    where: Annotated[Shown, Field(max_length=160)] = ""
    website: Annotated[Shown, Field(max_length=300)] = ""
    phone: Line = ""


class SayIn(In):
    said: Annotated[Shown, Field(min_length=1, max_length=800)]
    #: How you want to be named; empty says “somebody here”.
    named: Annotated[Line, Field(max_length=60)] = ""


class AddedOut(Out):
    id: UUID


def _resource(row: Any) -> dict[str, Any]:
    return {name: getattr(row, name) for name in ("id", "checked_on", *services.FIELDS)}


@host.get("/resources", scope=None, response=Page[ResourceOut], summary="What helped others")
def resources(
    request: HttpRequest,
    words: Asked = "",
    sort: Word = "",
    need: Word = "",
    cost: Word = "",
    access: Word = "",
    language: Word = "",
    country: Word = "",
    after: After = "",
) -> dict[str, Any]:
    """In the order of names, nothing before anything else; a country shows what is there and what is everywhere."""
    form = SearchForm(
        {
            "words": words,
            "sort": sort,
            "need": need,
            "cost": cost,
            "access": access,
            "language": language,
            "country": country,
        }
    )
    if not form.is_valid():
        raise of_form(form, at="query/")
    found, more = selectors.resources(
        viewer=request.actor, asked=selectors.Asked(**form.cleaned_data), after=after
    )
    return {"items": [ResourceOut(**_resource(row)) for row in found], "next": next_page(request, more)}


@host.get("/resources/{uuid:resource_id}", scope=None, response=OneResourceOut, summary="One of them")
def resource(request: HttpRequest, resource_id: UUID) -> OneResourceOut:
    """And what members said of it."""
    found = selectors.resource(viewer=request.actor, resource_id=resource_id)
    own = selectors.own_words(request.person, found)
    return OneResourceOut(
        **_resource(found),
        said=[SaidOut(said=one.said, named=one.named) for one in selectors.said_of(found)],
        yours=own and OwnWordsOut(said=own.said, named=own.named, state=own.state),
    )


@host.post("/resources", scope="resources:act", response={201: AddedOut}, summary="Add to the list")
def add(request: HttpRequest, new: ResourceIn) -> dict[str, Any]:
    """For whoever belongs to a community here. A reviewer reads it; then everybody can find it."""
    belongs = selectors.belongs(request.person)
    require(may_add_resource(request.actor, belongs=belongs))
    form = ResourceForm(new.dict())
    if not form.is_valid():
        raise of_form(form)
    if not throttle.hit(request, "resources.add", limit=20, seconds=3600, key=str(request.person.id)):
        raise Problem(429, "too_often", headers={"Retry-After": "3600"})

    def act() -> dict[str, str]:
        made = services.add_resource(
            actor=request.person, belongs=belongs, now=request.now, said=form.cleaned_data
        )
        return {"id": str(made.id)}

    return acted_once(request, "resources.add", act, actor=request.person)


@host.post(
    "/resources/{uuid:resource_id}/say",
    scope="resources:act",
    response=OneResourceOut,
    summary="Say what it was like",
)
def say(request: HttpRequest, resource_id: UUID, said: SayIn) -> OneResourceOut:
    """In words, never in stars. Said again, it replaces the first; a reviewer reads it before anybody does."""
    found = selectors.resource(viewer=request.actor, resource_id=resource_id)
    belongs = selectors.belongs(request.person)
    require(may_recommend(request.actor, found, belongs=belongs))
    form = WordsForm(said.dict())
    if not form.is_valid():
        raise of_form(form)

    def act() -> None:
        services.recommend(
            actor=request.person, belongs=belongs, resource=found, now=request.now, **form.cleaned_data
        )

    done_once(request, f"resources.say.{found.id}", act)
    return resource(request, resource_id)


@host.post(
    "/resources/{uuid:resource_id}/take-back",
    scope="resources:act",
    response=OneResourceOut,
    summary="Take back what you said",
)
def take_back(request: HttpRequest, resource_id: UUID) -> OneResourceOut:
    """Nothing of it is kept."""
    found = selectors.resource(viewer=request.actor, resource_id=resource_id)

    def act() -> None:
        own = selectors.own_words(request.person, found)
        if own is None:
            raise NotVisible
        services.take_back(actor=request.person, said=own)

    done_once(request, f"resources.take_back.{found.id}", act)
    return resource(request, resource_id)
