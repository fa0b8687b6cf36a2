"""Inviting people of a list by mail. Whoever is here, was here, or is barred gets no letter, and nobody is told."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from commonhearth.foundation import logbook
from commonhearth.foundation.access import require
from commonhearth.foundation.communities.models import Community
from commonhearth.foundation.members.access import may_invite
from commonhearth.foundation.members.models import Bar, Invitation, Member, Standing
from commonhearth.foundation.members.selectors import email_digests
from commonhearth.foundation.members.services.invitations import digest_of
from commonhearth.foundation.outbox import Recipient, mail_many

#: Days for which a link from a letter holds: nobody waits for it.
DAYS = 30


@dataclass(frozen=True, slots=True)
class Letter:
    """Whom a letter goes to, and how it greets them; "" greets without a name."""

    email: str
    name: str = ""


def invite_by_letter(
    *, actor: Member, community: Community, letters: Sequence[Letter], now: datetime
) -> list[Invitation | None]:
    """Write to people who do not know this house yet. The letter does not say what kind of community it is.

    Returns:
        For each letter its invitation; None where none is sent. Which is which is for the books, not for a page.

    Raises:
        Refused: when the actor may not invite.
    """
    require(may_invite(actor))
    with transaction.atomic():
        silent = _not_written_to([letter.email for letter in letters])
        made: list[Invitation | None] = []
        recipients: dict[bool, list[Recipient]] = {True: [], False: []}
        for letter in letters:
            if letter.email in silent:
                made.append(None)
                continue
            token = secrets.token_urlsafe(24)
            made.append(
                Invitation(
                    token_digest=digest_of(token),
                    invited_by=actor,
                    expires=now + timedelta(days=DAYS),
                    created=now,
                    by_letter=True,
                )
            )
            link = settings.HEARTH_URL + reverse("come_in", args=[community.id, token])
            greeting = {"name": letter.name} if letter.name else {}
            recipients[bool(letter.name)].append(Recipient(to=letter.email, fill={"link": link, **greeting}))
        Invitation.objects.bulk_create([one for one in made if one], batch_size=500)
        for named, them in recipients.items():
            if them:
                mail_many(
                    recipients=them,
                    template="members/invited",
                    context={"by": actor.name, "days": DAYS, "named": named},
                    kind="invitation",
                    community=community,
                    sender_name=community.outside_name,
                    expires=now + timedelta(days=DAYS),
                    now=now,
                )
        logbook.write(actor=actor, verb="member.invited_list", now=now)
    return made


def revoke_letters(*, invitations: Sequence[Invitation], now: datetime) -> int:
    """Make links useless that nobody has used; return how many. The caller has asked its own rule."""
    open_ones = Invitation.objects.filter(id__in=[one.id for one in invitations], used_by=None, revoked=None)
    return open_ones.update(revoked=now)


def _not_written_to(emails: list[str]) -> set[str]:
    """Return the addresses of who is here, was here, or is barred. Who has asked to join is welcome to a letter."""
    known = Member.objects.filter(person__email__in=emails).exclude(standing=Standing.APPLICANT)
    silent = set(known.values_list("person__email", flat=True))
    digests = {digest: email for email in emails for digest in email_digests(email)}
    bars = Bar.objects.filter(lifted=None)
    silent |= {
        digests[digest]
        for digest in bars.filter(email_digest__in=digests).values_list("email_digest", flat=True)
    }
    silent |= set(bars.filter(person__email__in=emails).values_list("person__email", flat=True))
    return silent
