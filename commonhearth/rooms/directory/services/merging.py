"""Two listings of one group: told on one page, and taken apart again in one step."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Field, Q

from commonhearth.foundation import access
from commonhearth.foundation.access import NotVisible
from commonhearth.rooms.directory.access import may_review_listing
from commonhearth.rooms.directory.models import Listing, Merge
from commonhearth.rooms.directory.services.reviewing import REVIEWER, CannotBeDone, note
from commonhearth.rooms.directory.services.vocabulary import learn
from commonhearth.rooms.directory.storing import searched_words

#: What the kept one takes over where it has nothing: the part (as in Listing.corrected) and its columns.
#: A place is never put together from two listings.
TAKEN_OVER = {
    "website": ("website", "website_written", "website_doubt"),
    "phone": ("phone",),
    "email": ("email", "no_reminders"),
    "description": ("description",),
    "activities": ("activities",),
    "open_to_members": ("open_to_members",),
}
_NOTHING: tuple[Any, ...] = ("", None, [])


def merge(*, actor: Any, kept_id: UUID, other_id: UUID, now: datetime) -> Merge:
    """Say that two listings are one group. The kept one stays, the other's address leads to it.

    The other row stays as it was: its identifiers, checks and successors are read from there, and a list
    that brings it again changes only it. What the kept one takes over counts as corrected, so that no
    list overwrites it. Again does nothing.

    Raises:
        Refused, NotVisible
        CannotBeDone: they differ in whether they are a refuge, the other is a community's of this host, the
            kept one has stopped while the other has not, or one of them is merged already.
    """
    access.require(may_review_listing(actor))
    if kept_id == other_id:
        raise CannotBeDone("same_listing")
    with transaction.atomic():
        rows = {
            row.id: row
            for row in Listing.objects.select_for_update().filter(id__in=[kept_id, other_id]).order_by("id")
        }
        if len(rows) < 2:
            raise NotVisible
        kept, other = rows[kept_id], rows[other_id]
        standing = Merge.objects.filter(kept=kept, other=other, undone=None).first()
        if standing is not None:
            return standing
        _check(kept, other)
        by = (getattr(actor, "person", None) or actor).id
        made = Merge.objects.create(
            kept=kept,
            other=other,
            by_id=by,
            at=now,
            closed_on=other.closed_on,
            took=_take_over(kept, other),
            created=now,
        )
        kept.save(update_fields=list(made.took))
        other.merged_into, other.closed_on = kept, other.closed_on or now.date()
        other.save(update_fields=["merged_into", "closed_on"])
        for row in (kept, other):
            note(row, "merged", now, by=by, office=REVIEWER)
        learn([kept.words])
    return made


def undo_merge(*, actor: Any, merge_id: UUID, now: datetime) -> Merge:
    """Take two listings apart again, whole: every column is what it was, unless somebody changed it since.

    Raises:
        Refused, NotVisible
        CannotBeDone: one of them was merged once more since; that comes first.
    """
    access.require(may_review_listing(actor))
    with transaction.atomic():
        made = Merge.objects.select_for_update().filter(id=merge_id).first()
        if made is None:
            raise NotVisible
        if made.undone:
            return made
        rows = {
            row.id: row
            for row in Listing.objects.select_for_update()
            .filter(id__in=[made.kept_id, made.other_id])
            .order_by("id")
        }
        kept, other = rows[made.kept_id], rows[made.other_id]
        later = Merge.objects.filter(undone=None, at__gte=made.at).exclude(id=made.id)
        if later.filter(Q(kept=kept) | Q(other=kept), created__gte=made.created).exists():
            raise CannotBeDone("later_merge_first")
        _give_back(kept, made.took)
        kept.save(update_fields=list(made.took))
        other.merged_into, other.closed_on = None, made.closed_on
        other.save(update_fields=["merged_into", "closed_on"])
        made.undone = now
        made.save(update_fields=["undone"])
        by = (getattr(actor, "person", None) or actor).id
        for row in (kept, other):
            note(row, "parted", now, by=by, office=REVIEWER)
    return made


def _check(kept: Listing, other: Listing) -> None:
    if kept.merged_into_id or other.merged_into_id:
        raise CannotBeDone("merged_already")
    if other.community_id is not None:
        raise CannotBeDone("keep_the_community")
    if kept.sheltered != other.sheltered:
        # Kept as no refuge, the other's address would stay known; kept as one, this one's would.
        raise CannotBeDone("refuge_differs")
    if kept.closed_on is not None and other.closed_on is None:
        raise CannotBeDone("keep_the_living")


def _take_over(kept: Listing, other: Listing) -> dict[str, list[Any]]:
    """Fill what the kept one lacks; return each column that changed, before and after."""
    before = {name: _plain(kept, name) for columns in TAKEN_OVER.values() for name in columns}
    before |= {name: _plain(kept, name) for name in ("verified_on", "verified_until", "corrected", "words")}
    parts = []
    if kept.community_id is None:  # what a community says of itself is all there is to say
        for part, columns in TAKEN_OVER.items():
            if all(getattr(kept, name) in _NOTHING or name == "no_reminders" for name in columns) and any(
                getattr(other, name) not in _NOTHING for name in columns if name != "no_reminders"
            ):
                parts.append(part)
                for name in columns:
                    setattr(kept, name, getattr(other, name))
        kept.corrected = sorted({*kept.corrected, *parts})
        kept.words = (
            searched_words({name: getattr(kept, name) for name in _SEARCHED}) if parts else kept.words
        )
    newer = other.verified_on and (kept.verified_on is None or kept.verified_on < other.verified_on)
    if newer and other.closed_on is None:
        kept.verified_on, kept.verified_until = other.verified_on, other.verified_until
    return {
        name: [value, _plain(kept, name)] for name, value in before.items() if _plain(kept, name) != value
    }


_SEARCHED = ("name", "activities", "town", "region", "description")


def _give_back(kept: Listing, took: dict[str, list[Any]]) -> None:
    """Put back what was taken over, where it still is what the merge made it."""
    for name, (before, after) in took.items():
        if name != "corrected" and _plain(kept, name) == after:
            setattr(kept, name, _field(name).to_python(before))
    if "corrected" in took:
        before, after = took["corrected"]
        changed_since = {
            part
            for part, columns in TAKEN_OVER.items()
            if any(name in took and _plain(kept, name) != took[name][0] for name in columns)
        }
        added = set(after) - set(before) - changed_since
        kept.corrected = sorted(set(kept.corrected) - added)
    if "words" in took and _plain(kept, "words") != took["words"][0]:
        kept.words = searched_words({name: getattr(kept, name) for name in _SEARCHED})


def _field(name: str) -> Field[Any, Any]:
    field = Listing._meta.get_field(name)
    assert isinstance(field, Field)
    return field


def _plain(row: Listing, name: str) -> Any:
    """Return a column's value as JSON keeps it."""
    value = getattr(row, name)
    return value.isoformat() if hasattr(value, "isoformat") else value
