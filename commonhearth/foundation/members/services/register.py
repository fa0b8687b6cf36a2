"""The register of members: legal names, sealed; and a printed way in for who has no e-mail."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Max

from commonhearth.foundation import logbook
from commonhearth.foundation.access import Verdict, no, require
from commonhearth.foundation.accounts.models import Person
from commonhearth.foundation.accounts.services import cards, people
from commonhearth.foundation.communities.models import Community
from commonhearth.foundation.members.access import may_give_card, may_keep_register
from commonhearth.foundation.members.models import Member, RegisterEntry
from commonhearth.foundation.members.services.standing import locked
from commonhearth.foundation.tenancy import community_in_reach


def enter_legal_name(*, actor: Member, member: Member, legal_name: str, now: datetime) -> RegisterEntry:
    """Enter or correct a legal name. The number stays the member's for ever.

    Raises:
        Refused: when the actor is not the registrar.
    """
    require(may_keep_register(actor))
    with transaction.atomic():
        Community.objects.select_for_update().only("id").get(id=actor.community_id)  # one number at a time
        entry = RegisterEntry.objects.select_for_update().filter(member=member).first()
        if entry is None:
            last = RegisterEntry.objects.aggregate(last=Max("number"))["last"] or 0
            entry = RegisterEntry(member=member, number=last + 1, created=now)
        entry.legal_name = legal_name.strip()
        entry.save()
        logbook.write(actor=actor, verb="register.entered", now=now, about={"member": str(member.pseudonym)})
    return entry


def give_card(*, actor: Member, member: Member, now: datetime) -> cards.PrintedCard:
    """Give somebody without e-mail a printed card, and with it a sign-in that is theirs alone.

    Raises:
        Refused: when they did not choose the actor, or have a sign-in of their own.
    """
    require(may_give_card(actor, member))
    with transaction.atomic():
        member = locked(member)
        if member.person is None:
            member.person = people.make_without_email(now=now)
            member.save(update_fields=["person"])
        assert actor.person is not None  # who acts is signed in
        printed = cards.issue_card(for_person=member.person, issued_by=actor.person, now=now)
        logbook.write(actor=actor, verb="member.card_given", now=now, about={"member": str(member.pseudonym)})
    return printed


def entrusted_here(issuer: Person, person: Person) -> Verdict:
    """Whether, in the community in reach, a person without e-mail chose the issuer as their voice."""
    if community_in_reach() is None or person.email:
        return no("not_their_voice")
    member = Member.objects.filter(person=person).select_related("speaks_through", "person").first()
    voice = member.speaks_through if member else None
    if member is None or voice is None or voice.person_id != issuer.id:
        return no("not_their_voice")
    return may_give_card(voice, member)
