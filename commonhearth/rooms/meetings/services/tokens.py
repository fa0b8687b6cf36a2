"""Secrets in links, feeds and invitations: what is kept of them is a digest, or nothing."""

from __future__ import annotations

import hashlib
import re
import secrets
from dataclasses import dataclass
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac

SALT, GUEST = "meetings.invitation", "meetings.guest"
#: Of a digest so many characters stand in a uid: 128 bits.
LENGTH = 32
_UID = re.compile(r"([0-9a-f]{32})\.([0-9a-f]{32})\.([mg])([0-9a-f]{32})\.([0-9a-f]{32})@[a-z0-9.-]{1,200}")


def new_secret() -> tuple[str, str]:
    """Return a secret for a link, and its digest."""
    secret = secrets.token_urlsafe(32)
    return secret, digest_of(secret)


def digest_of(secret: str) -> str:
    """Return what is kept of a secret. It is long and random, so a plain digest tells nothing."""
    return hashlib.sha256(secret.encode()).hexdigest()


def guest_link(community: UUID, guest: UUID) -> str:
    """Return the full address of a guest's own page; it is good while their row stands."""
    token = signing.Signer(salt=GUEST).sign(guest.hex)
    return settings.HEARTH_URL + reverse("meeting_guest", args=[community, token])


def read_guest(token: str) -> UUID | None:
    """Return whose page an address is, None when it was not made here."""
    try:
        return UUID(signing.Signer(salt=GUEST).unsign(token))
    except (signing.BadSignature, ValueError):
        return None


def host() -> str:
    """Return the host's name, as it stands in identifiers."""
    return urlsplit(settings.HEARTH_URL).hostname or "localhost"


@dataclass(frozen=True, slots=True)
class Bound:
    """What the identifier of an invitation is bound to: one date, one member or guest."""

    community: UUID
    meeting: UUID
    kind: str  # m: a member, g: a guest
    who: UUID


def uid_of(bound: Bound) -> str:
    """Return the identifier of an invitation: nobody else can make it up, and it stays the same through changes."""
    return f"{_said(bound)}.{_mac(_said(bound), settings.SECRET_KEY)}@{host()}"


def read_uid(uid: str) -> Bound | None:
    """Return what an identifier is bound to; None when it is not one of ours."""
    found = _UID.fullmatch(uid.strip().lower())
    if found is None:
        return None
    bound = Bound(UUID(found[1]), UUID(found[2]), found[3], UUID(found[4]))
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    if not any(constant_time_compare(found[5], _mac(_said(bound), key)) for key in keys):
        return None
    return bound


def plain_uid(meeting: UUID) -> str:
    """Return the identifier of a date in a calendar."""
    return f"{meeting}@{host()}"


def veiled_uid(meeting: UUID, feed: UUID) -> str:
    """Return an identifier that two people's calendars do not share, so that they tell nothing of each other."""
    mac = salted_hmac("meetings.veiled", f"{meeting}|{feed}", secret=settings.SECRET_KEY, algorithm="sha256")
    return f"{mac.hexdigest()[:LENGTH]}@{host()}"


def _said(bound: Bound) -> str:
    return f"{bound.community.hex}.{bound.meeting.hex}.{bound.kind}{bound.who.hex}"


def _mac(said: str, key: str) -> str:
    return salted_hmac(SALT, said, secret=key, algorithm="sha256").hexdigest()[:LENGTH]
