"""Who else is around a group: nearest first and the living before others, no finer than each may be shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from commonhearth.core.places.distance import Point
from commonhearth.foundation.communities.access import may_change_community
from commonhearth.foundation.communities.models import Community
from commonhearth.foundation.communities.selectors import FacePart
from commonhearth.rooms.directory import wording
from commonhearth.rooms.directory.gazetteer.lookup import FoundPlace
from commonhearth.rooms.directory.models import Listing
from commonhearth.rooms.directory.selectors.cards import Card, card_of
from commonhearth.rooms.directory.selectors.search import cards_at
from commonhearth.rooms.directory.selectors.standing import Standing

SHOWN = 6
USUAL_KM = 25


@dataclass(frozen=True, slots=True)
class Neighbours:
    """The groups around one. `measured` is False where its own place is not known or not shown."""

    cards: tuple[Card, ...]
    within_km: int
    radii: tuple[tuple[int, Any], ...]
    measured: bool
    from_town: bool
    #: Where the rest stands: a search at its place.
    more: Mapping[str, str | int]


def within_of(asked: Mapping[str, str], *, usual: int = USUAL_KM) -> int:
    """Return the kilometres that an address asks for; the usual ones for anything that is not offered."""
    given = asked.get("within", "")
    return next((radius for radius, _words in wording.RADII if str(radius) == given), usual)


def neighbours(*, viewer: Any, card: Card, within_km: int, now: datetime, most: int = SHOWN) -> Neighbours:
    """Return the groups around a listing. One query.

    A refuge counts as in the middle of its town, as seen from others and when others are seen from it:
    nothing finer is stored (core.places.shelter).
    """
    place = card.town if card.precision == "town" or card.lat is None else f"{card.lat:.5f}, {card.lon:.5f}"
    more: dict[str, str | int] = {"place": place, "within": within_km} if place else {}
    around: tuple[Card, ...] = ()
    if card.lat is not None and card.lon is not None:
        around = _around(card.id, Point(card.lat, card.lon), within_km, now, most)
    return Neighbours(
        cards=around,
        within_km=within_km,
        radii=tuple(wording.RADII),
        measured=card.lat is not None,
        from_town=card.precision == "town",
        more=more,
    )


def part_of_face(
    community: Community, viewer: Any, asked: Mapping[str, str], now: datetime
) -> FacePart | None:
    """Return the neighbours for a community's own page, and the way to what it is compared by."""
    row = Listing.objects.select_related("source", "community").filter(community=community).first()
    if row is None:
        return None
    card = card_of(row, today=now.date())
    within = within_of(asked)
    near = neighbours(viewer=viewer, card=card, within_km=within, now=now)
    return FacePart(
        "directory/_face.html",
        {"near": near, "card": card, "may_describe": may_change_community(viewer)},
    )


def _around(own: UUID, centre: Point, within_km: int, now: datetime, most: int) -> tuple[Card, ...]:
    here = FoundPlace("", "", "", centre, "")
    _, ranks = Standing(now.date(), here, within_km).page(most + 1)
    return tuple(card for card in cards_at(ranks, now.date()) if card.id != own)[:most]
