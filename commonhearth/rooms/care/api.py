"""Looking after each other, for programs: hours on duty, offers and company, stepping back, what a circle needs.

What somebody reports, plans, hands over or wants if they go quiet is sealed, and what follows from a report is
between people: all of that has no API, nor have hidden circles.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import HttpRequest
from pydantic import Field

from commonhearth.foundation.access import NotVisible, require
from commonhearth.foundation.api.problems import of_form
from commonhearth.foundation.api.routers import Router, acted_once, done_once, next_page
from commonhearth.foundation.api.schemas import After, Clock, Day, In, Out, Page, Shown
from commonhearth.foundation.circles.access import member_here
from commonhearth.foundation.circles.api.shapes import here_for
from commonhearth.foundation.communities.access import may_see_community
from commonhearth.foundation.members import services as membering
from commonhearth.rooms.care import selectors, services
from commonhearth.rooms.care.access.cases import may_keep_hours, may_report
from commonhearth.rooms.care.access.supporting import may_ask_for_buddy, may_offer, may_see_offers
from commonhearth.rooms.care.forms.supporting import MOST, OfferForm
from commonhearth.rooms.care.selectors import stepping as lacking
from commonhearth.rooms.care.selectors import supporting
from commonhearth.rooms.care.services import stepping
from commonhearth.rooms.care.services import supporting as offering
from commonhearth.rooms.care.wording import measures as wording

router = Router("care")
Weekday = Annotated[int, Field(ge=0, le=6)]
Words = Annotated[Shown, Field(max_length=200)]


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


class OfferOut(Out):
    id: UUID
    #: By their name in the community.
    by_name: str
    for_newcomers: bool
    to_listen: bool
    times: str
    ways: str
    would_like: str
    #: False says “not just now”, and nothing more.
    has_room: bool
    you_may_ask: bool


class OwnOfferOut(Out):
    for_newcomers: bool
    to_listen: bool
    times: str
    ways: str
    would_like: str
    #: You alone read how many you would carry at one time, and when you rest.
    cap: int
    rest_from: date | None
    rest_until: date | None


class OwnOfferIn(In):
    for_newcomers: bool = False
    to_listen: bool = False
    times: Words = ""
    ways: Words = ""
    #: Needed where something is offered: nobody here is only a helper.
    would_like: Words = ""
    cap: Annotated[int, Field(ge=0, le=MOST)]
    rest_from: Day | None = None
    rest_until: Day | None = None


class PairOut(Out):
    id: UUID
    #: The other of the two, by their name in the community.
    name: str
    #: You are the newcomer of the two.
    you_are_new: bool
    #: Since both said yes; null while one of you is asked.
    agreed: datetime | None


class AskedPairOut(Out):
    id: UUID


class YesNoIn(In):
    yes: bool


class SteppedOut(Out):
    #: Null: you are here.
    since: datetime | None


class NeedOut(Out):
    id: UUID
    circle: UUID
    office: str
    #: Your circle's own need; otherwise a neighbour's that asks yours.
    yours: bool


class OneNeedOut(NeedOut):
    circle_name: str
    #: without, move, neighbour, or nothing yet.
    way: str
    said_by_name: str
    asked_name: str
    helper_name: str
    over: datetime | None


class SettleIn(In):
    way: Literal["without", "move", "neighbour"]
    #: Which circle is asked: open or by invitation, and not everyone's.
    neighbour: UUID | None = None


def _inside(request: HttpRequest) -> None:
    if not may_see_offers(request.actor):
        raise NotVisible


# --- Hours on duty -----------------------------------------------------------------------------------
@router.get("/care/duty", scope="care:read", response=DutyOut, summary="Who is there when")
def duty(request: HttpRequest) -> DutyOut:
    """Those who look at what isn’t right, with the hours they stated; without people kept apart from you."""
    _inside(request)
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
    _inside(request)
    require(may_keep_hours(request.actor))
    found = selectors.own_hours(request.actor)
    return [HoursOut(id=one.id, weekday=one.weekday, starts=one.starts, ends=one.ends) for one in found]


@router.post(
    "/care/hours", scope="care:act", response=list[HoursOut], summary="Say when you mean to be there"
)
def state_hours(request: HttpRequest, said: HoursIn) -> list[HoursOut]:
    """Everybody here sees these hours; nobody is promised more. The same start again moves the end."""
    _inside(request)
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
    _inside(request)
    require(may_keep_hours(request.actor))

    def act() -> None:
        found = next((one for one in selectors.own_hours(request.actor) if one.id == hours_id), None)
        if found is None:
            raise NotVisible
        services.take_back_hours(actor=request.actor, hours=found)

    done_once(request, f"care.hours_back.{hours_id}", act)
    return hours(request)


# --- Offers and company ------------------------------------------------------------------------------
@router.get(
    "/care/offers", scope="care:read", response=Page[OfferOut], summary="What members offer each other"
)
def offers(request: HttpRequest, after: After = "") -> dict[str, Any]:
    """Company in the first weeks, listening. Who rests or has stepped back is not there."""
    _inside(request)
    found, more = supporting.offers(request.actor, now=request.now, after=after)
    has_one = supporting.company_of(member_here(request.actor)).mine is not None
    items = [
        OfferOut(
            id=one.offer.id,
            by_name=one.name,
            for_newcomers=one.offer.for_newcomers,
            to_listen=one.offer.to_listen,
            times=one.offer.times,
            ways=one.offer.ways,
            would_like=one.offer.would_like,
            has_room=one.has_room,
            you_may_ask=bool(
                may_ask_for_buddy(request.actor, one.offer, has_one=has_one, has_room=one.has_room)
            ),
        )
        for one in found
    ]
    return {"items": items, "next": next_page(request, more)}


@router.get("/care/offer", scope="care:read", response=OwnOfferOut, summary="What you offer and would like")
def own_offer(request: HttpRequest) -> OwnOfferOut:
    """And how much you carry, which you alone read."""
    _inside(request)
    offer, load = supporting.own_offer(member_here(request.actor))
    form = OfferForm()
    said = {
        name: getattr(offer, name, form.fields[name].initial or "")
        for name in ("times", "ways", "would_like")
    }
    return OwnOfferOut(
        **said,
        for_newcomers=bool(offer and offer.for_newcomers),
        to_listen=bool(offer and offer.to_listen),
        cap=load.cap if load else form.fields["cap"].initial,
        rest_from=load and load.rest_from,
        rest_until=load and load.rest_until,
    )


@router.post(
    "/care/offer", scope="care:act", response=OwnOfferOut, summary="Say what you offer and would like"
)
def set_offer(request: HttpRequest, said: OwnOfferIn) -> OwnOfferOut:
    """Others read what you offer; how much you carry and when you rest stays yours."""
    _inside(request)
    require(may_offer(request.actor))
    form = OfferForm(said.dict())
    if not form.is_valid():
        raise of_form(form)
    done_once(
        request,
        "care.offer",
        lambda: offering.set_offer(actor=member_here(request.actor), now=request.now, **form.cleaned_data),
    )
    return own_offer(request)


@router.post(
    "/care/offers/{uuid:buddy_offer_id}/ask",
    scope="care:act",
    response={201: AskedPairOut},
    summary="Ask for company in your first weeks",
)
def ask_for_buddy(request: HttpRequest, buddy_offer_id: UUID) -> dict[str, Any]:
    """They say yes, or not just now."""
    _inside(request)
    offer = supporting.offer_in_reach(request.actor, buddy_offer_id)

    def act() -> dict[str, str]:
        made = offering.ask_for_buddy(actor=member_here(request.actor), offer=offer, now=request.now)
        return {"id": str(made.id)}

    return acted_once(request, f"care.ask.{offer.id}", act)


@router.get("/care/company", scope="care:read", response=list[PairOut], summary="Who is there for whom")
def company(request: HttpRequest) -> list[PairOut]:
    """Your buddy or whom you asked, and whom you are one for or are asked by."""
    _inside(request)
    own = supporting.company_of(member_here(request.actor))
    mine = [(own.mine, own.mine.buddy, True)] if own.mine else []
    return [
        PairOut(id=pair.id, name=str(other), you_are_new=new, agreed=pair.agreed)
        for pair, other, new in [*mine, *((pair, pair.newcomer, False) for pair in own.others)]
    ]


@router.post(
    "/care/company/{uuid:pair_id}", scope="care:act", response=list[PairOut], summary="Answer who asks you"
)
def answer_buddy(request: HttpRequest, pair_id: UUID, said: YesNoIn) -> list[PairOut]:
    """Yes, or not just now; no reason is asked."""
    _inside(request)

    def act() -> None:
        pair = supporting.pair_in_reach(request.actor, pair_id)
        offering.answer_buddy(actor=member_here(request.actor), pair=pair, yes=said.yes, now=request.now)

    done_once(request, f"care.answer.{pair_id}", act)
    return company(request)


@router.post(
    "/care/company/{uuid:pair_id}/end",
    scope="care:act",
    response=list[PairOut],
    summary="End it, or take it back",
)
def end_buddies(request: HttpRequest, pair_id: UUID) -> list[PairOut]:
    """Without a reason. The other hears that, and nothing else."""
    _inside(request)

    def act() -> None:
        pair = supporting.pair_in_reach(request.actor, pair_id)
        offering.end_buddies(actor=request.actor, pair=pair, now=request.now)

    done_once(request, f"care.end.{pair_id}", act)
    return company(request)


# --- Stepping back, and what a circle does meanwhile --------------------------------------------------
@router.get(
    "/me/stepped-back", scope="care:read", response=SteppedOut, summary="Whether you have stepped back"
)
def stepped_back(request: HttpRequest) -> SteppedOut:
    """From everything that you hold, for a while."""
    _inside(request)
    return SteppedOut(since=member_here(request.actor).stepped_back)


@router.post("/me/step-back", scope="care:act", response=SteppedOut, summary="Step back")
def step_back(request: HttpRequest) -> SteppedOut:
    """With one press: what you hold passes on for the while. No reason is asked."""
    _inside(request)
    done_once(request, "care.step_back", lambda: membering.step_back(actor=request.actor, now=request.now))
    request.actor.refresh_from_db()
    return stepped_back(request)


@router.post("/me/here-again", scope="care:act", response=SteppedOut, summary="Take up again")
def step_up(request: HttpRequest) -> SteppedOut:
    """What was kept for you is yours again."""
    _inside(request)
    done_once(request, "care.step_up", lambda: membering.step_up(actor=request.actor, now=request.now))
    request.actor.refresh_from_db()
    return stepped_back(request)


@router.get(
    "/circles/{uuid:circle_id}/needs",
    scope="care:read",
    response=list[NeedOut],
    summary="What a circle needs",
)
def needs(request: HttpRequest, circle_id: UUID) -> list[NeedOut]:
    """For its own people: roles that nobody holds just now, and neighbours that ask it for someone."""
    circle = here_for(request, circle_id)
    lacking.circle_to_hand_over(request.actor, circle.id, now=request.now)
    return [
        NeedOut(id=one.id, circle=one.circle_id, office=one.office, yours=one.circle_id == circle.id)
        for one in lacking.needs_in(request.actor, circle)
    ]


def _need(request: HttpRequest, need_id: UUID) -> lacking.NeedSeen:
    seen = lacking.need_seen(request.actor, need_id, now=request.now)
    if seen.need.circle.is_hidden:
        raise NotVisible
    return seen


@router.get("/needs/{uuid:need_id}", scope="care:read", response=OneNeedOut, summary="A circle needs someone")
def need(request: HttpRequest, need_id: UUID) -> OneNeedOut:
    """For what, and what it does meanwhile."""
    seen = _need(request, need_id)
    row = seen.need
    return OneNeedOut(
        id=row.id,
        circle=row.circle_id,
        office=row.office,
        yours=seen.mine,
        circle_name=seen.circle,
        way=row.way,
        said_by_name=seen.said_by,
        asked_name=seen.asked if seen.mine else "",
        helper_name=seen.helper,
        over=row.over,
    )


@router.post(
    "/needs/{uuid:need_id}", scope="care:act", response=OneNeedOut, summary="Say what the circle does"
)
def settle(request: HttpRequest, need_id: UUID, said: SettleIn) -> OneNeedOut:
    """Meet without, move it, or ask a neighbour circle. It can be said anew."""
    seen = _need(request, need_id)
    neighbour = None
    if said.way == "neighbour":
        asked = lacking.neighbours_of(request.actor, seen.need.circle)
        neighbour = next((one for one in asked if one.id == said.neighbour), None)

    def act() -> None:
        stepping.settle(
            actor=request.actor, need=seen.need, way=said.way, neighbour=neighbour, now=request.now
        )

    done_once(request, f"care.settle.{need_id}", act)
    return need(request, need_id)


@router.post("/needs/{uuid:need_id}/come", scope="care:act", response=OneNeedOut, summary="You can come")
def come(request: HttpRequest, need_id: UUID) -> OneNeedOut:
    """From a neighbour circle that was asked. They see your name in the community."""
    seen = _need(request, need_id)
    done_once(
        request,
        f"care.come.{need_id}",
        lambda: stepping.come_to_help(actor=request.actor, need=seen.need, now=request.now),
    )
    return need(request, need_id)
