"""A check grows old: whoever looks after a listing is asked after eleven months, and told after twelve."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from commonhearth.core.places.freshness import MONTHS_DUE, MONTHS_VERIFIED, State, freshness, months_after
from commonhearth.foundation import outbox
from commonhearth.foundation.accounts.models import Person
from commonhearth.rooms.directory import tokens
from commonhearth.rooms.directory.models import Claim, Listing, Reminder
from commonhearth.rooms.directory.selectors.claims import LINK_KEPT, reminder_of
from commonhearth.rooms.directory.services.reviewing import GROUP, found_alive, note

#: So long after a check has become old nobody is told of it any more: it would only be noise.
TOLD_WITHIN_MONTHS = 3
MOST_AT_ONCE = 200


def remind(*, now: datetime) -> int:
    """Write to those who look after listings whose check is due or has become old, each once; return how many.

    Who proved that they look after it gets it; where nobody did, the address that the group published.
    """
    today = now.date()
    tended = Claim.objects.filter(
        Q(listing=OuterRef("id")) | Q(listing__merged_into=OuterRef("id")), proved__isnull=False, ended=None
    )
    rows = (
        Listing.objects.filter(closed_on=None, community=None, verified_on__isnull=False)
        .filter(
            Q(verified_on__lte=months_after(today, -MONTHS_DUE))
            | Q(verified_until__lte=months_after(today, MONTHS_VERIFIED - MONTHS_DUE))
        )
        .filter(verified_on__gt=months_after(today, -MONTHS_VERIFIED - TOLD_WITHIN_MONTHS))
        .filter(Q(email__gt="", no_reminders=False) | Exists(tended))
        .order_by("verified_on", "id")
    )
    told = set(
        Reminder.objects.filter(listing__in=rows.order_by().values("id")).values_list(
            "listing_id", "about", "checked"
        )
    )
    sent = 0
    for row in rows:
        state = freshness(today=today, verified_on=row.verified_on, verified_until=row.verified_until).state
        about = {State.DUE: Reminder.About.DUE, State.STALE: Reminder.About.STALE}.get(state)
        if about is None or (row.id, about, row.verified_on) in told:
            continue
        sent += _remind(row, about, now)
        if sent >= MOST_AT_ONCE:
            break
    return sent


def still_here(*, token: str, now: datetime) -> bool:
    """Say by the link in a reminder that the group goes on and its page is right. False when it does nothing.

    Whoever reads the group's mail can say that they are here; it changes nothing else.
    """
    reminder = reminder_of(token, purpose="still-here")
    if reminder is None or now - reminder.at > LINK_KEPT:
        return False
    with transaction.atomic():
        row = Listing.objects.select_for_update().get(id=reminder.listing_id)
        if row.closed_on is not None:
            return False
        if row.verified_on is not None and row.verified_on > reminder.checked:
            return True  # pressed twice, or somebody else checked
        how = "themselves" if reminder.to_id else "wrote"
        found_alive(row, by=reminder.to_id, how=how, now=now)
        note(row, "verified", now, by=reminder.to_id, office=GROUP, after=how)
    return True


def end_reminders(*, token: str) -> bool:
    """End reminders of a listing for whom one was sent to, in one press. False when the link is none of ours."""
    reminder = reminder_of(token, purpose="no-reminders")
    if reminder is None:
        return False
    if reminder.to_id:
        Claim.objects.filter(person=reminder.to_id, listing=reminder.listing_id).update(no_reminders=True)
    else:
        Listing.objects.filter(id=reminder.listing_id).update(no_reminders=True)
    return True


def _remind(row: Listing, about: str, now: datetime) -> int:
    checked = row.verified_on
    assert checked is not None
    sent = 0
    with transaction.atomic():
        for to, email, language in _whom(row):
            made, new = Reminder.objects.get_or_create(
                listing=row, about=about, checked=checked, to=to, defaults={"at": now, "created": now}
            )
            if new:
                _mail(made, row, email, language, now)
                sent += 1
    return sent


def _whom(row: Listing) -> Iterable[tuple[Person | None, str, str]]:
    claims = Claim.objects.filter(
        Q(listing=row) | Q(listing__merged_into=row), proved__isnull=False, ended=None
    ).select_related("person")
    tended = False
    seen: set[UUID] = set()
    for claim in claims.order_by("proved", "id"):
        if not claim.person.is_active or not claim.person.email:
            continue
        tended = True
        if not claim.no_reminders and claim.person_id not in seen:
            seen.add(claim.person_id)
            yield claim.person, claim.person.email, claim.person.language
    if not tended and row.email and not row.no_reminders:
        yield None, row.email, ""


def _mail(reminder: Reminder, row: Listing, email: str, language: str, now: datetime) -> None:
    def link(page: str, purpose: str) -> str:
        return settings.HEARTH_URL + reverse(page, args=[tokens.write(reminder.id, purpose=purpose)])

    end = link("directory:reminders-end", "no-reminders")
    context: dict[str, Any] = {
        "name": row.name,
        "checked": row.verified_on,
        "until": _good_until(row),
        "listing": settings.HEARTH_URL + reverse("directory:listing", args=[row.id]),
        "still_here": link("directory:still-here", "still-here"),
        "end": end,
    }
    outbox.mail(
        to=email,
        template=f"directory/reminder_{reminder.about}",
        context=context,
        now=now,
        kind="directory.reminder",
        person=reminder.to_id,
        language=language,
        unsubscribe=end,
    )


def _good_until(row: Listing) -> date:
    known = freshness(
        today=row.verified_on or date.min, verified_on=row.verified_on, verified_until=row.verified_until
    )
    assert known.good_until is not None
    return known.good_until
