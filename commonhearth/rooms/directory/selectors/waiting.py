"""Cards of what is being started, and somebody's own "tell me"."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from functools import reduce
from operator import or_
from typing import Any
from uuid import UUID

from django.db.models import Q

from commonhearth.core.places.distance import Point, box_around, great_circle_km
from commonhearth.rooms.directory import tokens, wording
from commonhearth.rooms.directory.models import BeingStarted, TellMe


@dataclass(frozen=True, slots=True)
class StartedCard:
    """A card: somebody is starting a group in this town. Who they are stays with the house."""

    id: UUID
    called: str
    town: str
    country: str
    purpose: str
    kind: str
    kind_label: Any
    distance_km: float | None
    shown_until: date
    mine: bool


@dataclass(frozen=True, slots=True)
class TellMeView:
    """What somebody asked to be told of, for the pages behind the links in their mails."""

    place: str
    radius_km: int
    words: str
    kind_label: Any
    confirmed: bool
    ended: bool
    asked_to_meet: bool
    meet_answer: bool | None


def being_started_near(
    *, viewer: Any, place: Point, radius_km: float, now: datetime, most: int = 10
) -> tuple[StartedCard, ...]:
    """Return the cards around a place, nearest first."""
    box = box_around(place, radius_km)
    spans = reduce(or_, (Q(longitude__range=span) for span in box.spans()))
    rows = BeingStarted.objects.filter(
        spans, latitude__range=(box.south, box.north), ended=None, shown_until__gte=now.date()
    )
    cards = [
        _card(row, viewer, great_circle_km(place, Point(row.latitude, row.longitude)))
        for row in rows.order_by("created", "id")[:200]
    ]
    near = [card for card in cards if card.distance_km is not None and card.distance_km <= radius_km]
    return tuple(sorted(near, key=lambda card: (card.distance_km, str(card.id))))[:most]


def my_being_started(*, person: Any, now: datetime) -> tuple[StartedCard, ...]:
    """Return the cards that a person shows now."""
    rows = BeingStarted.objects.filter(person_id=person.id, ended=None, shown_until__gte=now.date())
    return tuple(_card(row, person, None) for row in rows.order_by("created", "id"))


def being_started(*, viewer: Any, card_id: UUID, now: datetime) -> StartedCard:
    """Return one card that is shown.

    Raises:
        NotVisible: when it is not shown (any more).
    """
    from commonhearth.foundation.access import NotVisible

    row = BeingStarted.objects.filter(id=card_id, ended=None, shown_until__gte=now.date()).first()
    if row is None:
        raise NotVisible
    return _card(row, viewer, None)


def tell_me_for(token: str, *, purpose: str = "end") -> TellMeView | None:
    """Return what a link in a mail is about; None when the link is not one of ours.

    Args:
        purpose: confirm, end or meet, as the link says.
    """
    tell_me_id = tokens.read(token, purpose=purpose)
    row = TellMe.objects.filter(id=tell_me_id).first() if tell_me_id else None
    if row is None:
        return None
    return TellMeView(
        place=row.place,
        radius_km=row.radius_km,
        words=row.words,
        kind_label=wording.KINDS.get(row.listing_kind, ""),
        confirmed=row.confirmed is not None,
        ended=row.ended is not None,
        asked_to_meet=row.meet_asked is not None,
        meet_answer=row.meet_answer,
    )


def _card(row: BeingStarted, viewer: Any, distance_km: float | None) -> StartedCard:
    person = getattr(viewer, "person", None) or viewer
    return StartedCard(
        id=row.id,
        called=row.called,
        town=row.town,
        country=row.country,
        purpose=row.purpose,
        kind=row.listing_kind,
        kind_label=wording.KINDS[row.listing_kind],
        distance_km=None if distance_km is None else round(distance_km, 1),
        shown_until=row.shown_until,
        mine=getattr(person, "id", None) == row.person_id,
    )
