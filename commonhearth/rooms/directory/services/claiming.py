"""Looking after one's own listing: asking, proving it by its mailbox or its website, and stopping.

A claim lets a group correct, check and close its own listing. It shows nobody who they are, makes no
refuge's place finer, and stands until they stop or a reviewer withdraws it.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.crypto import constant_time_compare

from commonhearth.core.places.websites import host_of
from commonhearth.foundation import access, outbox, throttle
from commonhearth.foundation.access import NotVisible
from commonhearth.foundation.accounts.models import Person
from commonhearth.foundation.fetch import Failed, Network, Refused, fetch
from commonhearth.foundation.tenancy.lasting import over
from commonhearth.rooms.directory import tokens
from commonhearth.rooms.directory.access import may_claim_listing, may_end_claim
from commonhearth.rooms.directory.models import Claim, Listing
from commonhearth.rooms.directory.selectors.claims import file_for, ways_to_prove
from commonhearth.rooms.directory.services.reviewing import GROUP, REVIEWER, CannotBeDone, note

#: An unproved claim is forgotten after this; the link in the mail opens nothing then.
KEPT_UNPROVED = timedelta(days=7)
#: Mails to one published address in a day, whoever asks; and asking by one person.
MAILS_A_DAY, ASKED_A_DAY, LOOKS_A_DAY = 2, 10, 10
DAY = 86400
MOST_IN_FILE = 4096


def ask_to_look_after(*, actor: Any, listing_id: UUID, how: str, now: datetime) -> Claim:
    """Ask to look after a listing: by a link mailed to its published address, or by a file at its website.

    What comes back is the same whether or not a mail was sent, so asking tells nothing about the mailbox.
    Again before it is proved begins anew, with the other way if that was chosen.

    Args:
        how: Claim.How.

    Raises:
        Refused, NotVisible
        CannotBeDone: the listing has no address, or no website that could show it.
    """
    row = _standing(listing_id)
    access.require(may_claim_listing(actor, row))
    if how not in Claim.How.values or not ways_to_prove(row).get(how):
        raise CannotBeDone("claim_no_way", "how")
    person = getattr(actor, "person", None) or actor
    often = not throttle.count(f"claim|{person.id}", limit=ASKED_A_DAY, seconds=DAY, now=now)
    with transaction.atomic():
        claim = Claim.objects.select_for_update().filter(listing=row, person_id=person.id, ended=None).first()
        if claim is not None and claim.proved:
            return claim
        claim = claim or Claim(listing=row, person_id=person.id, created=now)
        claim.how, claim.asked, claim.expires = how, now, now + KEPT_UNPROVED
        claim.looked, claim.problem = None, ""
        claim.save()
        if how == Claim.How.MAIL and not often:
            _mail_link(claim, row, now)
    return claim


def prove_by_link(*, actor: Any, token: str, now: datetime) -> Claim | None:
    """Prove a claim by the link in the mail. None when the link is wrong, too old, or of somebody else's asking.

    It proves something only for who asked, signed in as they asked: forwarded, it is worth nothing.
    """
    claim_id = tokens.read(token, purpose="claim")
    if claim_id is None:
        return None
    person = getattr(actor, "person", None) or actor
    with transaction.atomic():
        claim = (
            Claim.objects.select_for_update()
            .select_related("listing")
            .filter(id=claim_id, ended=None, how=Claim.How.MAIL)
            .first()
        )
        if claim is None or claim.person_id != getattr(person, "id", None):
            return None
        if claim.proved is None:
            if claim.expires < now or claim.listing.merged_into_id:
                return None
            _prove(claim, now)
    return claim


def look_for_file(*, claim_id: UUID, now: datetime, network: Network | None = None) -> bool:
    """Look for the file of a claim, from a job: outside any transaction. Return whether it proves the claim."""
    claim = (
        Claim.objects.select_related("listing")
        .filter(id=claim_id, how=Claim.How.FILE, ended=None, proved=None, expires__gte=now)
        .first()
    )
    if claim is None or not ways_to_prove(claim.listing).get(Claim.How.FILE):
        return False
    address, line = file_for(claim, claim.listing)
    problem = ""
    try:
        answer = fetch(address, to={host_of(address)}, keep=MOST_IN_FILE, network=network)
    except (Refused, Failed) as fault:
        problem = fault.code
    else:
        told = answer.body.decode("utf-8", "replace").strip().lstrip("\ufeff")
        if answer.status != 200:
            problem = "no-file"
        elif not constant_time_compare(told, line):
            problem = "other-words"
    with transaction.atomic():
        claim = Claim.objects.select_for_update().select_related("listing").get(id=claim_id)
        if claim.ended or claim.proved:
            return bool(claim.proved)
        claim.looked, claim.problem = now, problem
        claim.save(update_fields=["looked", "problem"])
        if not problem:
            _prove(claim, now)
    return not problem


def claim_to_look_for(*, actor: Any, listing_id: UUID, now: datetime) -> Claim:
    """Return the actor's claim whose file is waited for.

    Raises:
        NotVisible: when there is none.
    """
    claim = _own(actor, listing_id).filter(how=Claim.How.FILE, proved=None, expires__gte=now).first()
    if claim is None:
        raise NotVisible
    return claim


def end_own_claim(*, actor: Any, listing_id: UUID, now: datetime) -> None:
    """Stop looking after a listing, or asking to.

    Raises:
        NotVisible: when one does neither.
    """
    claim = _own(actor, listing_id).first()
    if claim is None:
        raise NotVisible
    end_claim(actor=actor, claim_id=claim.id, now=now)


def may_look_again(claim: Claim, *, now: datetime) -> bool:
    """Count one look for a file; False once there were too many today."""
    return throttle.count(f"claim-look|{claim.id}", limit=LOOKS_A_DAY, seconds=DAY, now=now)


def end_claim(*, actor: Any, claim_id: UUID, now: datetime) -> Claim:
    """Stop looking after a listing, or withdraw that as a reviewer. Who looked after it is told.

    Raises:
        Refused, NotVisible
    """
    with transaction.atomic():
        claim = (
            Claim.objects.select_for_update().select_related("listing", "person").filter(id=claim_id).first()
        )
        if claim is None:
            raise NotVisible
        access.require(may_end_claim(actor, claim))
        if claim.ended:
            return claim
        person = getattr(actor, "person", None) or actor
        by_reviewer = claim.person_id != person.id
        if claim.proved is None and not by_reviewer:
            claim.delete()
            return claim
        claim.ended, claim.ended_by_reviewer = now, by_reviewer
        claim.save(update_fields=["ended", "ended_by_reviewer"])
        if claim.proved:
            office = REVIEWER if by_reviewer else GROUP
            note(claim.listing, "claim_ended", now, by=person.id, office=office)
        if by_reviewer and claim.person.email:
            outbox.mail(
                to=claim.person.email,
                template="directory/claim_ended",
                context={"name": claim.listing.name, "listing": _address(claim.listing)},
                now=now,
                kind="directory.claim",
                person=claim.person,
                language=claim.person.language,
            )
    return claim


def forget_unproved(*, now: datetime) -> int:
    """Forget claims that nobody proved in time; return how many."""
    count, _ = over(Claim, now=now).delete()
    return count


def _prove(claim: Claim, now: datetime) -> None:
    claim.proved = now
    claim.save(update_fields=["proved"])
    note(claim.listing, "claimed", now, by=claim.person_id, office=GROUP, after=claim.how)
    reviewers = Person.objects.filter(is_reviewer=True, is_active=True, email__isnull=False)
    outbox.mail_many(
        recipients=[
            outbox.Recipient(to=one.email, language=one.language, person=one)
            for one in reviewers
            if one.email
        ],
        template="directory/claim_proved",
        context={
            "name": claim.listing.name,
            "how": claim.how,
            "listing": _address(claim.listing),
            "desk": settings.HEARTH_URL + reverse("directory:desk-claims"),
        },
        now=now,
        kind="directory.claim",
    )


def _mail_link(claim: Claim, row: Listing, now: datetime) -> None:
    if not throttle.count(f"claim-mail|{row.email.lower()}", limit=MAILS_A_DAY, seconds=DAY, now=now):
        return
    token = tokens.write(claim.id, purpose="claim")
    outbox.mail(
        to=row.email,
        template="directory/claim_link",
        context={
            "name": row.name,
            "listing": _address(row),
            "link": settings.HEARTH_URL + reverse("directory:claim-link", args=[token]),
            "days": KEPT_UNPROVED.days,
        },
        now=now,
        kind="directory.claim",
        expires=claim.expires,
    )


def _own(actor: Any, listing_id: UUID) -> QuerySet[Claim]:
    """Return the claim of an actor to a listing, or to one that was merged into it."""
    person = getattr(actor, "person", None) or actor
    return Claim.objects.filter(
        Q(listing=listing_id) | Q(listing__merged_into=listing_id),
        person=getattr(person, "id", None),
        ended=None,
    ).order_by("created", "id")


def _standing(listing_id: UUID) -> Listing:
    row = Listing.objects.filter(id=listing_id, merged_into=None).first()
    if row is None:
        raise NotVisible
    return row


def _address(row: Listing) -> str:
    return settings.HEARTH_URL + reverse("directory:listing", args=[row.id])
