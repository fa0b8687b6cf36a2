"""What is done to a listing by a reviewer, or by those who look after it: verify, correct, close, reopen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from commonhearth.core.places.distance import NotAPlace, Point
from commonhearth.core.places.freshness import MONTHS_VERIFIED, months_after
from commonhearth.core.places.precision import Precision, coarser
from commonhearth.foundation import access
from commonhearth.foundation.access import NotVisible
from commonhearth.foundation.events import announce
from commonhearth.rooms.directory.access import may_review_listing, may_tend_listing
from commonhearth.rooms.directory.events import ListingClosed, ListingVerified
from commonhearth.rooms.directory.gazetteer.lookup import find_town
from commonhearth.rooms.directory.models import (
    Kind,
    Listing,
    ListingChange,
    Succession,
    Verification,
)
from commonhearth.rooms.directory.selectors.claims import claim_of
from commonhearth.rooms.directory.services.forgetting import forget_addresses
from commonhearth.rooms.directory.services.vocabulary import learn
from commonhearth.rooms.directory.storing import Said, storable
from commonhearth.rooms.directory.wording import HOW_VERIFIED

#: What may be corrected. `precision` only ever hides: km, town, hidden.
CORRECTABLE = (
    "name", "description", "kind", "activities", "street", "town", "region", "postcode", "country", "latitude",
    "longitude", "precision", "website", "phone", "email", "open_to_members", "sheltered",
)  # fmt: skip
#: As what somebody acts on a listing (ListingChange.office).
REVIEWER, GROUP = "reviewer", "group"
_HIDING = (Precision.KILOMETRE, Precision.TOWN, Precision.HIDDEN)
#: What could lead to a door. The history is for ever, so it says that these were corrected, never how.
_UNTOLD = frozenset(
    {"street", "postcode", "latitude", "longitude", "description", "activities", "website", "phone", "email"}
)
_PLACE = frozenset({"street", "town", "region", "postcode", "country", "latitude", "longitude", "precision"})


class CannotBeDone(Exception):
    """What was asked for makes no sense; a code of wording.SENTENCES and the field it is about."""

    def __init__(self, code: str, field: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.field = field


@dataclass(frozen=True, slots=True)
class SuccessorNamed:
    """Who carries on: a name, and a listing if there is one."""

    name: str
    listing_id: UUID | None = None


def verify(
    *, actor: Any, listing_id: UUID, how: str, now: datetime, until: date | None = None
) -> Verification:
    """Say that a group was found to exist today.

    Args:
        how: a code of wording.HOW_VERIFIED.
        until: the day until which this holds, if that is sooner than a year from now.

    Raises:
        Refused, NotVisible, CannotBeDone
    """
    office = tending(actor, listing_id)
    today = now.date()
    if how not in HOW_VERIFIED or (office == GROUP and how != "themselves"):
        raise CannotBeDone("not_a_way_to_verify", "how")
    if until is not None and not today <= until <= months_after(today, MONTHS_VERIFIED):
        raise CannotBeDone("until_too_late", "until")
    with transaction.atomic():
        row = _locked(listing_id)
        made = found_alive(row, by=_person_id(actor), how=how, until=until, now=now)
        note(row, "verified", now, by=_person_id(actor), office=office, after=how)
    return made


def found_alive(
    row: Listing, *, by: UUID | None, how: str, now: datetime, until: date | None = None
) -> Verification:
    """Write down that a group was found to exist today; the caller has asked who may."""
    made = Verification.objects.create(
        listing=row, by_id=by, how=how, on=now.date(), until=until, created=now
    )
    row.verified_on, row.verified_until = now.date(), until
    row.save(update_fields=["verified_on", "verified_until"])
    announce(ListingVerified(row.id, now))
    return made


def correct(*, actor: Any, listing_id: UUID, changes: Mapping[str, Any], now: datetime) -> Listing:
    """Correct what a listing says. Later imports leave corrected parts alone.

    A listing that becomes a refuge loses everything finer than its town at once, in its history too;
    one that is said not to be one gets its address back with the next import, or by hand. Only a reviewer
    says that: from those who look after it, it changes nothing.

    Args:
        changes: any of `CORRECTABLE` with their new values.

    Raises:
        Refused, NotVisible, CannotBeDone
    """
    office = tending(actor, listing_id)
    _check(changes)
    if office == GROUP and changes.get("sheltered") is False:
        changes = {name: value for name, value in changes.items() if name != "sheltered"}
    with transaction.atomic():
        row = _locked(listing_id)
        before = {name: getattr(row, name) for name in CORRECTABLE}
        asked = changes.get("precision")
        if asked and coarser(Precision(asked), Precision(row.precision)) != asked:
            raise CannotBeDone("only_coarser", "precision")
        wanted = {name: value for name, value in changes.items() if before[name] != value}
        if not wanted:
            return row
        fields, _ = storable(_said(row, wanted))
        for name, value in fields.items():
            setattr(row, name, value)
        if "sheltered" in wanted:
            row.sheltered_by_hand = bool(wanted["sheltered"])
        parts = {"place" if name in _PLACE else name for name in wanted if name != "sheltered"}
        row.corrected = sorted(set(row.corrected) | parts)
        row.save()
        for name in wanted:
            quiet = name in _UNTOLD or (row.sheltered and name in _PLACE | {"name"})
            note(
                row,
                "corrected",
                now,
                by=_person_id(actor),
                office=office,
                field=name,
                before="" if quiet else _words(before[name]),
                after="" if quiet else _words(getattr(row, name)),
            )
        if row.sheltered or "precision" in wanted:
            forget_finer([row])
        learn([row.words])
    return row


def close(
    *, actor: Any, listing_id: UUID, on: date, successors: Sequence[SuccessorNamed] = (), now: datetime
) -> Listing:
    """Mark a group as stopped. It leaves the results; its page stays, with who carries on first.

    Args:
        on: the day on which it stopped, or was found to have stopped.
        successors: in the order to show them.

    Raises:
        Refused, NotVisible, CannotBeDone
    """
    office = tending(actor, listing_id)
    if on > timezone.localdate(now):  # today as the reviewer's clock has it
        raise CannotBeDone("in_the_future", "on")
    if any(not successor.name.strip() and successor.listing_id is None for successor in successors):
        raise CannotBeDone("successors_missing", "successors")
    with transaction.atomic():
        row = _locked(listing_id)
        named = dict(
            Listing.objects.filter(id__in=[one.listing_id for one in successors if one.listing_id])
            .exclude(id=row.id)
            .values_list("id", "name")
        )
        Succession.objects.filter(listing=row).delete()
        Succession.objects.bulk_create(
            Succession(
                listing=row,
                successor_id=one.listing_id if one.listing_id in named else None,
                name=(one.name.strip() or str(named.get(one.listing_id or row.id, "")))[:300],
                position=position,
                created=now,
            )
            for position, one in enumerate(successors)
            if one.name.strip() or one.listing_id in named
        )
        row.closed_on = on
        row.save(update_fields=["closed_on"])
        named_after = ", ".join(one.name.strip() for one in successors)
        note(row, "closed", now, by=_person_id(actor), office=office, after=named_after)
        announce(ListingClosed(row.id, now))
    return row


def reopen(*, actor: Any, listing_id: UUID, now: datetime) -> Listing:
    """Undo a closing: the group goes on. It counts as unverified until somebody checks.

    Raises:
        Refused, NotVisible
    """
    office = tending(actor, listing_id)
    with transaction.atomic():
        row = _locked(listing_id)
        row.closed_on = None
        row.save(update_fields=["closed_on"])
        Succession.objects.filter(listing=row).delete()
        note(row, "reopened", now, by=_person_id(actor), office=office)
    return row


def forget_finer(rows: Sequence[Listing]) -> None:
    """Forget what is finer than these may be shown; with a refuge, of what is merged with it too."""
    forget_addresses([*(row.id for row in rows), *_shelter_merged(rows)])


def _shelter_merged(rows: Iterable[Listing]) -> list[UUID]:
    """Keep what is merged with a refuge to its town as well: it is the same door. Return what was.

    What a reviewer said to be none stays so, unless a reviewer says otherwise now; a community of this host
    says itself how finely it is shown.
    """
    found: list[UUID] = []
    near = {row.id: bool(row.sheltered_by_hand) for row in rows if row.sheltered}
    while near:
        beside = (
            Listing.objects.select_for_update(of=("self",))
            .filter(
                Q(merged_into__in=near) | Q(id__in=Listing.objects.filter(id__in=near).values("merged_into"))
            )
            .filter(sheltered=False, community=None)
        )
        by_hand = any(near.values())
        near = {}
        for row in beside.order_by("id"):
            if row.sheltered_by_hand is False and not by_hand:
                continue
            fields, _ = storable(_said(row, {"sheltered": True}))
            for name, value in fields.items():
                setattr(row, name, value)
            if by_hand:
                row.sheltered_by_hand = True
            row.save()
            near[row.id] = by_hand
        found += near
    return found


def tending(actor: Any, listing_id: UUID) -> str:
    """Return as what an actor acts on a listing: REVIEWER or GROUP.

    Raises:
        Refused: neither.
    """
    if may_review_listing(actor):
        return REVIEWER
    access.require(may_tend_listing(actor, claim_of(actor, listing_id)))
    return GROUP


def note(
    row: Listing,
    act: str,
    now: datetime,
    *,
    by: UUID | None,
    office: str,
    field: str = "",
    before: str = "",
    after: str = "",
) -> None:
    """Write a line of a listing's history."""
    ListingChange.objects.create(
        listing=row.id,
        by=by,
        office=office,
        act=act,
        field=field,
        before=before,
        after=after,
        at=now,
        created=now,
    )


def _locked(listing_id: UUID) -> Listing:
    """Return the row to write; one that was merged is not written, the kept one is."""
    row = Listing.objects.select_for_update().filter(id=listing_id, merged_into=None).first()
    if row is None:
        raise NotVisible
    return row


def _person_id(actor: Any) -> UUID:
    return (getattr(actor, "person", None) or actor).id


def _words(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return "" if value is None else str(value)


def _check(changes: Mapping[str, Any]) -> None:
    for name, value in changes.items():
        if name not in CORRECTABLE:
            raise CannotBeDone("not_a_field", name)
        if name == "name" and not str(value).strip():
            raise CannotBeDone("name_missing", name)
        if name == "kind" and value not in Kind.values:
            raise CannotBeDone("not_a_field", name)
        if name == "precision" and value not in _HIDING:
            raise CannotBeDone("only_coarser", name)
        if name == "email" and value:
            try:
                validate_email(value)
            except ValidationError:
                raise CannotBeDone("email", name) from None


def _said(row: Listing, wanted: Mapping[str, Any]) -> Said:
    """Return what is known of a listing once it is corrected."""

    def now_said(name: str) -> Any:
        return wanted.get(name, getattr(row, name))

    moved = bool({"latitude", "longitude"} & wanted.keys())
    try:
        given = now_said("latitude"), now_said("longitude")
        point = None if None in given else Point(float(given[0]), float(given[1]))
    except (NotAPlace, TypeError, ValueError):
        raise CannotBeDone("bad_coordinates", "latitude") from None
    if row.placed_by == "town" and not moved:
        point = None  # the town's point is worked out anew below
    sheltered = bool(now_said("sheltered"))
    hiding = Precision(wanted["precision"]) if "precision" in wanted else None
    town = "" if hiding is Precision.HIDDEN else now_said("town")
    found = None
    if point is None or sheltered or hiding is Precision.TOWN:
        found = find_town(town, country=now_said("country"), region=now_said("region"))
    stored = Precision.KILOMETRE if row.precision == Precision.KILOMETRE else Precision.EXACT
    return Said(
        name=str(now_said("name")).strip(),
        kind=now_said("kind"),
        description=now_said("description"),
        activities=tuple(now_said("activities")),
        # A street beside a place that is hidden would undo the hiding.
        street="" if hiding else now_said("street"),
        town=town,
        region=now_said("region"),
        postcode="" if hiding else now_said("postcode"),
        country=str(now_said("country")).upper(),
        country_how=row.country_how if "country" not in wanted else "hand",
        point=point,
        placed_by="record" if moved else row.placed_by,
        town_found=found,
        precision=coarser(hiding, stored) if hiding else stored,
        website=wanted.get("website", row.website_written),
        phone=now_said("phone"),
        email=now_said("email"),
        open_to_members=now_said("open_to_members"),
        sheltered=sheltered,
    )
