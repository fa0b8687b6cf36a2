"""What members offer each other, and who is there for whom in the first weeks."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest
from pydantic import Field

from commonhearth.foundation.access import require
from commonhearth.foundation.api.problems import of_form
from commonhearth.foundation.api.routers import acted_once, done_once, next_page
from commonhearth.foundation.api.schemas import After, Day, In, Out, Page, Shown
from commonhearth.foundation.circles.access import member_here
from commonhearth.rooms.care.access.supporting import may_ask_for_buddy, may_offer
from commonhearth.rooms.care.api.doors import inside, router
from commonhearth.rooms.care.forms.supporting import MOST, OfferForm
from commonhearth.rooms.care.selectors import supporting
from commonhearth.rooms.care.services import supporting as offering

Words = Annotated[Shown, Field(max_length=200)]


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


@router.get(
    "/care/offers", scope="care:read", response=Page[OfferOut], summary="What members offer each other"
)
def offers(request: HttpRequest, after: After = "") -> dict[str, Any]:
    """Company in the first weeks, listening. Who rests or has stepped back is not there."""
    inside(request)
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
    inside(request)
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
    inside(request)
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
    inside(request)
    offer = supporting.offer_in_reach(request.actor, buddy_offer_id)

    def act() -> dict[str, str]:
        made = offering.ask_for_buddy(actor=member_here(request.actor), offer=offer, now=request.now)
        return {"id": str(made.id)}

    return acted_once(request, f"care.ask.{offer.id}", act)


@router.get("/care/company", scope="care:read", response=list[PairOut], summary="Who is there for whom")
def company(request: HttpRequest) -> list[PairOut]:
    """Your buddy or whom you asked, and whom you are one for or are asked by."""
    inside(request)
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
    inside(request)

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
    inside(request)

    def act() -> None:
        pair = supporting.pair_in_reach(request.actor, pair_id)
        offering.end_buddies(actor=request.actor, pair=pair, now=request.now)

    done_once(request, f"care.end.{pair_id}", act)
    return company(request)
