"""The secret part of an address to answer to: which community, a random half, and our mark upon both.

It is written in small letters and digits, since mail programs may change capitals, and with the name before it
stays within the 64 characters of a local part (RFC 5321, 4.5.3.1.1). Whoever does not hold the host's signing key
cannot make one; whoever finds one can only write as far as `intake` lets the sender's own address.
"""

from __future__ import annotations

import base64
import hmac
import re
import secrets
from typing import Any
from uuid import UUID

from django.conf import settings

RANDOM, MARK = 8, 8
TOKEN = re.compile(r"[a-z2-7]{52}")


def is_on() -> bool:
    """Whether this host takes answers by mail at all."""
    return bool(settings.HEARTH_MAIL_REPLY)


def is_offered(circle: Any) -> bool:
    """Whether what is said in a circle may be answered by mail: never where the circle is hidden."""
    return is_on() and not circle.is_hidden


def _mark(body: bytes, secret: str) -> bytes:
    return hmac.digest(secret.encode(), b"hearth.conversations.reply" + body, "sha256")[:MARK]


def write(community_id: UUID) -> str:
    """Return a new secret part for an address of a community."""
    body = community_id.bytes + secrets.token_bytes(RANDOM)
    return base64.b32encode(body + _mark(body, settings.SECRET_KEY)).decode().rstrip("=").lower()


def read(token: str) -> UUID | None:
    """Return the community of a secret part that this host made, else None."""
    if not TOKEN.fullmatch(token):
        return None
    raw = base64.b32decode(token.upper() + "=" * (-len(token) % 8))
    body, mark = raw[:-MARK], raw[-MARK:]
    known = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    if not any(hmac.compare_digest(mark, _mark(body, secret)) for secret in known):
        return None
    return UUID(bytes=body[:16])


def address_of(token: str) -> str:
    """Return the whole address with a secret part in it."""
    name, _at, host = settings.HEARTH_MAIL_REPLY.partition("@")
    return f"{name}+{token}@{host}"


def token_in(address: str) -> str:
    """Return the secret part of an address of this host, "" when it is another's."""
    name, _at, host = settings.HEARTH_MAIL_REPLY.lower().partition("@")
    local, _at, where = address.strip().lower().rpartition("@")
    before, plus, token = local.partition("+")
    return token if plus and before == name and where == host and TOKEN.fullmatch(token) else ""
