"""What earlier imports noted about a group that turns out to be a refuge."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from commonhearth.rooms.directory.models import ImportNote
from commonhearth.rooms.directory.services.hsds import keep_to_towns


def forget_addresses(listing_ids: Iterable[UUID]) -> None:
    """Blank what the notes of earlier imports repeat of these listings; that there was a note remains.

    What came with them as HSDS is kept to their towns too.
    """
    listing_ids = list(listing_ids)
    keep_to_towns(listing_ids)
    ImportNote.objects.filter(listing__in=listing_ids).exclude(written="", became="").update(
        written="", became=""
    )
