"""What the directory lets go of: notes about a refuge, and what somebody who erases what is theirs waited for."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Q

from commonhearth.foundation.sealed import erasure
from commonhearth.rooms.directory.models import BeingStarted, ImportNote, Merge, QualityValue, TellMe
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
    for made in Merge.objects.filter(kept__in=ids).select_related("kept"):
        # What was taken over from another and is said no longer; the words of a search are made anew at need.
        for name, (before, after) in made.took.items():
            if name == "words":
                made.took[name] = ["", ""]
            elif isinstance(after, str | list) and after != getattr(made.kept, name, after):
                made.took[name] = [before, None]
        made.save(update_fields=["took"])


def forget_waiting(*, person_id: UUID, email: str) -> None:
    """Erase what a person waits for and what they are starting, here and in backups."""
    theirs = Q(person_id=person_id) | Q(email=email) if email else Q(person_id=person_id)
    for row in [*TellMe.objects.filter(theirs), *BeingStarted.objects.filter(person_id=person_id)]:
        erasure.erase(row)
