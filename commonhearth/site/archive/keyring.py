"""The keys of a community on their way: its own key wrapped under a passphrase, or for one host as well.

Sealed values travel as they stand, bound to table, column, row and community; the keys of circles and
members stay wrapped by the community's. Only that one is taken from under the host key and put under a
key made from a passphrase (Argon2id) and, where the receiving host was named, from that host's transfer
key too (X25519): then the passphrase alone opens nothing. docs/adr/0015-leaving-with-everything.md says
what this protects from and what it does not.
"""

from __future__ import annotations

import base64
import hashlib
import os
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID

from argon2.low_level import Type, hash_secret_raw
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from commonhearth.foundation.sealed import cipher, hostkey, keys
from commonhearth.foundation.sealed.models import Key
from commonhearth.foundation.tenancy import current_community
from commonhearth.site.archive.shape import ArchiveFault, BadValue, columns_of, packed, unpacked

SHORTEST_PASSPHRASE = 12
#: What deriving a key costs: about a tenth of a second and 64 MiB.
TIME_COST, MEMORY_KIB = 3, 64 * 1024
#: What an archive may ask this host to spend.
MOST_TIME_COST, MOST_MEMORY_KIB = 10, 256 * 1024
_TAG = "hearth-transfer-1:"


@dataclass(frozen=True, slots=True)
class Lock:
    """How the community's key is locked in an archive; nothing in it is secret."""

    salt: str
    time_cost: int
    memory_kib: int
    #: For one host only: the sender's half of the exchange, and that host's public key.
    ephemeral: str = ""
    recipient: str = ""

    def __post_init__(self) -> None:
        if not (
            0 < self.time_cost <= MOST_TIME_COST
            and 8 <= self.memory_kib <= MOST_MEMORY_KIB
            and bool(self.ephemeral) == bool(self.recipient)
        ):
            raise BadValue("costs-too-much")

    def as_json(self) -> dict[str, Any]:
        """Return it as the manifest has it."""
        return {"kdf": "argon2id"} | asdict(self)


# --- The receiving host's own key ---------------------------------------------------------------------
def transfer_key() -> str:
    """Return this host's transfer key as it is shown, typed and pasted: public, with a check on slips."""
    return _shown(_private(_current()).public_key())


def _current() -> bytes:
    found = hostkey.load()
    return found.by_id[found.current]


def _private(host_key: bytes) -> X25519PrivateKey:
    # Made from the host key each time, so there is no second secret to keep, copy and lose.
    made = HKDF(SHA256(), 32, salt=None, info=b"hearth-transfer-1").derive(host_key)
    return X25519PrivateKey.from_private_bytes(made)


def _shown(public: X25519PublicKey) -> str:
    raw = public.public_bytes_raw()
    return _TAG + base64.b32encode(raw + _check(raw)).decode().rstrip("=").lower()


def _check(raw: bytes) -> bytes:
    return hashlib.sha256(b"hearth-transfer-check" + raw).digest()[:3]


def read_transfer_key(text: str) -> X25519PublicKey:
    """Return the public key that was typed.

    Raises:
        ArchiveFault: `bad-transfer-key`.
    """
    words = "".join(text.split()).lower().removeprefix(_TAG).upper()
    try:
        whole = base64.b32decode(words + "=" * (-len(words) % 8))
    except ValueError:
        raise ArchiveFault("bad-transfer-key") from None
    raw, check = whole[:-3], whole[-3:]
    if len(raw) != 32 or check != _check(raw):
        raise ArchiveFault("bad-transfer-key")
    return X25519PublicKey.from_public_bytes(raw)


# --- Locking and opening ------------------------------------------------------------------------------
def lock(passphrase: str, transfer: str = "") -> tuple[Lock, bytes]:
    """Return how an archive is locked, and the key that does it.

    Raises:
        ArchiveFault: `short-passphrase`, or `bad-transfer-key`.
    """
    if len(passphrase.strip()) < SHORTEST_PASSPHRASE:
        raise ArchiveFault("short-passphrase", least=SHORTEST_PASSPHRASE)
    salt = os.urandom(16)
    if not transfer:
        made = Lock(packed(salt), TIME_COST, MEMORY_KIB)
        return made, _from_passphrase(passphrase, made)
    recipient, ephemeral = read_transfer_key(transfer), X25519PrivateKey.generate()
    made = Lock(
        packed(salt),
        TIME_COST,
        MEMORY_KIB,
        packed(ephemeral.public_key().public_bytes_raw()),
        packed(recipient.public_bytes_raw()),
    )
    return made, _with_host(_from_passphrase(passphrase, made), ephemeral.exchange(recipient), made)


def opening_keys(passphrase: str, made: Lock) -> Iterator[bytes]:
    """Give the keys to try on an archive: one, or one for each host key of this host's file.

    Raises:
        ArchiveFault: `for-another-host` when it was locked for a host that is not this one.
    """
    from_passphrase = _from_passphrase(passphrase, made)
    if not made.recipient:
        yield from_passphrase
        return
    ephemeral = X25519PublicKey.from_public_bytes(_raw_key(made.ephemeral))
    for host_key in hostkey.load().by_id.values():
        private = _private(host_key)
        if packed(private.public_key().public_bytes_raw()) == made.recipient:
            try:
                yield _with_host(from_passphrase, private.exchange(ephemeral), made)
            except ValueError:  # a point that shares nothing
                raise ArchiveFault("for-another-host") from None
            return
    raise ArchiveFault("for-another-host")


def _raw_key(text: str) -> bytes:
    raw = unpacked(text)
    if len(raw) != 32:
        raise BadValue("not-a-key")
    return raw


def _from_passphrase(passphrase: str, made: Lock) -> bytes:
    # Spaces around it are a slip of pasting; inside it every letter counts.
    return hash_secret_raw(
        passphrase.strip().encode(),
        unpacked(made.salt),
        time_cost=made.time_cost,
        memory_cost=made.memory_kib,
        parallelism=1,
        hash_len=32,
        type=Type.ID,
    )


def _with_host(from_passphrase: bytes, shared: bytes, made: Lock) -> bytes:
    both = cipher.bind("hearth-archive-lock", made.ephemeral, made.recipient)
    return HKDF(SHA256(), 32, salt=unpacked(made.salt), info=both).derive(shared + from_passphrase)


# --- The community's keys -----------------------------------------------------------------------------
def wrapped_for_journey(key: bytes) -> dict[str, str]:
    """Return the community's own keys of the community in reach, wrapped by an archive's key, by id."""
    rows = Key.objects.filter(owner_kind="community", wrapped__isnull=False).order_by("id")
    found = {}
    for row in rows:
        nonce = os.urandom(cipher.NONCE_BYTES)
        sealed = AESGCM(key).encrypt(nonce, keys.open_community(row).secret, _bound(row))
        found[str(row.pk)] = packed(nonce + sealed)
    return found


def key_rows(wrapped: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    """Give every key of the community in reach as it is written, in order of id.

    Args:
        wrapped: what `wrapped_for_journey` made.

    Raises:
        ArchiveFault: `keys-changed` when the community has got another key since.
    """
    for row in Key.objects.order_by("id"):
        text = None if row.wrapped is None else packed(bytes(row.wrapped))
        if text is not None and row.owner_kind == "community":
            text = wrapped.get(str(row.pk))
            if text is None:
                raise ArchiveFault("keys-changed")
        yield {
            "id": str(row.pk),
            "created": row.created.isoformat(),
            "owner_kind": row.owner_kind,
            "owner_id": str(row.owner_id),
            "version": row.version,
            "wrapped": text,
        }


def _bound(row: Key) -> bytes:
    return cipher.bind("hearth-archive-key", row.community_id, row.owner_id, row.version, row.pk)


def read_key(values: dict[str, Any], community_id: UUID) -> Key:
    """Return a key row as it was written, its own wrapping still on it.

    Raises:
        BadValue: when it is not one.
    """
    if set(values) != {"id", "created", "owner_kind", "owner_id", "version", "wrapped"}:
        raise BadValue("unknown-column")
    columns = columns_of(Key)
    row = Key(community_id=community_id, **{name: columns[name].read(values[name]) for name in values})
    if row.owner_kind not in keys.OWNER_KINDS:
        raise BadValue("no-such-choice")
    if row.owner_kind == "community" and row.owner_id != community_id:
        raise BadValue("another-community")
    return row


def open_journey_key(row: Key, key: bytes) -> bytes:
    """Return a community's own key out of an archive.

    Raises:
        InvalidTag: when the archive's key is another: the passphrase was wrong.
    """
    wrapped = bytes(row.wrapped or b"")
    if len(wrapped) != cipher.NONCE_BYTES + cipher.KEY_BYTES + 16:
        raise InvalidTag
    return AESGCM(key).decrypt(wrapped[: cipher.NONCE_BYTES], wrapped[cipher.NONCE_BYTES :], _bound(row))


def wrap_for_host(row: Key, secret: bytes) -> None:
    """Put a community's own key under this host's key."""
    found = hostkey.load()
    row.wrapped = cipher.seal(found.by_id[found.current], found.current, 1, secret, keys.bound(row))


def rows_open(rows: list[Key], secrets: Mapping[UUID, bytes]) -> int | None:
    """Return the place of the first circle's or member's key that the community's do not open, or None."""
    for place, row in enumerate(rows):
        if row.owner_kind == "community" or row.wrapped is None:
            continue
        try:
            above = secrets[cipher.head(bytes(row.wrapped)).key_id]
            cipher.unseal(above, bytes(row.wrapped), keys.bound(row))
        except (KeyError, cipher.CannotOpen):
            return place
    return None


# --- Addresses that members agreed to take along -------------------------------------------------------
def seal_address(address: str, member_id: UUID, key: keys.OpenKey) -> str:
    """Return an address sealed with the community's own key, for `arrivals.jsonl`."""
    here = current_community()
    return packed(cipher.seal(key.secret, key.id, key.version, address.encode(), _place(here, member_id)))


def open_address(text: Any, *, community_id: UUID, member_id: UUID, secrets: Mapping[UUID, bytes]) -> str:
    """Return an address out of an archive.

    Raises:
        BadValue: when it does not open.
    """
    blob = unpacked(text)
    try:
        secret = secrets[cipher.head(blob).key_id]
        return cipher.unseal(secret, blob, _place(community_id, member_id)).decode()
    except (KeyError, cipher.CannotOpen, UnicodeDecodeError):
        raise BadValue("does-not-open") from None


def _place(community_id: UUID, member_id: UUID) -> bytes:
    return cipher.bind("hearth-arrival", community_id, member_id)


def read_lock(values: Any) -> Lock:
    """Return how an archive is locked, from its manifest.

    Raises:
        BadValue: when this version cannot open such a lock.
    """
    if not isinstance(values, dict) or values.get("kdf") != "argon2id":
        raise BadValue("unknown-lock")
    names = ("salt", "time_cost", "memory_kib", "ephemeral", "recipient")
    if set(values) != {"kdf", *names}:
        raise BadValue("unknown-lock")
    texts = [values[name] for name in ("salt", "ephemeral", "recipient")]
    numbers = [values[name] for name in ("time_cost", "memory_kib")]
    if not all(type(one) is str for one in texts) or not all(type(one) is int for one in numbers):
        raise BadValue("unknown-lock")
    if len(unpacked(values["salt"])) != 16:
        raise BadValue("unknown-lock")
    return Lock(**{name: values[name] for name in names})
