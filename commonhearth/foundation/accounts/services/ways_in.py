"""Changing a way in: the address and the password. Each change is told by letter and ends other sessions."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal.auth import WebAuthn
from django.db import IntegrityError, transaction

from commonhearth.foundation.access import YES, Verdict, no, require
from commonhearth.foundation.accounts.access import may_change_ways_in
from commonhearth.foundation.accounts.mails import tell
from commonhearth.foundation.accounts.models import Card, Person, as_kept
from commonhearth.foundation.accounts.services.devices import end_others


def set_password(*, actor: Person, person: Person, password: str, keep: str, now: datetime) -> None:
    """Set or replace a password that has passed `passwords.HousePasswordValidator`.

    Args:
        keep: the key of the session that stays; all others end.
    """
    require(may_change_ways_in(actor, person))
    had_one = person.has_usable_password()
    person.set_password(password)  # outside the transaction: hashing is slow, the lock is not for it
    with transaction.atomic():
        person.save(update_fields=["password"])
        end_others(actor=actor, person=person, keep=keep)
        tell(person=person, code="password_changed" if had_one else "password_set", params={}, now=now)


def remove_password(*, actor: Person, person: Person, keep: str, now: datetime) -> None:
    """Take the password away; a code by e-mail, a passkey or a card must still open the door."""
    require(may_change_ways_in(actor, person))
    require(may_lose(person, "password"))
    person.set_unusable_password()
    with transaction.atomic():
        person.save(update_fields=["password"])
        end_others(actor=actor, person=person, keep=keep)
        tell(person=person, code="password_removed", params={}, now=now)


def add_passkey(
    *, actor: Person, person: Person, name: str, credential: dict[str, Any], keep: str, now: datetime
) -> None:
    """Keep a passkey whose ceremony has just been checked.

    Args:
        name: what the person calls the device.
        credential: the device's answer, as the sign-in library keeps it.
        keep: the key of the session that stays; all others end.
    """
    require(may_change_ways_in(actor, person))
    with transaction.atomic():
        WebAuthn.add(person, name, credential)
        end_others(actor=actor, person=person, keep=keep)
        tell(person=person, code="passkey_added", params={}, now=now)


def may_lose(person: Person, way: str) -> Verdict:
    """Tell whether some other way in would be left: a mailbox (a password needs one too), a passkey or a card.

    Args:
        way: `password`, or `passkey` for one of theirs.
    """
    passkeys = Authenticator.objects.filter(user=person, type=Authenticator.Type.WEBAUTHN).count()
    card = Card.objects.filter(person=person, revoked=None, codes__used=None)
    left = person.email or passkeys > (way == "passkey") or card.exists()
    return YES if left else no("accounts.last_way_in")


def address_is_free(email: str, *, for_person: Person) -> bool:
    """Tell whether nobody else signs in with an address. For deciding what a letter says, never a page."""
    return not Person.objects.filter(email=as_kept(email)).exclude(pk=for_person.pk).exists()


def change_email(*, actor: Person, person: Person, email: str, keep: str, now: datetime) -> bool:
    """Make an address the person's own after its code came back; both ends are told.

    Returns:
        False when somebody else has taken the address meanwhile; nothing is changed then.
    """
    require(may_change_ways_in(actor, person))
    address, old = as_kept(email) or "", person.email
    if not address_is_free(address, for_person=person):
        return False
    try:
        with transaction.atomic():
            _move(actor=actor, person=person, address=address, keep=keep, now=now)
    except IntegrityError:  # somebody else was first, a moment ago
        person.email = old
        return False
    return True


def _move(*, actor: Person, person: Person, address: str, keep: str, now: datetime) -> None:
    old, person.email = person.email, address
    person.save(update_fields=["email"])
    EmailAddress.objects.filter(user=person).delete()
    EmailAddress.objects.create(user=person, email=address, verified=True, primary=True)
    end_others(actor=actor, person=person, keep=keep)
    tell(person=person, code="email_now", params={"old": old or ""}, now=now)
    if old and old != address:
        tell(person=person, code="email_was", params={}, now=now, to=old)
