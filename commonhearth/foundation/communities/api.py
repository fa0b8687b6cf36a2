"""A community's public page, and writing to it."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.http import HttpRequest

from commonhearth.foundation import throttle
from commonhearth.foundation.access import NotVisible
from commonhearth.foundation.api.problems import Problem
from commonhearth.foundation.api.routers import Router, acted_once
from commonhearth.foundation.api.schemas import Address, In, Name, Out, Text
from commonhearth.foundation.communities import selectors, services
from commonhearth.foundation.communities.access import may_see_community

router = Router("communities")


class PlaceOut(Out):
    words: str
    latitude: float | None
    longitude: float | None
    precision: str


class CommunityOut(Out):
    """What anybody reads on the community's page."""

    id: UUID
    slug: str
    name: str
    kind: str
    purpose: str
    for_whom: str
    place: PlaceOut
    country: str
    languages: list[str]
    decides_by: str
    cost: str
    joining: str
    stage: int
    admission: str
    open_to_members: bool
    lowest_age: int
    joining_questions: list[str]
    for_journalists: str
    for_relatives: str
    next_open_meeting: str | None
    answers_letters: bool


class LetterIn(In):
    name: Name
    reply_to: Address
    message: Text


class LetterOut(Out):
    answer_by: date


@router.get("", scope=None, response=CommunityOut, summary="A community’s public page")
def community(request: HttpRequest) -> CommunityOut:
    """What the community says of itself. Where it shows no public page, only its own people find it."""
    if not may_see_community(request.actor, request.community):
        raise NotVisible
    face = selectors.face_of(request.community, viewer=request.actor, now=request.now)
    here = face["community"]
    return CommunityOut(
        id=here.id,
        slug=here.slug,
        name=here.name,
        kind=here.community_kind,
        purpose=here.purpose,
        for_whom=here.for_whom,
        place=PlaceOut(
            words=face["place"].words,
            latitude=face["place"].latitude,
            longitude=face["place"].longitude,
            precision=face["place"].precision,
        ),
        country=here.country,
        languages=here.languages,
        decides_by=here.decides_by,
        cost=here.cost,
        joining=here.joining,
        stage=here.stage,
        admission=here.admission,
        open_to_members=here.open_to_members,
        lowest_age=here.lowest_age,
        joining_questions=here.joining_questions,
        for_journalists=here.for_journalists,
        for_relatives=here.for_relatives,
        next_open_meeting=face["meeting"],
        answers_letters=bool(face["may_write"]),
    )


@router.post("/letters", scope="letters:act", response={201: LetterOut}, summary="Write to the community")
def write(request: HttpRequest, letter: LetterIn) -> dict[str, str]:
    """A letter to those who have agreed to answer. Neither side sees the other’s address."""
    if not may_see_community(request.actor, request.community):
        raise NotVisible
    if not throttle.hit(request, "reach_out", limit=5, seconds=3600, key=str(request.token.id)):
        raise Problem(429, "too_often", headers={"Retry-After": "3600"})

    def act() -> dict[str, str]:
        made = services.reach_out(
            actor=request.actor, community=request.community, now=request.now, **letter.dict()
        )
        return {"answer_by": made.answer_by.date().isoformat()}

    return acted_once(request, "reach_out", act)
