"""One listing with its story, and what a reviewer has to look at."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from commonhearth.core.places.freshness import MONTHS_DUE, months_after
from commonhearth.foundation.access import NotVisible, Verdict
from commonhearth.rooms.directory import wording
from commonhearth.rooms.directory.access import may_review_listing
from commonhearth.rooms.directory.formats.hsds.schedules import Opening
from commonhearth.rooms.directory.formats.offered import Offered
from commonhearth.rooms.directory.models import (
    DuplicateGroup,
    ImportNote,
    ImportRun,
    Listing,
    ListingChange,
    Succession,
    Verification,
)
from commonhearth.rooms.directory.selectors import hsds
from commonhearth.rooms.directory.selectors.cards import Card, card_of
from commonhearth.rooms.directory.selectors.open_data import offered

PAGE = 50


@dataclass(frozen=True, slots=True)
class Successor:
    """Who carries on: a name, and its listing if it has one."""

    name: str
    id: UUID | None


@dataclass(frozen=True, slots=True)
class Event:
    """A line of a listing's history. `before` and `after` are for reviewers only."""

    act: str
    act_text: Any
    at: datetime
    field: str
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class Check:
    """A verification: how and when, never by whom."""

    how_text: Any
    on: date
    until: date | None


@dataclass(frozen=True, slots=True)
class ListingPage:
    """Everything a listing's page shows."""

    card: Card
    #: The same as it may leave this host.
    offered: Offered
    #: When it is open next, where it said so.
    openings: tuple[Opening, ...]
    description: str
    street: str
    postcode: str
    successors: tuple[Successor, ...]
    carries_on: tuple[Successor, ...]
    verifications: tuple[Check, ...]
    history: tuple[Event, ...]
    may_review: Verdict


def listing(*, viewer: Any, listing_id: UUID, now: datetime) -> ListingPage:
    """Return the page of a listing; one that stopped keeps it. Six queries.

    Raises:
        NotVisible: when there is none.
    """
    row = Listing.objects.filter(id=listing_id).select_related("source", "community").first()
    if row is None:
        raise NotVisible
    may_review = may_review_listing(viewer)
    named = tuple(row.identifiers.order_by("scheme", "value").values_list("scheme", "value"))
    return ListingPage(
        card=card_of(row, today=now.date(), identifiers=named),
        offered=offered(row),
        openings=tuple(hsds.openings(row, now=now)) if "hsds" in dict(named) else (),
        description=row.description,
        street=row.street,
        postcode=row.postcode,
        successors=tuple(
            Successor(name, successor_id)
            for name, successor_id in row.successions.values_list("name", "successor_id")
        ),
        carries_on=tuple(
            Successor(name, former_id)
            for name, former_id in Succession.objects.filter(successor=row)
            .order_by("listing__name")
            .values_list("listing__name", "listing_id")
        ),
        verifications=tuple(
            Check(wording.HOW_VERIFIED.get(how, how), on, until)
            for how, on, until in Verification.objects.filter(listing=row)
            .order_by("-on", "-created")
            .values_list("how", "on", "until")[:10]
        ),
        history=tuple(
            Event(
                change.act,
                wording.ACTS.get(change.act, change.act),
                change.at,
                change.field,
                change.before if may_review else "",
                change.after if may_review else "",
            )
            for change in ListingChange.objects.filter(listing=row.id).order_by("-at", "-id")[:30]
        ),
        may_review=may_review,
    )


def listing_to_review(*, viewer: Any, listing_id: UUID) -> Listing:
    """Return the row of a listing for a reviewer's form.

    Raises:
        NotVisible: when there is none, or the viewer is no reviewer.
    """
    _require_reviewer(viewer)
    row = Listing.objects.filter(id=listing_id).select_related("source").first()
    if row is None:
        raise NotVisible
    return row


def due_for_check(*, viewer: Any, now: datetime, size: int = PAGE) -> list[Card]:
    """Return listings whose check is due or over, the longest waiting first: after 11 months, or stale."""
    _require_reviewer(viewer)
    today = now.date()
    due = months_after(today, -MONTHS_DUE)
    rows = (
        Listing.objects.filter(closed_on=None, verified_on__isnull=False)
        .filter(Q(verified_on__lte=due) | Q(verified_until__lte=months_after(today, 12 - MONTHS_DUE)))
        .select_related("source", "community")
        .order_by("verified_on", "id")[:size]
    )
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


def duplicates(*, viewer: Any, after: str = "") -> list[DuplicateGroup]:
    """Return proposed groups that nobody put away, by name, with their listings."""
    _require_reviewer(viewer)
    groups: QuerySet[DuplicateGroup] = DuplicateGroup.objects.filter(put_away=None, name__gt=after)
    return list(groups.prefetch_related("members__listing__source").order_by("name", "id")[:PAGE])


def _require_reviewer(viewer: Any) -> None:
    if not may_review_listing(viewer):
        raise NotVisible
