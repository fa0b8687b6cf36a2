"""Who is there when, hours of one's own, and what happened in a year."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated
from uuid import UUID

from django.http import HttpRequest
from pydantic import Field

from commonhearth.foundation.access import NotVisible, require
from commonhearth.foundation.api.routers import done_once
from commonhearth.foundation.api.schemas import Clock, In, Out
from commonhearth.foundation.communities.access import may_see_community
from commonhearth.rooms.care import selectors, services
from commonhearth.rooms.care.access.cases import may_keep_hours, may_report
from commonhearth.rooms.care.api.doors import inside, router
from commonhearth.rooms.care.wording import measures as wording

Weekday = Annotated[int, Field(ge=0, le=6)]


class HoursOut(Out):
    id: UUID
    #: 0 is Monday.
    weekday: int
    #: By the community's clock; an earlier end means the next day.
    starts: Clock
    ends: Clock


class HoursIn(In):
    weekday: Weekday
    starts: Clock
    ends: Clock


class DutyHoursOut(Out):
    weekday: int
    starts: Clock
    ends: Clock


class OnDutyOut(Out):
    #: By their name in the community.
    name: str
    hours: list[DutyHoursOut]
    there_now: bool


class DutyOut(Out):
    people: list[OnDutyOut]
    #: When somebody is there next; null where no hours are stated.
    again: datetime | None
    #: Whether anybody is there at night: none, some or all of the nights.
    nights: str


class YearOut(Out):
    year: int
    #: How often each happened; null says fewer than five, or too few beside it.
    counts: dict[str, int | None]


@router.get("/care/duty", scope="care:read", response=DutyOut, summary="Who is there when")
def duty(request: HttpRequest) -> DutyOut:
    """Those who look at what isn’t right, with the hours they stated; without people kept apart from you."""
    inside(request)
    require(may_report(request.actor))
    found = selectors.duty_for(request.actor, now=request.now, time_zone=request.community.time_zone)
    return DutyOut(
        people=[
            OnDutyOut(
                name=str(one.member),
                hours=[
                    DutyHoursOut(weekday=part.weekday, starts=part.starts, ends=part.ends)
                    for part in one.hours
                ],
                there_now=one.now,
            )
            for one in found.people
        ],
        again=found.again,
        nights=found.nights,
    )


@router.get("/care/years", scope=None, response=list[YearOut], summary="What happened in a year")
def years(request: HttpRequest) -> list[YearOut]:
    """How often something was looked at, in years that are over; never a number so small that it tells of somebody."""
    if not may_see_community(request.actor, request.community):
        raise NotVisible
    found = selectors.years(now=request.now, codes=wording.YEARS)
    return [YearOut(year=one.year, counts=dict(one.counts)) for one in found]


@router.get("/care/hours", scope="care:read", response=list[HoursOut], summary="Hours you stated")
def hours(request: HttpRequest) -> list[HoursOut]:
    """When you mean to be there for others, if you are on duty."""
    inside(request)
    require(may_keep_hours(request.actor))
    found = selectors.own_hours(request.actor)
    return [HoursOut(id=one.id, weekday=one.weekday, starts=one.starts, ends=one.ends) for one in found]


@router.post(
    "/care/hours", scope="care:act", response=list[HoursOut], summary="Say when you mean to be there"
)
def state_hours(request: HttpRequest, said: HoursIn) -> list[HoursOut]:
    """Everybody here sees these hours; nobody is promised more. The same start again moves the end."""
    inside(request)
    require(may_keep_hours(request.actor))
    done_once(
        request,
        "care.hours",
        lambda: services.state_hours(actor=request.actor, now=request.now, **said.dict()),
    )
    return hours(request)


@router.post(
    "/care/hours/{uuid:hours_id}/back", scope="care:act", response=list[HoursOut], summary="Take hours back"
)
def take_hours_back(request: HttpRequest, hours_id: UUID) -> list[HoursOut]:
    """At once, without a reason."""
    inside(request)
    require(may_keep_hours(request.actor))

    def act() -> None:
        found = next((one for one in selectors.own_hours(request.actor) if one.id == hours_id), None)
        if found is None:
            raise NotVisible
        services.take_back_hours(actor=request.actor, hours=found)

    done_once(request, f"care.hours_back.{hours_id}", act)
    return hours(request)
