"""What a reviewer has to look at: checks that are due, what may be one group, claims, links, lists brought in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Count, Q, QuerySet

from commonhearth.core.places.answering import Outcome
from commonhearth.core.places.countries import country_name
from commonhearth.core.places.distance import great_circle_km
from commonhearth.core.places.freshness import MONTHS_DUE, months_after
from commonhearth.foundation.access import NotVisible
from commonhearth.rooms.directory import wording
from commonhearth.rooms.directory.access import may_review_listing
from commonhearth.rooms.directory.models import (
    Claim,
    DuplicateGroup,
    ImportNote,
    ImportRun,
    LinkCheck,
    Listing,
    ListingIdentifier,
    Merge,
)
from commonhearth.rooms.directory.selectors.cards import Card, card_of

PAGE = 50


@dataclass(frozen=True, slots=True)
class Line:
    """One fact of two listings side by side."""

    label: Any
    left: str
    right: str

    @property
    def differs(self) -> bool:
        return self.left != self.right


@dataclass(frozen=True, slots=True)
class SideBySide:
    """Two listings that may be one group."""

    left: Card
    right: Card
    lines: tuple[Line, ...]
    distance_km: float | None
    #: The merge of these two that stands, if one does.
    merge_id: UUID | None


def due_for_check(*, viewer: Any, now: datetime, after: UUID | None = None, size: int = PAGE) -> list[Card]:
    """Return listings whose check is due or over, the longest waiting first: after 11 months, or stale."""
    _require_reviewer(viewer)
    today = now.date()
    due = months_after(today, -MONTHS_DUE)
    rows = Listing.objects.filter(closed_on=None, verified_on__isnull=False).filter(
        Q(verified_on__lte=due) | Q(verified_until__lte=months_after(today, 12 - MONTHS_DUE))
    )
    rows = _following(rows, after, "verified_on")
    rows = rows.select_related("source", "community").order_by("verified_on", "id")[:size]
    return [card_of(row, today=today) for row in rows]


def import_runs(*, viewer: Any) -> list[ImportRun]:
    """Return the last imports, newest first."""
    _require_reviewer(viewer)
    return list(ImportRun.objects.select_related("source").order_by("-at", "-id")[:PAGE])


def import_notes(*, viewer: Any, run_id: UUID, code: str = "", after: int = 0) -> list[ImportNote]:
    """Return the notes of a run, of one code or all, in the order of the file.

    Args:
        after: the line after which to go on.
    """
    _require_reviewer(viewer)
    notes = (
        ImportNote.objects.filter(run_id=run_id, line__gt=after)
        if after
        else ImportNote.objects.filter(run_id=run_id)
    )
    if code:
        notes = notes.filter(code=code)
    return list(notes.select_related("listing").order_by("line", "code", "id")[:PAGE])


def duplicates(*, viewer: Any, after: UUID | None = None, size: int = PAGE) -> list[DuplicateGroup]:
    """Return proposed groups of which two stand and that nobody put away, by name."""
    _require_reviewer(viewer)
    standing = Count("members", filter=Q(members__listing__merged_into=None))
    groups = DuplicateGroup.objects.filter(put_away=None).annotate(standing=standing).filter(standing__gte=2)
    return list(_following(groups, after, "name").order_by("name", "id")[:size])


def duplicate_group(*, viewer: Any, group_id: UUID) -> tuple[DuplicateGroup, list[Listing]]:
    """Return a proposed group with those of its listings that stand.

    Raises:
        NotVisible
    """
    _require_reviewer(viewer)
    group = DuplicateGroup.objects.filter(id=group_id).first()
    if group is None:
        raise NotVisible
    rows = Listing.objects.filter(id__in=group.members.values("listing"), merged_into=None).order_by(
        "created", "id"
    )
    return group, list(rows[:PAGE])


def side_by_side(*, viewer: Any, left_id: UUID, right_id: UUID, now: datetime) -> SideBySide:
    """Return two listings fact by fact.

    Raises:
        NotVisible
    """
    _require_reviewer(viewer)
    rows = {
        row.id: row
        for row in Listing.objects.filter(id__in=[left_id, right_id]).select_related("source", "community")
    }
    if left_id not in rows or right_id not in rows:
        raise NotVisible
    left, right = rows[left_id], rows[right_id]
    named: dict[UUID, list[str]] = {left_id: [], right_id: []}
    for listing_id, scheme, value in (
        ListingIdentifier.objects.filter(listing__in=list(rows))
        .order_by("scheme", "value")
        .values_list("listing_id", "scheme", "value")
    ):
        named[listing_id].append(f"{scheme}: {value}")
    here, there = left.point(), right.point()
    merge = Merge.objects.filter(Q(kept=left, other=right) | Q(kept=right, other=left), undone=None).first()
    return SideBySide(
        left=card_of(left, today=now.date()),
        right=card_of(right, today=now.date()),
        lines=tuple(
            Line(label, _said(left, name, named), _said(right, name, named))
            for name, label in wording.COMPARED.items()
        ),
        distance_km=great_circle_km(here, there) if here and there else None,
        merge_id=merge.id if merge else None,
    )


def merges(*, viewer: Any, after: UUID | None = None, size: int = PAGE) -> list[Merge]:
    """Return the merges that stand, the newest first, with both listings."""
    _require_reviewer(viewer)
    rows = Merge.objects.filter(undone=None)
    if after is not None:
        last = Merge.objects.filter(id=after).values_list("at", flat=True).first()
        if last is not None:
            rows = rows.filter(Q(at__lt=last) | Q(at=last, id__lt=after))
    return list(rows.select_related("kept", "other").order_by("-at", "-id")[:size])


def claims(*, viewer: Any, after: UUID | None = None, size: int = PAGE) -> list[Claim]:
    """Return who looks after which listing, the newest first: proved, and neither ended nor withdrawn."""
    _require_reviewer(viewer)
    rows = Claim.objects.filter(proved__isnull=False, ended=None)
    if after is not None:
        last = Claim.objects.filter(id=after).values_list("proved", flat=True).first()
        if last is not None:
            rows = rows.filter(Q(proved__lt=last) | Q(proved=last, id__lt=after))
    return list(rows.select_related("listing").order_by("-proved", "-id")[:size])


def links(*, viewer: Any, after: UUID | None = None, size: int = PAGE) -> list[LinkCheck]:
    """Return websites that moved, are gone or do not answer, and that nobody has seen to; by when looked at."""
    _require_reviewer(viewer)
    rows = LinkCheck.objects.filter(
        outcome__in=[Outcome.MOVED, Outcome.GONE, Outcome.UNREACHABLE], put_away=None, listing__closed_on=None
    )
    rows = _following(rows, after, "looked")
    return list(rows.select_related("listing").order_by("looked", "id")[:size])


def nothing_goes_out() -> bool:
    """Tell whether the operator lets this host reach no other one, so that no link is looked at."""
    return settings.HEARTH_EGRESS == "off"


def _following(rows: QuerySet[Any], after: UUID | None, column: str) -> QuerySet[Any]:
    """Return the rows after one of them, in the order of a column and the id."""
    if after is None:
        return rows
    last = rows.model.objects.filter(id=after).values_list(column, flat=True).first()
    if last is None:
        return rows
    return rows.filter(Q(**{f"{column}__gt": last}) | Q(**{column: last, "id__gt": after}))


def _said(row: Listing, name: str, named: dict[UUID, list[str]]) -> str:
    match name:
        case "source":
            return row.source.title
        case "kind":
            return str(wording.KINDS[row.kind])
        case "country":
            return country_name(row.country) if row.country else ""
        case "precision":
            return str(wording.PRECISION_IN_WORDS[row.precision])
        case "identifiers":
            return ", ".join(named[row.id])
        case "website":
            return row.website_written or row.website
        case "activities":
            return ", ".join(row.activities)
        case "open_to_members" | "sheltered":
            value = getattr(row, name)
            return "" if value is None else str(wording.YES_NO[value])
    value = getattr(row, name)
    return "" if value is None else str(value)


def _require_reviewer(viewer: Any) -> None:
    if not may_review_listing(viewer):
        raise NotVisible
