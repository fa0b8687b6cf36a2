"""Making a code, vouching, stopping, and what happens when the time has passed."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from django.db import transaction

from commonhearth.foundation import logbook, outbox
from commonhearth.foundation.access import NotVisible, require
from commonhearth.foundation.accounts import letter_links, vault
from commonhearth.foundation.accounts.models import Person
from commonhearth.foundation.accounts.services.devices import end_others
from commonhearth.foundation.events import announce
from commonhearth.foundation.members.access import Actor
from commonhearth.foundation.members.models import INSIDE, Member
from commonhearth.foundation.members.selectors import is_barred
from commonhearth.foundation.members.services.standing import locked
from commonhearth.foundation.recovery.access import (
    KEEPER,
    may_carry_out_recovery,
    may_make_code,
    may_stop_recovery,
    may_vouch,
)
from commonhearth.foundation.recovery.events import MemberRecovered, RecoveryBegun
from commonhearth.foundation.recovery.models import Code, Recovery
from commonhearth.foundation.recovery.selectors import open_recovery

#: Letters and digits that are not taken for each other when read aloud or written down.
ALPHABET = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
LETTERS = 12  # 59 bits, and few tries
CODE_LIFE = timedelta(days=7)
DELAY = timedelta(hours=72)


class WrongCode(ValueError):
    """No code of anybody who could be this member. Says no more, whatever the reason."""


def make_code(*, actor: Actor, now: datetime, rng: secrets.SystemRandom | None = None) -> str:
    """Make the code that somebody tells to two people who know them; an earlier one no longer works.

    Returns:
        Twelve letters and digits, shown once and kept as a digest.

    Raises:
        Refused: for who is not signed in.
    """
    require(may_make_code(actor))
    person = actor.person if isinstance(actor, Member) else actor
    assert isinstance(person, Person)
    rng = rng or secrets.SystemRandom()
    code = "".join(rng.choice(ALPHABET) for _ in range(LETTERS))
    with transaction.atomic():
        Code.objects.update_or_create(
            person=person,
            defaults={"digest": _digest(code), "expires": now + CODE_LIFE},
            create_defaults={"digest": _digest(code), "expires": now + CODE_LIFE, "created": now},
        )
    return code


def vouch(*, actor: Member, member: Member, code: str, now: datetime) -> Recovery:
    """Say that the new sign-in behind a code is this member's. With the second voice the three days begin.

    Raises:
        Refused: when the actor may not, or has vouched already.
        WrongCode: when the code is nobody's, has run out, is another's than the first vouched for, or belongs
            to somebody who has a place here or may not come back.
    """
    with transaction.atomic():
        member = locked(member)
        found = open_recovery(member)
        require(may_vouch(actor, member, found))
        person = _whose(code, now=now)
        if person.id == actor.person_id or (found is not None and found.person_id != person.id):
            raise WrongCode
        about = {"member": str(member.pseudonym)}
        if found is None:
            logbook.write(actor=actor, verb="recovery.vouched", now=now, about=about)
            return Recovery.objects.create(member=member, person=person, first_by=actor, created=now)
        found.second_by, found.due = actor, now + DELAY
        found.save(update_fields=["second_by", "due"])
        logbook.write(actor=actor, verb="recovery.begun", now=now, about=about)
        _tell(found, now=now)
        announce(RecoveryBegun(found.id, member.id, now))
    return found


def _whose(code: str, *, now: datetime) -> Person:
    typed = "".join(char for char in code.upper() if char in ALPHABET)
    row = Code.objects.filter(digest=_digest(typed), expires__gt=now).select_related("person").first()
    if row is None or not row.person.is_active:
        raise WrongCode
    if Member.objects.filter(person=row.person).exists() or is_barred(row.person):
        raise WrongCode
    return row.person


def _tell(recovery: Recovery, *, now: datetime) -> None:
    """Write to both ends: to the old address with a link that stops it, to the new one with the day."""
    member = recovery.member
    called = member.named_outside_as or member.community.named_outside
    letters = [(recovery.person, "recovery/wait", "")]
    if member.person is not None:
        stop = letter_links.link(
            act="stop-recovery",
            person=member.person,
            about=[str(recovery.id)],
            community_id=member.community_id,
            ends=recovery.due,
            now=now,
        )
        letters.append((member.person, "recovery/stop", stop))
    for person, template, link in letters:
        if person.email:
            outbox.mail(
                to=person.email,
                template=template,
                context={"called": called, "due": recovery.due, "stop": link},
                kind="safety",
                community=member.community,
                person=person,
                language=person.language,
                sender_name=called,
                now=now,
            )


def stop(*, actor: Actor, recovery: Recovery, now: datetime) -> Recovery:
    """Stop it: everything stays as it was.

    Raises:
        Refused: when the actor may not, or it is over.
    """
    with transaction.atomic():
        recovery = Recovery.objects.select_for_update().get(id=recovery.id)
        require(may_stop_recovery(actor, recovery))
        recovery.stopped = now
        recovery.save(update_fields=["stopped"])
        member = Member.objects.get(id=recovery.member_id)
        logbook.write(actor=actor, verb="recovery.stopped", now=now, about={"member": str(member.pseudonym)})
    return recovery


def stop_by_letter(person: Person, about: tuple[str, ...], now: datetime) -> None:
    """Stop it by the link in the letter to the old address.

    Raises:
        NotVisible: when there is nothing to stop.
    """
    [recovery_id] = about
    found = Recovery.objects.filter(id=recovery_id, stopped=None, done=None, member__person=person).first()
    if found is None:
        raise NotVisible
    stop(actor=Member.objects.get(id=found.member_id), recovery=found, now=now)


def carry_out(*, now: datetime) -> int:
    """Give the new sign-in its place, wherever the time has passed; return how many came back."""
    require(may_carry_out_recovery(KEEPER))
    due = Recovery.objects.filter(due__lte=now, stopped=None, done=None).order_by("due", "id")
    return sum(_come_back(found, now=now) for found in due)


def _come_back(recovery: Recovery, *, now: datetime) -> bool:
    with transaction.atomic():
        member = locked(Member.objects.get(id=recovery.member_id))
        recovery = Recovery.objects.select_for_update().select_related("person").get(id=recovery.id)
        if recovery.stopped or recovery.done:
            return False
        taken = Member.objects.filter(person=recovery.person).exists()
        if member.standing not in INSIDE or taken or not recovery.person.is_active:
            recovery.stopped = now
            recovery.save(update_fields=["stopped"])
            return False
        before, member.person = member.person, recovery.person
        member.save(update_fields=["person"])
        recovery.done = now
        recovery.save(update_fields=["done"])
        Code.objects.filter(person=recovery.person).delete()
        if before is not None:
            end_others(actor=before, person=before, keep="")
        logbook.write(actor=KEEPER, verb="recovery.done", now=now, about={"member": str(member.pseudonym)})
        announce(MemberRecovered(member.id, now))
    return True


def _digest(code: str) -> str:
    return vault.digest(code, purpose="recovery")
