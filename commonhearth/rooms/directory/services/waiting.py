""" "Tell me when there is one near me", and "would you like to meet the others?"."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import reduce
from operator import or_
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import Q, QuerySet
from django.urls import reverse

from commonhearth.core.places.distance import Point, box_around, great_circle_km
from commonhearth.core.places.names import words_of
from commonhearth.core.places.precision import to_kilometre
from commonhearth.foundation import outbox
from commonhearth.foundation.events import announce
from commonhearth.foundation.sealed import erasure
from commonhearth.foundation.tenancy.lasting import over
from commonhearth.rooms.directory import tokens
from commonhearth.rooms.directory.events import WaitingChanged
from commonhearth.rooms.directory.gazetteer.lookup import FoundPlace
from commonhearth.rooms.directory.models import BeingStarted, Kind, Listing, TellMe, Told
from commonhearth.rooms.directory.services.reviewing import CannotBeDone

#: How many places one address may wait for at a time.
MOST_PER_ADDRESS = 10
FURTHEST_KM = 300
#: Kilometres in a degree of latitude, a little too few, so that nobody near is passed over.
KM_PER_DEGREE = 111
#: An address that was never confirmed is forgotten after this.
#: So many who wait near each other are asked whether they would like to meet.
ENOUGH_TO_MEET = 3
#: The pages behind the links in mails.
_PAGES = {
    "confirm": "directory:tell-me-confirm",
    "end": "directory:tell-me-end",
    "meet": "directory:meet",
}
#: Asking again after an unanswered question, at the earliest.
ASK_AGAIN = timedelta(days=90)


def ask_to_be_told(
    *,
    actor: Any,
    email: str,
    place: FoundPlace,
    radius_km: int,
    now: datetime,
    words: str = "",
    kind: str = "",
    language: str = "en",
) -> TellMe | None:
    """Remember that somebody waits for a group near a place, and mail them a link to confirm it.

    Asking again for the same changes nothing and mails nothing while the first link is fresh. The page
    says the same in every case, so nobody learns whether an address is known here: the answer is None
    when nothing was written.

    Args:
        place: a town; a finer place is kept to about a kilometre only.

    Raises:
        CannotBeDone: when the address, place or kind makes no sense.
    """
    email = email.strip().lower()
    try:
        validate_email(email)
    except ValidationError:
        raise CannotBeDone("email", "email") from None
    if place.point is None:
        raise CannotBeDone("unknown_town", "place")
    if kind and kind not in Kind.values:
        raise CannotBeDone("not_a_field", "kind")
    point = place.point if place.geoname else to_kilometre(place.point)
    with transaction.atomic():
        # Who would meet others with a card waits for no group by that.
        waiting = TellMe.objects.select_for_update().filter(email=email, ended=None, card=None)
        same = [row for row in waiting if _same(row, point, words, kind)]
        if same and (same[0].confirmed or now - same[0].asked < timedelta(hours=1)):
            return None
        if not same and len(waiting) >= MOST_PER_ADDRESS:
            return None
        person = getattr(actor, "person", None) or actor
        row = same[0] if same else TellMe(email=email)
        row.person_id = person.id if getattr(person, "is_authenticated", False) else None
        row.place, row.country = place.label[:200], place.country
        row.latitude, row.longitude = point.lat, point.lon
        row.radius_km = max(1, min(int(radius_km), FURTHEST_KM))
        row.words, row.listing_kind, row.language = words.strip()[:200], kind, language[:12]
        row.asked = now
        row.save()
        _mail(row, "directory/tell_me_confirm", now, {"confirm": _link(row, "confirm")})
    return row


def confirm_tell_me(*, token: str, now: datetime) -> bool:
    """Confirm an address by the link mailed to it. False when the link is wrong or too old."""
    row = _locked(token, "confirm")
    if row is None:
        return False
    with transaction.atomic():
        if row.confirmed is None:
            if row.ended or now - row.asked > TellMe.kept_longer:
                return False
            row.confirmed = now
            row.save(update_fields=["confirmed"])
            announce(WaitingChanged(row.id, now))
    return True


def end_tell_me(*, token: str, now: datetime) -> bool:
    """End it, in one press; the address is forgotten at once, in backups too. False when the link is none of ours."""
    tell_me_id = tokens.read(token, purpose="end")
    if tell_me_id is None:
        return False
    row = TellMe.objects.filter(id=tell_me_id).first()
    if row is not None:
        erasure.erase(row)
    return True


def answer_meeting(*, token: str, yes: bool, now: datetime) -> bool:
    """Answer "would you like to meet the others?". When three say yes, each gets the others' addresses.

    Nothing is shared of anyone who has not said yes.
    """
    asked = _locked(token, "meet")
    if asked is None:
        return False
    with transaction.atomic():
        # Everybody around is held in one order, so that of two who say yes at once the second sees the first.
        here = Point(asked.latitude, asked.longitude)
        around = {
            row.id: row for row in _waiting_around(here, asked.radius_km, now).select_for_update(of=("self",))
        }
        row = around.get(asked.id)
        if row is None or row.meet_asked is None:
            return False
        first = row.meet_answer is not True and yes
        row.meet_answer = yes
        row.save(update_fields=["meet_answer"])
        if first:
            _introduce(row, around.values(), now)
    return True


def would_like_to_meet(card: BeingStarted, person: Any, radius_km: int, *, now: datetime) -> TellMe:
    """Put whoever is starting a group among those who wait near it, with their yes to meeting given.

    Called with the card, inside its transaction; it ends with the card.
    """
    row = TellMe.objects.create(
        email=person.email,
        person_id=person.id,
        place=card.town,
        country=card.country,
        latitude=card.latitude,
        longitude=card.longitude,
        radius_km=max(1, min(radius_km, FURTHEST_KM)),
        language=person.language,
        asked=now,
        confirmed=now,
        meet_asked=now,
        meet_answer=True,
        card=card,
        created=now,
    )
    announce(WaitingChanged(row.id, now))
    return row


def tell_those_waiting(*, listing_id: UUID, now: datetime) -> int:
    """Mail everyone who waits for a group like this one near them, once each; return how many."""
    row = Listing.objects.filter(id=listing_id, closed_on=None).first()
    if row is None or row.latitude is None or row.longitude is None:
        return 0
    here = Point(row.latitude, row.longitude)
    told = 0
    with transaction.atomic():
        same_group = Q(listing=row) | Q(listing__merged_into=row)
        known = set(Told.objects.filter(same_group).values_list("tell_me_id", flat=True))
        for one in _waiting_around(here, FURTHEST_KM, now).filter(card=None):
            distance = great_circle_km(here, Point(one.latitude, one.longitude))
            if one.id in known or distance > one.radius_km or not _wanted(one, row):
                continue
            Told.objects.create(tell_me=one, listing=row, created=now)
            _mail(
                one,
                "directory/tell_me_found",
                now,
                {
                    "name": row.name,
                    "town": row.town,
                    "km": max(1, round(distance)),
                    "listing": f"{settings.HEARTH_URL}{reverse('directory:listing', args=[row.id])}",
                },
            )
            told += 1
    return told


def ask_those_waiting_to_meet(*, now: datetime) -> int:
    """Ask people who wait near each other, three or more, whether they would like to meet.

    "Near" is the smallest radius among them. Each is asked privately; return how many were asked.
    """
    asked = 0
    rows = list(_waiting(now).exclude(meet_answer=False).order_by("latitude", "id"))
    latitudes = [row.latitude for row in rows]
    for one in rows:
        reach = (one.radius_km + 1) / KM_PER_DEGREE
        start, stop = (
            bisect_left(latitudes, one.latitude - reach),
            bisect_right(latitudes, one.latitude + reach),
        )
        around = _others_near(one, rows[start:stop])
        if len({other.email for other in around} | {one.email}) < ENOUGH_TO_MEET:
            continue
        if one.meet_answer or (one.meet_asked and now - one.meet_asked < ASK_AGAIN):
            continue
        with transaction.atomic():
            one.meet_asked = now
            one.save(update_fields=["meet_asked"])
            others = len({other.email for other in around})
            _mail(one, "directory/tell_me_meet", now, {"meet": _link(one, "meet"), "others": others})
        asked += 1
    return asked


def forget_unconfirmed(*, now: datetime) -> int:
    """Forget addresses that were never confirmed; return how many."""
    count, _ = over(TellMe, now=now).delete()
    return count


def forget_cards_over(*, now: datetime) -> int:
    """Forget the addresses of those who would meet others with a card that is shown no longer; return how many."""
    return erasure.erase_all(TellMe.objects.filter(card__shown_until__lt=now.date()))


def _introduce(row: TellMe, around: Iterable[TellMe], now: datetime) -> None:
    """Once three near each other have said yes, tell each of them who the others are."""
    near = _others_near(row, [other for other in around if other.meet_answer])
    together = [row, *{other.email: other for other in near}.values()]
    if len(together) < ENOUGH_TO_MEET:
        return
    for one in together:
        others = [
            {"email": other.email, "starts": other.card.called if other.card else ""}
            for other in together
            if other.email != one.email
        ]
        _mail(one, "directory/tell_me_introduced", now, {"others": others, "mine": one.card is not None})


def _others_near(one: TellMe, rows: Iterable[TellMe]) -> list[TellMe]:
    """Return the others within both people's distance of each other."""
    here = Point(one.latitude, one.longitude)
    found = []
    for other in rows:
        if other.id == one.id or other.email == one.email:
            continue
        reach = min(one.radius_km, other.radius_km)
        if abs(other.latitude - one.latitude) * KM_PER_DEGREE > reach + 1:
            continue
        if great_circle_km(here, Point(other.latitude, other.longitude)) <= reach:
            found.append(other)
    return found


def _waiting(now: datetime) -> QuerySet[TellMe]:
    """Return who waits: confirmed, and with a card only as long as it is shown."""
    shown = Q(card=None) | Q(card__shown_until__gte=now.date())
    return TellMe.objects.filter(shown, confirmed__isnull=False, ended=None)


def _waiting_around(here: Point, radius_km: float, now: datetime) -> QuerySet[TellMe]:
    box = box_around(here, radius_km)
    spans = reduce(or_, (Q(longitude__range=span) for span in box.spans()))
    return (
        _waiting(now)
        .filter(spans, latitude__range=(box.south, box.north))
        .select_related("card")
        .order_by("created", "id")
    )


def _wanted(one: TellMe, row: Listing) -> bool:
    if one.listing_kind and one.listing_kind != row.kind:
        return False
    return all(f" {word}" in row.words for word in words_of(one.words))


def _same(row: TellMe, point: Point, words: str, kind: str) -> bool:
    near = abs(row.latitude - point.lat) < 1e-6 and abs(row.longitude - point.lon) < 1e-6
    return near and row.words == words.strip()[:200] and row.listing_kind == kind


def _locked(token: str, purpose: str) -> TellMe | None:
    tell_me_id = tokens.read(token, purpose=purpose)
    return TellMe.objects.filter(id=tell_me_id).first() if tell_me_id else None


def _link(row: TellMe, purpose: str) -> str:
    token = tokens.write(row.id, purpose=purpose)
    return f"{settings.HEARTH_URL}{reverse(_PAGES[purpose], args=[token])}"


def _mail(row: TellMe, template: str, now: datetime, context: dict[str, Any]) -> None:
    end = _link(row, "end")
    outbox.mail(
        to=row.email,
        template=template,
        context={"place": row.place, "radius": row.radius_km, "words": row.words, "end": end, **context},
        now=now,
        kind="directory.tell-me",
        person=row.person_id,
        language=row.language,
        unsubscribe=end,
    )
