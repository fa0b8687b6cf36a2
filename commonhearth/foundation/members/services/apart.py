"""Keeping two people apart, and barring somebody from coming back."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from commonhearth.foundation import logbook
from commonhearth.foundation.access import require
from commonhearth.foundation.events import announce
from commonhearth.foundation.members.access import may_bar, may_keep_apart
from commonhearth.foundation.members.events import MembersKeptApart
from commonhearth.foundation.members.models import Bar, KeptApart, Member, Standing
from commonhearth.foundation.members.selectors import email_digest
from commonhearth.foundation.members.services.standing import locked, set_standing


def keep_apart(*, actor: Member, other: Member, now: datetime) -> None:
    """From now on neither finds nor meets the other. No reason; the other is never told.

    No logbook line is written: it would tell others what only the asker may know.

    Raises:
        Refused: when the actor is not inside.
    """
    require(may_keep_apart(actor))
    with transaction.atomic():
        if actor.id != other.id:
            KeptApart.objects.get_or_create(asker=actor, other=other, defaults={"created": now})
            announce(MembersKeptApart(actor.id, other.id, now))


def stop_keeping_apart(*, actor: Member, other: Member) -> None:
    """Take one's own asking back. If the other asked too, theirs stays.

    Raises:
        Refused: when the actor is not inside.
    """
    require(may_keep_apart(actor))
    with transaction.atomic():
        KeptApart.objects.filter(asker=actor, other=other).delete()


def bar(*, actor: Member, member: Member, why: str, now: datetime) -> Bar:
    """Say that somebody outside may not come back, whatever name or link they use. Twice is as once.

    Raises:
        Refused: when the actor may not, or the member is still inside.
    """
    with transaction.atomic():
        member = locked(member)
        require(may_bar(actor, member))
        standing = Bar.objects.filter(member=member, lifted=None).first()
        if standing is not None:
            return standing
        row = Bar.objects.create(
            person=member.person,
            email_digest=email_digest(member.person.email) if member.person and member.person.email else "",
            member=member,
            set_by=actor,
            created=now,
        )
        logbook.write(actor=actor, verb="bar.set", now=now, about={"member": str(member.pseudonym)}, why=why)
    return row


def lift_bar(*, actor: Member, row: Bar, now: datetime) -> None:
    """Let them ask to join again, also where they had been asked to leave.

    Raises:
        Refused: when the actor may not.
    """
    require(may_bar(actor, row.member))
    with transaction.atomic():
        Bar.objects.filter(id=row.id, lifted=None).update(lifted=now)
        if row.member.standing == Standing.REMOVED:
            set_standing(locked(row.member), Standing.FORMER, now=now)
        logbook.write(actor=actor, verb="bar.lifted", now=now, about={"member": str(row.member.pseudonym)})
