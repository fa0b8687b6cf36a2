"""What earlier imports noted about a group that turns out to be a refuge."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from commonhearth.rooms.directory.models import ImportNote


def forget_addresses(listing_ids: Iterable[UUID]) -> None:
    """Blank what the notes of earlier imports repeat of these listings; that there was a note remains."""
    ImportNote.objects.filter(listing__in=list(listing_ids)).exclude(written="", became="").update(
        written="", became=""
    )
