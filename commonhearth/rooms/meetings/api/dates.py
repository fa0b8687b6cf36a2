"""What is ahead, one date, whether one comes; and what is open to all."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from django.http import HttpRequest

from commonhearth.foundation.access import NotVisible, require
from commonhearth.foundation.api.problems import unfit
from commonhearth.foundation.api.routers import done_once, next_page
from commonhearth.foundation.api.schemas import PAGE, After, Limit, Page
from commonhearth.foundation.circles.access import may_see_circle
from commonhearth.foundation.circles.api.shapes import read_for
from commonhearth.foundation.circles.selectors import as_actor
from commonhearth.kit import sentences
from commonhearth.rooms.meetings import selectors, services
from commonhearth.rooms.meetings.access import may_answer, may_answer_for
from commonhearth.rooms.meetings.api.shapes import (
    AnswerDateIn,
    DateOut,
    OneDateOut,
    OpenDateOut,
    date_here,
    router,
)


def inside(request: HttpRequest) -> None:
    if not getattr(request.actor, "is_inside", False):
        raise NotVisible


def _open(seen: selectors.Seen) -> OpenDateOut:
    row, series = seen.meeting, seen.series
    told = series.place_for == "all"
    return OpenDateOut(
        id=row.id,
        title=seen.title,
        kind=series.kind,
        starts=row.starts,
        ends=row.ends,
        zone=series.zone,
        cancelled=row.cancelled is not None,
        about=seen.words["about"],
        led_by=seen.words["led_by"],
        costs=seen.words["costs"],
        known=seen.words["known"],
        place=seen.place if told else seen.words["district"],
        hello_first=not told,
        online=series.online is not None,
        access=series.access,
        access_words=seen.words["access_words"],
    )


def date_out(request: HttpRequest, seen: selectors.Seen) -> dict[str, Any]:
    row, series = seen.meeting, seen.series
    return {
        "id": row.id,
        "series": series.id,
        "circle": row.circle_id if may_see_circle(request.actor, row.circle) else None,
        "title": seen.title,
        "kind": series.kind,
        "doors": series.doors,
        "starts": row.starts,
        "ends": row.ends,
        "zone": series.zone,
        "cancelled": row.cancelled is not None,
        "moved": row.moved,
        "place": seen.place,
        "online": series.online is not None,
        "you": seen.own.answer if seen.own else "",
        "you_wait": bool(seen.own and seen.own.waiting),
    }


@router.get("/meetings/open", scope=None, response=Page[OpenDateOut], summary="What anybody may come to")
def open_to_all(request: HttpRequest, after: After = "", limit: Limit = PAGE) -> dict[str, Any]:
    """Soonest first. The exact place only where everybody is told it; never who comes, never the way in online."""
    if not request.community.public_page and not getattr(request.actor, "is_inside", False):
        raise NotVisible
    found = selectors.meetings_page(
        request.actor, now=request.now, after=after, of_hidden=False, open_to_all=True, size=limit
    )
    return {"items": [_open(seen) for seen in found.dates], "next": next_page(request, found.more)}


@router.get("/meetings", scope="meetings:read", response=Page[DateOut], summary="What meets next")
def ahead(
    request: HttpRequest,
    circle: UUID | None = None,
    mine: bool = False,
    after: After = "",
    limit: Limit = PAGE,
) -> dict[str, Any]:
    """What you may come to, soonest first; of one circle, or only what you said yes or perhaps to, where asked."""
    inside(request)
    found = selectors.meetings_page(
        request.actor,
        now=request.now,
        circle_id=read_for(request, circle).id if circle else None,
        after=after,
        mine=mine,
        of_hidden=False,
        size=limit,
    )
    return {
        "items": [DateOut(**date_out(request, seen)) for seen in found.dates],
        "next": next_page(request, found.more),
    }


@router.get("/meetings/{uuid:meeting_id}", scope="meetings:read", response=OneDateOut, summary="One date")
def one_date(request: HttpRequest, meeting_id: UUID) -> OneDateOut:
    """What, when, where, how many come; who, where the page says so."""
    inside(request)
    seen = date_here(request, meeting_id)
    who = selectors.who_comes(request.actor, seen.meeting)
    return OneDateOut(
        **date_out(request, seen),
        about=seen.words["about"],
        led_by=seen.words["led_by"],
        costs=seen.words["costs"],
        known=seen.words["known"],
        access=seen.series.access,
        access_words=seen.words["access_words"],
        bringing=seen.own.bringing if seen.own else 0,
        places_left=who.left,
        heads=who.heads,
        waiting=who.waiting,
        named=who.named,
        coming=who.coming,
        perhaps=who.perhaps,
    )


@router.post(
    "/meetings/{uuid:meeting_id}/answer",
    scope="meetings:act",
    response=OneDateOut,
    summary="Say whether you come",
)
def say_coming(request: HttpRequest, meeting_id: UUID, said: AnswerDateIn) -> OneDateOut:
    """Until it starts; no reason is asked. Where all places are taken you wait for one, and are told.

    What you need to take part is said on the page: it is sealed, and stays as it is.
    """
    inside(request)
    seen = date_here(request, meeting_id)
    require(may_answer(request.actor, seen.meeting, now=request.now))

    def act() -> None:
        services.answer(
            actor=request.actor,
            meeting=seen.meeting,
            says=said.answer,
            bringing=said.bringing,
            now=request.now,
        )

    with _told_how_many_are_left():
        done_once(request, f"meetings.answer.{seen.id}", act)
    return one_date(request, meeting_id)


@router.post(
    "/meetings/{uuid:meeting_id}/for/{uuid:membership_id}",
    scope="meetings:act",
    response={204: None},
    summary="Say it for somebody without a sign-in",
)
def say_for(request: HttpRequest, meeting_id: UUID, membership_id: UUID, said: AnswerDateIn) -> None:
    """Who chose you to write for them. It stands there as theirs, written by you."""
    inside(request)
    seen = date_here(request, meeting_id)
    spoken_for = selectors.spoken_for(request.actor, seen.meeting)
    place = next((one for one in spoken_for if one.id == membership_id), None)
    if place is None:
        raise NotVisible
    person = as_actor(place.member, now=request.now)
    require(may_answer_for(request.actor, person, seen.meeting, now=request.now))

    def act() -> None:
        services.answer_for(
            actor=request.actor,
            member=person,
            meeting=seen.meeting,
            says=said.answer,
            bringing=said.bringing,
            now=request.now,
        )

    with _told_how_many_are_left():
        done_once(request, f"meetings.answer_for.{place.id}", act)


@contextmanager
def _told_how_many_are_left() -> Iterator[None]:
    try:
        yield
    except services.NoPlaceLeft as full:
        raise unfit(
            "/bringing", "meetings_too_many", sentences.say("meetings_too_many", {"left": full.left})
        ) from None
