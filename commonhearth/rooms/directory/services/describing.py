"""Saying what a community is compared by: of a listing by who may, of a community of this host by its stewards."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from commonhearth.core.places.shelter import without_addresses
from commonhearth.foundation import logbook
from commonhearth.foundation.access import NotVisible, require
from commonhearth.foundation.communities.models import Community
from commonhearth.foundation.tenancy import in_community
from commonhearth.rooms.directory.access import (
    may_describe_community,
    may_describe_listing,
    may_review_listing,
)
from commonhearth.rooms.directory.models import Listing, OwnQuality, QualityValue, SaidBy
from commonhearth.rooms.directory.qualities import BY_KEY, NotAValue, valid
from commonhearth.rooms.directory.selectors.claims import claim_of
from commonhearth.rooms.directory.services.reviewing import GROUP, REVIEWER, note

#: As what somebody acts on a listing, as the table says it.
_SAYS = {REVIEWER: SaidBy.REVIEWER, GROUP: SaidBy.OWNER}


def describe_listing(*, actor: Any, listing_id: UUID, told: Mapping[str, Any], now: datetime) -> list[str]:
    """Write down qualities of a listing; return the keys of those that changed.

    Args:
        told: quality to value; None takes it away. Qualities that are not named stay as they are.

    Raises:
        Refused: when this person may not.
        NotVisible: when there is no such listing.
        NotAValue: when something is none of a quality's values; nothing is kept then.
    """
    with transaction.atomic():
        row = Listing.objects.select_for_update().filter(id=listing_id, merged_into=None).first()
        if row is None:
            raise NotVisible
        require(may_describe_listing(actor, row, claim_of(actor, row.id)))
        office = REVIEWER if may_review_listing(actor) else GROUP
        wanted = _checked(told, sheltered=row.sheltered)
        kept = {one.quality: one for one in QualityValue.objects.filter(listing=row)}
        changed = [
            key for key, value in wanted.items() if value != (kept[key].value if key in kept else None)
        ]
        QualityValue.objects.filter(listing=row, quality__in=changed).delete()
        QualityValue.objects.bulk_create(
            QualityValue(
                listing=row,
                quality=key,
                value=wanted[key],
                said_by=_SAYS[office],
                on=now.date(),
                created=now,
            )
            for key in changed
            if wanted[key] is not None
        )
        person = getattr(actor, "person", None) or actor
        for key in changed:
            note(row, "described", now, by=person.id, office=office, field=key)
    return changed


def describe_community(
    *, actor: Any, community: Community, told: Mapping[str, Any], now: datetime
) -> list[str]:
    """Say what one's own community is compared by; return the keys of those that changed.

    Args:
        told: quality to value; None takes it away. Qualities that are not named stay as they are.

    Raises:
        Refused: when this member may not.
        NotAValue: when something is none of a quality's values; nothing is kept then.
    """
    require(may_describe_community(actor))
    wanted = _checked(told, sheltered=False)
    with transaction.atomic():
        kept = {one.quality: one for one in OwnQuality.objects.select_for_update()}
        changed = [
            key for key, value in wanted.items() if value != (kept[key].value if key in kept else None)
        ]
        if not changed:
            return []
        OwnQuality.objects.filter(quality__in=changed).delete()
        OwnQuality.objects.bulk_create(
            OwnQuality(community=community, quality=key, value=wanted[key], on=now.date(), created=now)
            for key in changed
            if wanted[key] is not None
        )
        logbook.write(actor=actor, verb="community.changed", now=now, details={"fields": sorted(changed)})
        listing = Listing.objects.filter(community=community).first()
        if listing is not None:
            copy_qualities(listing=listing, community=community, now=now)
    return changed


def copy_qualities(*, listing: Listing, community: Community, now: datetime) -> None:
    """Let the listing of a community of this host carry what its stewards said."""
    with in_community(community.id):
        own = {one.quality: (one.value, one.on) for one in OwnQuality.objects.all()}
    if listing.sheltered:
        own = {key: (_safe(key, value), on) for key, (value, on) in own.items()}
    shown = {key: said for key, said in own.items() if key in BY_KEY and said[0] is not None}
    copied = {one.quality: (one.value, one.on) for one in QualityValue.objects.filter(listing=listing)}
    if copied == shown:
        return
    QualityValue.objects.filter(listing=listing).delete()
    QualityValue.objects.bulk_create(
        QualityValue(listing=listing, quality=key, value=value, said_by=SaidBy.COMMUNITY, on=on, created=now)
        for key, (value, on) in shown.items()
    )


def _checked(told: Mapping[str, Any], *, sheltered: bool) -> dict[str, Any]:
    checked = {}
    for key, value in told.items():
        quality = BY_KEY.get(key)
        if quality is None or not quality.asked:
            raise NotAValue(key)
        kept = None if value is None else valid(quality, value)
        checked[key] = _safe(key, kept) if sheltered else kept
    return checked


def _safe(key: str, value: Any) -> Any:
    """Return what may be said of a refuge: free words without a sentence that could lead to its door."""
    if BY_KEY[key].form != "words" or value is None:
        return value
    return without_addresses(value)[0] or None
