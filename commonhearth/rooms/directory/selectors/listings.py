"""One listing with its story."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Q

from commonhearth.foundation.access import NotVisible, Verdict
from commonhearth.rooms.directory import wording
from commonhearth.rooms.directory.access import may_claim_listing, may_review_listing, may_tend_listing
from commonhearth.rooms.directory.formats.hsds.schedules import Opening
from commonhearth.rooms.directory.formats.offered import Offered
from commonhearth.rooms.directory.models import (
    LinkCheck,
    Listing,
    ListingChange,
    ListingIdentifier,
    Succession,
    Verification,
)
from commonhearth.rooms.directory.selectors import hsds
from commonhearth.rooms.directory.selectors.cards import Card, card_of
from commonhearth.rooms.directory.selectors.claims import claim_of
from commonhearth.rooms.directory.selectors.open_data import offered


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
    #: Who did it, as "by the group itself"; never a name.
    office_text: Any = ""


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
    may_claim: Verdict
    #: Whether the viewer proved that they look after it.
    tends: bool
    #: Whether an address of theirs is known; it is shown after a press (`published_email`).
    has_email: bool
    #: The listing that tells of this group now, if this one was merged.
    merged_into: UUID | None
    #: What the last look at their website found; for reviewers only.
    link: LinkCheck | None


def listing(*, viewer: Any, listing_id: UUID, now: datetime) -> ListingPage:
    """Return the page of a listing; one that stopped keeps it. At most eight queries.

    What was merged into it counts as its own: identifiers, checks, successors.

    Raises:
        NotVisible: when there is none.
    """
    row = Listing.objects.filter(id=listing_id).select_related("source", "community", "link").first()
    if row is None:
        raise NotVisible
    may_review = may_review_listing(viewer)
    told_here = Q(listing=row) | Q(listing__merged_into=row)
    named = tuple(
        ListingIdentifier.objects.filter(told_here).order_by("scheme", "value").values_list("scheme", "value")
    )
    return ListingPage(
        card=card_of(row, today=now.date(), identifiers=named),
        offered=offered(row),
        openings=tuple(hsds.openings(row, now=now)) if "hsds" in dict(named) else (),
        description=row.description,
        street=row.street,
        postcode=row.postcode,
        successors=tuple(
            Successor(name, successor_id)
            for name, successor_id in Succession.objects.filter(told_here)
            .order_by("position", "id")
            .values_list("name", "successor_id")
        ),
        carries_on=tuple(
            Successor(name, former_id)
            for name, former_id in Succession.objects.filter(Q(successor=row) | Q(successor__merged_into=row))
            .order_by("listing__name")
            .values_list("listing__name", "listing_id")
        ),
        verifications=tuple(
            Check(wording.HOW_VERIFIED.get(how, how), on, until)
            for how, on, until in Verification.objects.filter(told_here)
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
                wording.OFFICES.get(change.office, ""),
            )
            for change in ListingChange.objects.filter(listing=row.id).order_by("-at", "-id")[:30]
        ),
        may_review=may_review,
        may_claim=may_claim_listing(viewer, row),
        tends=claim_of(viewer, listing_id) is not None,
        has_email=bool(row.email),
        merged_into=row.merged_into_id,
        link=getattr(row, "link", None) if may_review else None,
    )


def published_email(*, listing_id: UUID) -> str:
    """Return the address that a group published, for who asked to see it.

    Raises:
        NotVisible: when there is none.
    """
    found = (
        Listing.objects.filter(id=listing_id, merged_into=None)
        .exclude(email="")
        .values_list("email", flat=True)
        .first()
    )
    if found is None:
        raise NotVisible
    return found


def listing_to_tend(*, viewer: Any, listing_id: UUID) -> Listing:
    """Return the row of a listing for the form of a reviewer, or of those who look after it.

    Raises:
        NotVisible: when there is none, or the viewer is neither.
    """
    if not may_tend_listing(viewer, claim_of(viewer, listing_id)):
        raise NotVisible
    row = Listing.objects.filter(id=listing_id, merged_into=None).select_related("source").first()
    if row is None:
        raise NotVisible
    return row
