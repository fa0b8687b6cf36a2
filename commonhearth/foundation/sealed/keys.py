"""Whose key: made at the first sealing, wrapped by the key above, destroyed to erase.

    host key (file)  wraps  community key  wraps  keys of circles, members and posts without a name

Unwrapped keys are remembered per process under the wrapped bytes they came from. The wrapped bytes
are read from the database each time, so a key destroyed by any process opens nothing anywhere from
the next query on, although its bytes may linger in a bounded memory until they fall out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import connection, transaction
from django.db.models import Q

from commonhearth.foundation.sealed import cipher, hostkey
from commonhearth.foundation.tenancy import community_ids, current_community, in_community
from commonhearth.foundation.tenancy.ready import Ready

#: A post without a name has a key of its own for who wrote it.
OWNER_KINDS = ("community", "circle", "member", "post")
#: How many unwrapped keys one process keeps in memory.
REMEMBERED = 4096


class KeyGone(Exception):
    """This owner's key was destroyed: what it sealed is erased, and nothing is sealed with it again."""

    def __init__(self, owner_kind: str, owner_id: UUID | None) -> None:
        super().__init__(f"{owner_kind} {owner_id}")
        self.owner_kind = owner_kind
        self.owner_id = owner_id


class KeyMissing(Exception):
    """A value names a key that is not here: a backup was restored without its keys."""

    def __init__(self, key_id: UUID) -> None:
        super().__init__(str(key_id))
        self.key_id = key_id


@dataclass(frozen=True, slots=True)
class OpenKey:
    """An unwrapped key, in memory only."""

    id: UUID
    version: int
    secret: bytes

    def __repr__(self) -> str:
        return f"<OpenKey {self.id}>"


def _table() -> Any:
    return apps.get_model("sealed", "Key")


def bound(row: Any) -> bytes:
    """Return what a wrapped key is bound to: whose it is, in which community, and its own id."""
    return cipher.bind("hearth-key", row.community_id, row.owner_kind, row.owner_id, row.version, row.pk)


@lru_cache(maxsize=REMEMBERED)
def _unwrap(wrapping: bytes, wrapped: bytes, bound: bytes) -> bytes:
    return cipher.unseal(wrapping, wrapped, bound)


def forget() -> None:
    """Drop every unwrapped key this process remembers."""
    _unwrap.cache_clear()


def open_community(row: Any) -> OpenKey:
    """Unwrap a community's own key with the host key.

    Raises:
        KeyGone: when it was destroyed.
        HostKeyFault: when the host key is not usable, or is another host's.
    """
    if row.wrapped is None:
        raise KeyGone("community", row.owner_id)
    wrapped = bytes(row.wrapped)
    host_keys = hostkey.load()
    wrapping = host_keys.by_id.get(cipher.head(wrapped).key_id)
    if wrapping is None:
        raise hostkey.HostKeyFault("another-key", hostkey.key_file())
    return OpenKey(row.pk, row.version, _unwrap(wrapping, wrapped, bound(row)))


def _open_row(row: Any, communities: dict[UUID, Any]) -> OpenKey:
    if row.wrapped is None:
        raise KeyGone(row.owner_kind, row.owner_id)
    if row.owner_kind == "community":
        return open_community(row)
    wrapped = bytes(row.wrapped)
    above = communities.get(cipher.head(wrapped).key_id)
    if above is None:
        raise KeyMissing(cipher.head(wrapped).key_id)
    return OpenKey(row.pk, row.version, _unwrap(open_community(above).secret, wrapped, bound(row)))


def _rows(condition: Q) -> tuple[list[Any], dict[UUID, Any]]:
    """Return key rows fulfilling a condition and the community's own by id, in one query."""
    return _with_communities(list(_question(condition)))


def _question(condition: Q) -> Any:
    return _table().objects.filter(condition | Q(owner_kind="community")).order_by("version")


def _with_communities(rows: list[Any]) -> tuple[list[Any], dict[UUID, Any]]:
    return rows, {row.pk: row for row in rows if row.owner_kind == "community"}


#: What a page of one circle asks.
_one_key: Ready[Any] = Ready(lambda key: _question(Q(pk=key)))


def to_open(key_ids: Iterable[UUID]) -> dict[UUID, OpenKey | KeyGone]:
    """Return the named keys of the community in reach, in one query.

    A destroyed key is there as the `KeyGone` that opening with it would raise.

    Raises:
        KeyMissing: when one of them is not in the database.
        HostKeyFault: when the host key is not usable.
    """
    wanted = set(key_ids)
    found = {key_id: key for key_id, key in _at_hand().items() if key_id in wanted}
    wanted -= set(found)
    if not wanted:
        return found
    if len(wanted) == 1:
        rows, communities = _with_communities(_one_key(key=next(iter(wanted))))
    else:
        rows, communities = _rows(Q(pk__in=wanted))
    for row in rows:
        if row.pk in wanted:
            try:
                found[row.pk] = _open_row(row, communities)
            except KeyGone as gone:
                found[row.pk] = gone
    for key_id in wanted - set(found):
        raise KeyMissing(key_id)
    return found


_laid_out: ContextVar[tuple[UUID, dict[UUID, OpenKey | KeyGone]] | None] = ContextVar(
    "keys_at_hand", default=None
)


def _at_hand() -> dict[UUID, OpenKey | KeyGone]:
    laid_out = _laid_out.get()
    return laid_out[1] if laid_out and laid_out[0] == current_community() else {}


@contextmanager
def at_hand(key_ids: Iterable[UUID]) -> Iterator[None]:
    """Look the named keys up in one query; what is opened meanwhile, in this community, asks for them no more.

    For as long as one selector reads the words of one page: a key destroyed meanwhile still opens here.
    """
    token = _laid_out.set((current_community(), to_open(key_ids)))
    try:
        yield
    finally:
        _laid_out.reset(token)


def to_seal(owner_kind: str, owner_id: UUID) -> OpenKey:
    """Return the newest key of an owner in the community in reach, making the first one.

    Raises:
        KeyGone: when it was destroyed.
    """
    rows, communities = _rows(Q(owner_kind=owner_kind, owner_id=owner_id))
    own = [row for row in rows if (row.owner_kind, row.owner_id) == (owner_kind, owner_id)]
    if not own:
        return create_key(owner_kind, owner_id)
    return _open_row(own[-1], communities)


def create_key(owner_kind: str, owner_id: UUID) -> OpenKey:
    """Make an owner's first key in the community in reach, or return the one that stands.

    Raises:
        KeyGone: when it was destroyed.
    """
    if owner_kind not in OWNER_KINDS:
        raise ValueError(owner_kind)
    here = current_community()
    with transaction.atomic():
        if owner_kind == "community":
            if owner_id != here:
                raise ValueError("a community's key stands in that community")
            host_keys = hostkey.load()
            above = OpenKey(host_keys.current, 1, host_keys.by_id[host_keys.current])
        else:
            above = to_seal("community", here)
        row = _table()(community_id=here, owner_kind=owner_kind, owner_id=owner_id)
        secret = cipher.new_key()
        wrapped = cipher.seal(above.secret, above.id, above.version, secret, bound(row))
        _, made = _table().objects.get_or_create(
            owner_kind=owner_kind,
            owner_id=owner_id,
            version=row.version,
            defaults={"id": row.pk, "wrapped": wrapped},
        )
        if not made:  # another process was first, and its row is committed by now
            return to_seal(owner_kind, owner_id)
        if owner_kind == "community" and above.id not in hostkey.load().by_id:
            # The host key was changed between our look at it and our row (`rotation.rotate_host_key`).
            fresh = hostkey.load()
            row.wrapped = cipher.seal(fresh.by_id[fresh.current], fresh.current, 1, secret, bound(row))
            _table().objects.filter(pk=row.pk).update(wrapped=row.wrapped)
        return OpenKey(row.pk, row.version, secret)


def destroy_key(owner_kind: str, owner_id: UUID) -> None:
    """Erase what was sealed for an owner, here and in every backup, by destroying the key.

    The row stays without its key, so that nothing is sealed for this owner again. Destroying the
    community's key erases everything that its circles and members sealed as well.
    """
    if owner_kind not in OWNER_KINDS:
        raise ValueError(owner_kind)
    _tell_sqlite("PRAGMA secure_delete = ON")  # overwrite the old bytes in the file, not only unlink them
    with transaction.atomic():
        _table().objects.get_or_create(
            owner_kind=owner_kind, owner_id=owner_id, version=1, defaults={"wrapped": None}
        )
        _table().objects.filter(owner_kind=owner_kind, owner_id=owner_id).update(wrapped=None)
        # The bytes stand in the write-ahead log as well, until that is emptied into the file.
        transaction.on_commit(lambda: _tell_sqlite("PRAGMA wal_checkpoint(TRUNCATE)"), robust=True)
    forget()


def _tell_sqlite(pragma: str) -> None:
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(pragma)


def any_keys() -> bool:
    """Return whether any community of this host has sealed anything."""
    return any(_for_community(community_id, _table().objects.exists) for community_id in community_ids())


def _for_community(community_id: UUID, ask: Callable[[], Any]) -> Any:
    with in_community(community_id):
        return ask()


def rewrap() -> int:
    """Wrap every community's key with the host key that now stands first; return how many were.

    A host job: run it after `hostkey.add_key`, and `drop_older_host_keys` some time later. Values stay
    as they are, and everything opens all the while.
    """
    host_keys = hostkey.load()
    done = 0
    for community_id in community_ids():
        with in_community(community_id), transaction.atomic():
            for row in (
                _table().objects.select_for_update().filter(owner_kind="community", wrapped__isnull=False)
            ):
                if cipher.head(bytes(row.wrapped)).key_id == host_keys.current:
                    continue
                secret = open_community(row).secret
                current = host_keys.by_id[host_keys.current]
                row.wrapped = cipher.seal(current, host_keys.current, 1, secret, bound(row))
                row.save(update_fields=["wrapped"])
                done += 1
    return done


def drop_older_host_keys() -> None:
    """Leave only the first key in the host key file, once nothing needs the others.

    Raises:
        HostKeyFault: `still-needed` while a community's key is wrapped by an older one.
    """
    current = hostkey.load().current
    for community_id in community_ids():
        with in_community(community_id):
            for row in _table().objects.filter(owner_kind="community", wrapped__isnull=False):
                if cipher.head(bytes(row.wrapped)).key_id != current:
                    raise hostkey.HostKeyFault("still-needed", hostkey.key_file())
    hostkey.drop_older()
