"""A "being started" card: shown by one person, town only; others write to them through the house."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from commonhearth.core.places.freshness import months_after
from commonhearth.core.places.precision import to_kilometre
from commonhearth.foundation import access, outbox, throttle
from commonhearth.foundation.access import NotVisible
from commonhearth.rooms.directory.access import may_end_being_started, may_show_being_started
from commonhearth.rooms.directory.gazetteer.lookup import FoundPlace
from commonhearth.rooms.directory.models import BeingStarted, Kind, TellMe
from commonhearth.rooms.directory.services.reviewing import CannotBeDone
from commonhearth.rooms.directory.services.waiting import would_like_to_meet

MOST_CARDS = 3
#: A card is shown for half a year; showing it again takes one press.
MONTHS_SHOWN = 6
#: Letters to one card, and from one address, in a day.
LETTERS_TO_A_CARD, LETTERS_FROM_ONE, DAY = 20, 5, 86400


def show_being_started(
    *,
    actor: Any,
    called: str,
    place: FoundPlace,
    purpose: str,
    now: datetime,
    kind: str = "peer",
    meet_within_km: int | None = None,
) -> BeingStarted:
    """Show a card that somebody is starting a group in a town.

    Args:
        called: the name on the card.
        place: a town of the gazetteer; the card never says more than its town.
        meet_within_km: they would like to meet people who wait within so many kilometres, and say so now;
            those are asked, and only who says yes learns their address and they theirs.

    Raises:
        Refused, CannotBeDone
    """
    access.require(may_show_being_started(actor))
    if place.point is None:
        raise CannotBeDone("unknown_town", "place")
    if kind not in Kind.values:
        raise CannotBeDone("not_a_field", "kind")
    point = place.point if place.geoname else to_kilometre(place.point)
    person = _person(actor)
    with transaction.atomic():
        shown = BeingStarted.objects.select_for_update().filter(
            person_id=person.id, ended=None, shown_until__gte=now.date()
        )
        if len(shown) >= MOST_CARDS:
            raise CannotBeDone("too_many_cards")
        card = BeingStarted.objects.create(
            person_id=person.id,
            called=called.strip()[:60],
            town=place.label[:200] if place.geoname else place.name[:200],
            country=place.country,
            latitude=point.lat,
            longitude=point.lon,
            purpose=purpose.strip()[:600],
            listing_kind=kind,
            shown_until=months_after(now.date(), MONTHS_SHOWN),
            created=now,
        )
        if meet_within_km is not None and person.email:
            would_like_to_meet(card, person, meet_within_km, now=now)
    return card


def end_being_started(*, actor: Any, card_id: UUID, now: datetime) -> None:
    """Take a card down.

    Raises:
        Refused, NotVisible
    """
    with transaction.atomic():
        card = BeingStarted.objects.select_for_update().filter(id=card_id).first()
        if card is None:
            raise NotVisible
        access.require(may_end_being_started(actor, card))
        if card.ended is None:
            card.ended = now
            card.save(update_fields=["ended"])
            TellMe.objects.filter(card=card).delete()


def write_to_starter(
    *, actor: Any, card_id: UUID, name: str, reply_to: str, message: str, now: datetime
) -> None:
    """Write to whoever shows a card. Their address stays hidden; they answer from their own mail, if they like.

    Raises:
        CannotBeDone: when the card is gone, the address is none, or there were too many letters today.
    """
    try:
        validate_email(reply_to.strip())
    except ValidationError:
        raise CannotBeDone("email", "reply_to") from None
    with transaction.atomic():
        card = (
            BeingStarted.objects.filter(id=card_id, ended=None, shown_until__gte=now.date())
            .select_related("person")
            .first()
        )
        if card is None or not card.person.email:
            raise CannotBeDone("card_gone")
        if not (
            throttle.count(f"directory.letters.to|{card.id}", limit=LETTERS_TO_A_CARD, seconds=DAY, now=now)
            and throttle.count(
                f"directory.letters.from|{reply_to.strip().lower()}",
                limit=LETTERS_FROM_ONE,
                seconds=DAY,
                now=now,
            )
        ):
            raise CannotBeDone("letters_enough")
        outbox.mail(
            to=card.person.email,
            template="directory/letter_to_starter",
            context={
                "called": card.called,
                "town": card.town,
                "name": name.strip()[:80],
                "reply_to": reply_to.strip(),
                "message": message.strip()[:4000],
            },
            now=now,
            kind="directory.letter",
            person=card.person_id,
            language=card.person.language,
        )


def _person(actor: Any) -> Any:
    return getattr(actor, "person", None) or actor
