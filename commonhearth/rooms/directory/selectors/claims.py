"""What somebody sees who looks after a listing or asks to, and who opens a link from a mail about it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils.crypto import salted_hmac

from commonhearth.core.places.websites import host_of
from commonhearth.foundation.access import NotVisible, Verdict
from commonhearth.rooms.directory import tokens, wording
from commonhearth.rooms.directory.access import may_claim_listing
from commonhearth.rooms.directory.models import Claim, Listing, Reminder

#: How long the one press in a reminder does something.
LINK_KEPT = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class ClaimView:
    """A listing, the ways to prove that one looks after it, and how far the viewer is with that."""

    listing_id: UUID
    name: str
    may_claim: Verdict
    #: The domain of the published mailbox, never the address; "" without one.
    mailbox: str
    #: The host of the published website; "" without one.
    website: str
    #: none, mail (a link was asked for), file (a file is waited for), stands.
    state: str
    expires: datetime | None = None
    proved: datetime | None = None
    file_address: str = ""
    file_line: str = ""
    looked: datetime | None = None
    problem_text: Any = ""


@dataclass(frozen=True, slots=True)
class LinkedTo:
    """What a link in a mail is about."""

    listing_id: UUID
    name: str


def claim_view(*, viewer: Any, listing_id: UUID, now: datetime) -> ClaimView:
    """Return how the viewer stands with a listing. Others' claims are not told.

    Raises:
        NotVisible
    """
    row = Listing.objects.filter(id=listing_id, merged_into=None).first()
    if row is None:
        raise NotVisible
    ways = ways_to_prove(row)
    person = getattr(viewer, "person", None) or viewer
    claim = None
    if getattr(person, "is_authenticated", False):
        claim = Claim.objects.filter(listing=row, person_id=person.id, ended=None).first()
    if claim is not None and claim.proved is None and claim.expires < now:
        claim = None
    state = "none" if claim is None else "stands" if claim.proved else claim.how
    address, line = file_for(claim, row) if claim and state == "file" else ("", "")
    return ClaimView(
        listing_id=row.id,
        name=row.name,
        may_claim=may_claim_listing(viewer, row),
        mailbox=ways.get("mail", ""),
        website=ways.get("file", ""),
        state=state,
        expires=claim.expires if claim else None,
        proved=claim.proved if claim else None,
        file_address=address,
        file_line=line,
        looked=claim.looked if claim else None,
        problem_text=wording.CLAIM_PROBLEMS.get(claim.problem, "") if claim else "",
    )


def claim_by_link(*, viewer: Any, token: str, now: datetime) -> tuple[LinkedTo | None, bool]:
    """Return what the link in a mail is about, and whether it was the viewer who asked for it."""
    claim_id = tokens.read(token, purpose="claim")
    claim = (
        Claim.objects.select_related("listing").filter(id=claim_id, ended=None, how=Claim.How.MAIL).first()
        if claim_id
        else None
    )
    if claim is None or (claim.proved is None and claim.expires < now):
        return None, False
    person = getattr(viewer, "person", None) or viewer
    return LinkedTo(claim.listing_id, claim.listing.name), claim.person_id == getattr(person, "id", None)


def reminder_by_link(*, token: str, purpose: str, now: datetime) -> LinkedTo | None:
    """Return what the link in a reminder is about; None when it does nothing any more."""
    reminder = reminder_of(token, purpose=purpose)
    if reminder is None or (purpose == "still-here" and now - reminder.at > LINK_KEPT):
        return None
    return LinkedTo(reminder.listing_id, reminder.listing.name)


def claim_of(actor: Any, listing_id: UUID) -> Claim | None:
    """Return the actor's own standing claim to a listing, or to one that was merged into it."""
    person = getattr(actor, "person", None) or actor
    if not getattr(person, "is_authenticated", False):
        return None
    return (
        Claim.objects.filter(Q(listing=listing_id) | Q(listing__merged_into=listing_id))
        .filter(person=person.id, proved__isnull=False, ended=None)
        .order_by("proved", "id")
        .first()
    )


def ways_to_prove(row: Listing) -> dict[str, str]:
    """Return by which ways a listing can be claimed: the mailbox's domain, the address of the file."""
    found = {}
    if row.email:
        found[str(Claim.How.MAIL)] = row.email.rpartition("@")[2]
    host = host_of(row.website)
    if host and not row.website_doubt.startswith("website-not"):
        found[str(Claim.How.FILE)] = host
    return found


def file_for(claim: Claim, row: Listing) -> tuple[str, str]:
    """Return the address at which a claimant puts a file, and the one line that it holds."""
    secret = salted_hmac("directory.claim-file", claim.id.hex, algorithm="sha256").hexdigest()[:32]
    scheme = "https" if row.website.lower().startswith("https:") else "http"
    host = row.website.split("/")[2].rpartition("@")[2]
    return f"{scheme}://{host}/.well-known/commonhearth-{secret}.txt", f"commonhearth={secret}"


def reminder_of(token: str, *, purpose: str) -> Reminder | None:
    """Return the reminder that a link belongs to."""
    reminder_id = tokens.read(token, purpose=purpose)
    return Reminder.objects.select_related("listing").filter(id=reminder_id).first() if reminder_id else None
