"""What was noted and written down about a group that turns out to be a refuge."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from commonhearth.rooms.directory.models import ImportNote, QualityValue
from commonhearth.rooms.directory.qualities import ASKED
from commonhearth.rooms.directory.services.hsds import keep_to_towns


def forget_addresses(listing_ids: Iterable[UUID]) -> None:
    """Blank what the notes of earlier imports repeat of these listings; that there was a note remains.

    What came with them as HSDS is kept to their towns too; what was written about them in free words goes:
    it may say the way to the door.
    """
    ids = list(listing_ids)
    keep_to_towns(ids)
    in_words = [quality.key for quality in ASKED if quality.form == "words"]
    QualityValue.objects.filter(listing__in=ids, quality__in=in_words).delete()
    ImportNote.objects.filter(listing__in=ids).exclude(written="", became="").update(written="", became="")
