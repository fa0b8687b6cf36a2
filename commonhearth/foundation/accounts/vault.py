"""What the sign-in library would keep readable is kept closed: sessions, second-step secrets, code digests.

The key is drawn from the host's signing key, which never stands in the database nor in a backup, so a
stolen copy of the database holds no code that opens a door. Keys of `SECRET_KEY_FALLBACKS` still open.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

NONCE = 12  # bytes, the size AES-GCM is made for


class Closed(ValueError):
    """What was read was not closed with any key of this host, or was changed since."""


def _key(secret: str, purpose: str) -> bytes:
    return hmac.digest(secret.encode(), f"hearth.accounts.{purpose}".encode(), "sha256")


def _secrets() -> list[str]:
    return [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]


def close(text: str, *, purpose: str) -> str:
    """Return the text encrypted and bound to its purpose."""
    nonce = os.urandom(NONCE)
    body = AESGCM(_key(settings.SECRET_KEY, purpose)).encrypt(nonce, text.encode(), purpose.encode())
    return base64.urlsafe_b64encode(nonce + body).decode()


def open_(closed: str, *, purpose: str) -> str:
    """Return what `close` was given.

    Raises:
        Closed: when no key of this host opens it.
    """
    try:
        raw = base64.urlsafe_b64decode(closed.encode())
    except (ValueError, UnicodeEncodeError) as error:
        raise Closed(purpose) from error
    for secret in _secrets():
        try:
            cipher = AESGCM(_key(secret, purpose))
            return cipher.decrypt(raw[:NONCE], raw[NONCE:], purpose.encode()).decode()
        except (InvalidTag, ValueError):
            continue
    raise Closed(purpose)


def digest(value: str, *, purpose: str) -> str:
    """Return a keyed digest in 64 hex digits: without the key it cannot be searched for by trying."""
    return hmac.new(_key(settings.SECRET_KEY, purpose), value.encode(), hashlib.sha256).hexdigest()


def is_digest_of(value: str, kept: str, *, purpose: str) -> bool:
    """Tell whether a kept digest is this value's, under any key of this host; always does the same work."""
    found = False
    for secret in _secrets():
        made = hmac.new(_key(secret, purpose), value.encode(), hashlib.sha256).hexdigest()
        found |= hmac.compare_digest(made, kept)
    return found
