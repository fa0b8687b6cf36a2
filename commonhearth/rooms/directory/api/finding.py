"""The directory: finding what is near a place, by words and kind, and one listing. For everybody."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import HttpRequest
from pydantic import Field

from commonhearth.foundation.api.problems import unfit
from commonhearth.foundation.api.routers import Router, next_page
from commonhearth.foundation.api.schemas import After, Asked, Out
from commonhearth.rooms.directory import selectors, wording
from commonhearth.rooms.directory.selectors.open_meetings import open_meetings_near

host = Router("directory")
Kilometres = Annotated[float, Field(ge=1, le=500)]
Limit = Annotated[int, Field(ge=1, le=50)]
Kind = Literal[tuple(wording.KINDS)]  # type: ignore[valid-type]


class IdentifierOut(Out):
    scheme: str
    value: str


class CardOut(Out):
    """A listing at a glance. Place and distance are no finer than it may be shown."""

    id: UUID
    name: str
    kind: str
    summary: str
    activities: list[str]
    town: str
    region: str
    country: str
    latitude: float | None
    longitude: float | None
    precision: str
    distance_km: float | None
    #: measured, from-town (to the middle of its town), in-town, or nothing.
    distance_is: str
    #: What is known of whether it still exists, as a code and in words.
    state: str
    living: str
    since: date | None
    said: str
    website: str
    website_doubt: str
    phone: str
    open_to_members: bool | None
    sheltered: bool
    #: The community's address on this host, or empty.
    community: str
    #: Where the record comes from, under which licence, as of when: to be shown wherever it is shown.
    source: str
    licence: str
    licence_url: str
    attribution: str
    as_of: date | None


class FoundPlaceOut(Out):
    label: str
    country: str
    latitude: float | None
    longitude: float | None


class ResultsOut(Out):
    items: list[CardOut]
    next: str | None
    total: int
    any_living: bool
    place: FoundPlaceOut | None
    #: Words that were read differently, as typed and as read.
    respelt: list[list[str]]


class SuccessorOut(Out):
    name: str
    id: UUID | None


class CheckOut(Out):
    how: str
    on: date
    until: date | None


class ListingOut(CardOut):
    description: str
    street: str
    postcode: str
    identifiers: list[IdentifierOut]
    carried_on_by: list[SuccessorOut]
    carries_on: list[SuccessorOut]
    checked: list[CheckOut]


class NearMeetingOut(Out):
    """A date that anybody may come to, as whoever looks near a place is told of it."""

    meeting: UUID
    title: str
    starts: datetime
    ends: datetime
    #: On the clock of which place it is.
    zone: str
    #: No more exactly than everybody is told.
    place: str
    online: bool
    community_name: str
    #: To where the community is shown; null online.
    distance_km: float | None
    precision: str
    #: Its page: what to expect, adding it to a calendar, saying hello.
    page: str


def _card(card: selectors.Card) -> dict[str, Any]:
    return {
        "id": card.id,
        "name": card.name,
        "kind": card.kind,
        "summary": card.summary,
        "activities": list(card.activities),
        "town": card.town,
        "region": card.region,
        "country": card.country,
        "latitude": card.lat,
        "longitude": card.lon,
        "precision": card.precision,
        "distance_km": card.distance_km,
        "distance_is": card.distance_is,
        "state": card.state,
        "living": card.living,
        "since": card.since,
        "said": str(card.freshness_text),
        "website": card.website,
        "website_doubt": str(card.website_doubt),
        "phone": card.phone,
        "open_to_members": card.open_to_members,
        "sheltered": card.sheltered,
        "community": card.community_slug,
        "source": card.source_title,
        "licence": card.licence,
        "licence_url": card.licence_url,
        "attribution": card.attribution,
        "as_of": card.as_of,
    }


@host.get("/directory", scope=None, response=ResultsOut, summary="Find groups")
def search(
    request: HttpRequest,
    place: Asked = "",
    within: Kilometres = 25,
    words: Asked = "",
    kind: Kind | None = None,  # type: ignore[valid-type]
    open: bool = False,
    after: After = "",
    limit: Limit = 20,
) -> dict[str, Any]:
    """Near a place (a town or a postcode), by words, by kind, only those that take people in.

    Living groups stand before those of which nobody knows, as on the page.
    """
    answer = selectors.find_place(place) if place.strip() else None
    if answer is not None and answer.chosen is None:
        raise unfit("query/place", "no_such_place", wording.SENTENCES["unknown_town"])
    chosen = answer.chosen if answer else None
    asked = selectors.Asked(place=chosen, radius_km=within, words=words, kind=kind or "", open_only=open)
    found = selectors.search(viewer=request.actor, asked=asked, now=request.now, after=after, size=limit)
    point = chosen.point if chosen else None
    return {
        "items": [CardOut(**_card(card)) for card in found.rows],
        "next": next_page(request, found.next),
        "total": found.total,
        "any_living": found.any_living,
        "place": chosen
        and FoundPlaceOut(
            label=chosen.label,
            country=chosen.country,
            latitude=point.lat if point else None,
            longitude=point.lon if point else None,
        ),
        "respelt": [list(pair) for pair in found.respelt],
    }


@host.get("/directory/{uuid:listing_id}", scope=None, response=ListingOut, summary="One listing")
def listing(request: HttpRequest, listing_id: UUID) -> ListingOut:
    """What is known, since when, from where; who carries on where it has stopped."""
    found = selectors.listing(viewer=request.actor, listing_id=listing_id, now=request.now)
    return ListingOut(
        **_card(found.card),
        description=found.description,
        street=found.street,
        postcode=found.postcode,
        identifiers=[IdentifierOut(scheme=scheme, value=value) for scheme, value in found.card.identifiers],
        carried_on_by=[SuccessorOut(name=one.name, id=one.id) for one in found.successors],
        carries_on=[SuccessorOut(name=one.name, id=one.id) for one in found.carries_on],
        checked=[CheckOut(how=str(one.how_text), on=one.on, until=one.until) for one in found.verifications],
    )


@host.get(
    "/open-meetings",
    scope=None,
    response=list[NearMeetingOut],
    summary="What anybody may come to near a place",
)
def open_meetings(request: HttpRequest, place: Asked, within: Kilometres = 25) -> list[NearMeetingOut]:
    """The next five, of each series its next date: soonest first, those near before those online."""
    answer = selectors.find_place(place) if place.strip() else None
    if answer is None or answer.chosen is None:
        raise unfit("query/place", "no_such_place", wording.SENTENCES["unknown_town"])
    return [
        NearMeetingOut(
            meeting=one.meeting,
            title=one.title,
            starts=one.starts,
            ends=one.ends,
            zone=one.zone,
            place=one.where,
            online=one.online,
            community_name=one.community,
            distance_km=one.distance_km,
            precision=one.precision,
            page=one.url,
        )
        for one in open_meetings_near(place=answer.chosen, radius_km=within, now=request.now)
    ]
