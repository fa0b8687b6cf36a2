"""Arriving, and how the house looks and speaks to one person."""

from __future__ import annotations

from datetime import datetime

from allauth.account.models import EmailAddress
from django.db import IntegrityError, transaction

from commonhearth.foundation.access import VISITOR, require
from commonhearth.foundation.accounts.access import may_change_sign_in, may_sign_up
from commonhearth.foundation.accounts.models import Person, as_kept


def arrive(*, email: str, now: datetime, language: str = "en", expected: bool = False) -> Person:
    """Make a sign-in for an address whose mailbox has just been shown to be theirs.

    Somebody who arrived in another tab a moment ago is returned, not made twice.

    Args:
        expected: they hold the host's own first link, which opens where signing up is closed.

    Raises:
        Refused: when the operator has closed this.
    """
    address = as_kept(email) or ""
    found = Person.objects.filter(email=address).first()
    if found:
        return found
    if not expected:
        require(may_sign_up(VISITOR))
    try:
        with transaction.atomic():
            return _make(email=address, language=language, now=now)
    except IntegrityError:  # the other tab was first
        return Person.objects.get(email=address)


def make_demo_person(*, email: str, line: str, now: datetime, language: str = "en") -> Person:
    """Make, or return, somebody whom visitors of a demo host can be with one press.

    Args:
        email: an address that receives nothing outside this host's own mailbox.
        line: who this is, in a few words: "Rosa, who welcomes newcomers".
        now: the moment of making.
        language: a language code.
    """
    address = as_kept(email) or ""
    with transaction.atomic():
        found = Person.objects.filter(email=address).first()
        return found or _make(email=address, language=language, now=now, demo_line=line)


def make_without_email(*, now: datetime, language: str = "en") -> Person:
    """Make a sign-in for somebody who has no e-mail and will come in with a card."""
    person = Person(language=language, created=now)
    person.set_unusable_password()
    person.save()
    return person


def _make(*, email: str, language: str, now: datetime, demo_line: str = "") -> Person:
    person = Person(email=email, language=language, created=now, demo_line=demo_line)
    person.set_unusable_password()
    person.save()
    EmailAddress.objects.create(user=person, email=email, verified=True, primary=True)
    return person


def settle(
    *, actor: Person, person: Person, language: str, time_zone: str, theme: str, now: datetime
) -> Person:
    """Keep how the house looks and speaks to a person."""
    require(may_change_sign_in(actor, person))
    person.language, person.time_zone, person.theme = language, time_zone, theme
    person.save(update_fields=["language", "time_zone", "theme"])
    return person
