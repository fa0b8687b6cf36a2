"""Invitation links: for one person, once, for a time, and revocable."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta

from django.db import transaction

from commonhearth.foundation import logbook
from commonhearth.foundation.access import require
from commonhearth.foundation.accounts.models import Person
from commonhearth.foundation.communities.models import Community
from commonhearth.foundation.members.access import may_invite, may_revoke_invitation
from commonhearth.foundation.members.models import INSIDE, Invitation, Member, Standing
from commonhearth.foundation.members.selectors import is_barred, name_in_use, open_holds
from commonhearth.foundation.members.services.joining import Barred, NameInUse, _admit
from commonhearth.foundation.members.services.standing import one_name_at_a_time, set_standing

#: Days for which a link holds when nobody says otherwise.
DAYS = 14


class InvitationSpent(Exception):
    """The link was used, revoked, has expired, or never was. The page says the same for all four."""


def digest_of(token: str) -> str:
    """Return what is stored of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def invite(*, actor: Member, note: str = "", days: int = DAYS, now: datetime) -> tuple[Invitation, str]:
    """Make a link for one person.

    Returns:
        The invitation, and the token for its link, which is shown once and not kept.

    Raises:
        Refused: when the actor may not invite.
    """
    require(may_invite(actor))
    token = secrets.token_urlsafe(24)
    with transaction.atomic():
        invitation = Invitation.objects.create(
            token_digest=digest_of(token),
            note=note.strip(),
            invited_by=actor,
            expires=now + timedelta(days=days),
            created=now,
        )
        logbook.write(actor=actor, verb="member.invited", now=now)
    return invitation, token


def revoke_invitation(*, actor: Member, invitation: Invitation, now: datetime) -> None:
    """Make a link useless.

    Raises:
        Refused: when it is neither the actor's own nor are they a steward.
    """
    require(may_revoke_invitation(actor, invitation))
    with transaction.atomic():
        Invitation.objects.filter(id=invitation.id, used_by=None, revoked=None).update(revoked=now)


def find_invitation(token: str, *, now: datetime) -> Invitation:
    """Return the invitation that a token opens now.

    Raises:
        InvitationSpent: when it opens none.
    """
    found = (
        Invitation.objects.filter(token_digest=digest_of(token), used_by=None, revoked=None, expires__gt=now)
        .select_related("invited_by")
        .first()
    )
    if found is None or found.invited_by.standing not in INSIDE:
        raise InvitationSpent
    if open_holds(now=now).filter(member=found.invited_by).exists():
        raise InvitationSpent  # while somebody is on hold, their links open nothing
    return found


def accept_invitation(
    *, actor: Person | Member, community: Community, token: str, name: str, word: str = "", now: datetime
) -> Member:
    """Come in by a link. The link is used up in the same transaction, so it lets in one person.

    Raises:
        InvitationSpent: when the link opens nothing (any more).
        Barred: when the community has barred this person.
        NameInUse: when somebody here is known by this name and word.
    """
    person = actor.person if isinstance(actor, Member) else actor
    if not isinstance(person, Person):
        raise InvitationSpent
    with transaction.atomic():
        one_name_at_a_time(community.id)
        invitation = find_invitation(token, now=now)
        invitation = Invitation.objects.select_for_update().get(id=invitation.id)
        if invitation.used_by_id or invitation.revoked:
            raise InvitationSpent
        if is_barred(person):
            raise Barred(community.appeal_contact)
        member = Member.objects.select_for_update().filter(person=person).first()
        if member is not None and member.standing not in (Standing.APPLICANT, Standing.FORMER):
            return member  # inside already: the link stays good for somebody else
        if name_in_use(name, word, but=member):
            raise NameInUse(name, word)
        if member is None:
            member = Member(person=person, standing=Standing.GUEST, created=now)
        member.name, member.word = name.strip(), word.strip()
        member.save()
        set_standing(member, Standing.APPLICANT, now=now)
        member.applications.filter(closed=None).update(closed=now)
        _admit(member, community, welcomed_by=invitation.invited_by, now=now)
        invitation.used_by = member
        invitation.save(update_fields=["used_by"])
        logbook.write(actor=member, verb="member.came_by_link", now=now)
    return member
