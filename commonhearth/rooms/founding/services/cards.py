"""The lone founder: a card in the directory, and the others near them who wait for a group."""

from __future__ import annotations

from datetime import datetime

from commonhearth.core.places.distance import Point
from commonhearth.foundation.access import NotVisible
from commonhearth.rooms.directory import services as directory
from commonhearth.rooms.directory.selectors import FoundPlace
from commonhearth.rooms.founding.models import Draft, Founder

#: The kind of group that a kind of community is in the directory.
_KINDS = {"mental_health": "peer", "village": "community"}


class NoPlaceYet(Exception):
    """A card says a purpose and a town; one of them is still to be said."""


def put_card_up(draft: Draft, founder: Founder, *, meet_within_km: int | None, now: datetime) -> None:
    """Show a founder's card for a draft, in place of the one they may show already.

    Raises:
        NoPlaceYet: before purpose and place are said.
        directory.CannotBeDone: when they show as many cards as one may.
    """
    if draft.latitude is None or draft.longitude is None or not draft.purpose:
        raise NoPlaceYet
    take_card_down(founder, now=now)
    card = directory.show_being_started(
        actor=founder.person,
        called=founder.name,
        place=FoundPlace(
            name=draft.town,
            label=draft.town,
            country=draft.country,
            point=Point(draft.latitude, draft.longitude),
            slug="",
        ),
        purpose=draft.purpose,
        kind=_KINDS.get(draft.community_kind, "other"),
        meet_within_km=meet_within_km,
        now=now,
    )
    founder.card = card.id
    founder.save(update_fields=["card"])


def take_card_down(founder: Founder, *, now: datetime) -> None:
    """Take a founder's card down, if they show one, inside a service's transaction."""
    if founder.card is None:
        return
    try:
        directory.end_being_started(actor=founder.person, card_id=founder.card, now=now)
    except NotVisible:
        pass  # it is gone already
    founder.card = None
    founder.save(update_fields=["card"])
