"""How bytes are sealed: AES-256-GCM, bound to the place where they stand.

Two kinds of blob leave this module. A *value* names the key that seals it and is bound to its table,
column, row and community. A *wrapped key* names the key that wraps it and is bound to whose key it
is. Both begin with a version, so that a later format can stand beside this one.

Source: NIST SP 800-38D (random 96-bit nonces: at most 2**32 seals per key).
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import lru_cache
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

KEY_BYTES = 32
NONCE_BYTES = 12
FORMAT = 1
_HEAD = 1 + 16 + 2


class CannotOpen(Exception):
    """The bytes were not sealed here, with this key: moved, altered, or another key's."""

    def __init__(self, *place: object) -> None:
        super().__init__(" ".join(str(part) for part in place))
        self.place = place


@dataclass(frozen=True, slots=True)
class Head:
    """What a blob says about itself without being opened."""

    format: int
    key_id: UUID
    key_version: int


def new_key() -> bytes:
    """Return 32 random bytes from the operating system."""
    return os.urandom(KEY_BYTES)


def bind(kind: str, *parts: object) -> bytes:
    """Return associated data naming a place. Parts are length-prefixed, so no two places agree."""
    found = [kind.encode()]
    for part in parts:
        text = str(part).encode()
        found.append(len(text).to_bytes(4, "big") + text)
    return b"".join(found)


def seal(key: bytes, key_id: UUID, key_version: int, text: bytes, place: bytes) -> bytes:
    """Return version, key id, key version, nonce and sealed text, in one string of bytes."""
    nonce = os.urandom(NONCE_BYTES)
    head = bytes([FORMAT]) + key_id.bytes + key_version.to_bytes(2, "big")
    return head + nonce + AESGCM(key).encrypt(nonce, text, head + place)


def head(blob: bytes) -> Head:
    """Read which key seals a blob.

    Raises:
        CannotOpen: when these bytes are no blob of a format we know.
    """
    if len(blob) < _HEAD + NONCE_BYTES + 16 or blob[0] != FORMAT:
        raise CannotOpen("unknown format")
    return _read_head(bytes(blob[:_HEAD]))


@lru_cache(maxsize=256)
def _read_head(start: bytes) -> Head:
    """Read the first bytes of a blob, which are the same for all that one key seals."""
    return Head(start[0], UUID(bytes=start[1:17]), int.from_bytes(start[17:19], "big"))


def unseal(key: bytes, blob: bytes, place: bytes) -> bytes:
    """Return the text of a blob that stands where it was sealed.

    Raises:
        CannotOpen: when key, place or bytes are not those of the sealing.
    """
    head(blob)
    nonce = blob[_HEAD : _HEAD + NONCE_BYTES]
    try:
        return AESGCM(key).decrypt(nonce, blob[_HEAD + NONCE_BYTES :], blob[:_HEAD] + place)
    except InvalidTag:
        raise CannotOpen("moved, altered, or another key's") from None
