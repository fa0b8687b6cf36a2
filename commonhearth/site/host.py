"""What this host was made as, whose signing key it has, and how its first visitor becomes its operator."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse

from commonhearth.foundation.accounts.models import Person
from commonhearth.foundation.accounts.services import people, ways_in
from commonhearth.site.models import FirstLink, Host

#: How long a first link opens; `hearth serve` prints a new one each time until somebody has used one.
LINK_LASTS = timedelta(days=7)


class MadeOtherwise(Exception):
    """A demo host is asked to be a real one, or the other way round.

    Attributes:
        made_as: what it was made as.
    """

    code = "made-otherwise"

    def __init__(self, made_as: str) -> None:
        other = "demo host" if made_as == Host.Made.DEMO else "real host"
        super().__init__(
            f"This folder holds a {other}, and a host cannot change what it was made as. "
            "Choose another folder with HEARTH_DATA."
        )
        self.made_as = made_as


class LinkUsed(Exception):
    """The first link was used, has run out, or never was one."""


def made_as() -> str | None:
    """Return "demo", "real", or None for a host that is not made yet."""
    first = Host.objects.order_by("created").first()
    return first.made_as if first else None


def mark(*, demo: bool, now: datetime) -> None:
    """Write down, once and for ever, what this host is.

    Raises:
        MadeOtherwise: when it was made as the other kind.
    """
    with transaction.atomic():
        before = made_as()
        wanted = Host.Made.DEMO if demo else Host.Made.REAL
        if before is None:
            Host.objects.create(made_as=wanted, signing_mark=signing_mark(settings.SECRET_KEY), created=now)
        elif before != wanted:
            raise MadeOtherwise(before)
        elif signing_key_is_ours() and _known_mark() != signing_mark(settings.SECRET_KEY):
            # The old key stands among the fallbacks: this is a rotation.
            Host.objects.create(made_as=wanted, signing_mark=signing_mark(settings.SECRET_KEY), created=now)


def take_new_signing_key() -> None:
    """Go on with the signing key of now, on a host put back from a backup whose own key is lost."""
    made = made_as()
    if made is not None:
        Host.objects.create(made_as=made, signing_mark=signing_mark(settings.SECRET_KEY))


def signing_mark(key: str) -> str:
    """Return what tells a signing key from another."""
    return hmac.new(key.encode(), b"hearth.signing-mark", hashlib.sha256).hexdigest()


def _known_mark() -> str:
    newest = Host.objects.order_by("-created").first()
    return newest.signing_mark if newest else ""


def signing_key_is_ours() -> bool:
    """Tell whether this process signs with the host's key, or with a new one that follows it."""
    known = _known_mark()
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return not known or any(hmac.compare_digest(known, signing_mark(key)) for key in keys)


def first_link(*, now: datetime) -> str | None:
    """Make a one-time link for the first visitor; None when the host has an operator."""
    if Person.objects.filter(is_operator=True).exists():
        return None
    token = secrets.token_urlsafe(24)
    with transaction.atomic():
        FirstLink.objects.filter(used__isnull=True).delete()
        FirstLink.objects.create(digest=_digest(token), created=now)
    return f"{settings.HEARTH_URL}{reverse('first', args=[token])}"


def link_opens(token: str, *, now: datetime) -> bool:
    """Tell whether a first link still opens."""
    return _open_links(token, now).exists()


def become_operator(*, token: str, email: str, password: str, now: datetime) -> Person:
    """Make the first visitor the operator of this host, with a password, since mail may not be set up yet.

    Raises:
        LinkUsed: when the link does not open, or somebody was first.
    """
    with transaction.atomic():
        if not _open_links(token, now).update(used=now) or Person.objects.filter(is_operator=True).exists():
            raise LinkUsed
        person = people.arrive(email=email, now=now, expected=True)
        person.is_operator = True
        person.save(update_fields=["is_operator"])
        ways_in.set_password(actor=person, person=person, password=password, keep="", now=now)
        return person


def _open_links(token: str, now: datetime) -> QuerySet[FirstLink]:
    return FirstLink.objects.filter(digest=_digest(token), used__isnull=True, created__gt=now - LINK_LASTS)


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
