"""Newer keys, while the host is served: nothing is lost at any moment, and a rotation cut short goes on.

The host key: a new one is put first in the file, every community's key is wrapped by it, and only when
nothing needs the older ones do they go. A community: it, its circles and its members get a newer key each,
and what the older ones sealed is sealed again. Older keys of a community stay: they open older backups.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Max

from commonhearth.foundation.sealed import cipher, hostkey, keys
from commonhearth.foundation.sealed.fields import NoOwner, SealedField
from commonhearth.foundation.sealed.models import Key
from commonhearth.foundation.sealed.opening import open_all_for
from commonhearth.foundation.tenancy import community_ids, current_community, in_community
from commonhearth.foundation.tenancy.models import house_models

#: Rows sealed again in one transaction, so that nobody waits long for it.
BATCH = 200
Progress = Callable[[int, int], None]


# --- The host key -------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class HostRotated:
    """What came of it: the new key, how many communities' keys it wraps now, and whether an earlier one went on."""

    key: UUID
    wrapped: int
    resumed: bool


def rotate_host_key() -> HostRotated:
    """Take a new host key and let the older ones go, once nothing needs them.

    Raises:
        HostKeyFault: when the key file is not usable.
    """
    found = hostkey.load()
    resumed = len(found.by_id) > 1  # one was cut short: the newest in the file is not used up yet
    if not resumed:
        hostkey.add_key()
    wrapped = 0
    # Somebody may have made a community's key with the older host key since we looked: look again, holding
    # what makes a key's row wait, and let go of the older ones only then.
    while True:
        wrapped += keys.rewrap()
        with transaction.atomic():
            _hold_new_keys()
            if not _under_older():
                hostkey.drop_older()
                return HostRotated(hostkey.load().current, wrapped, resumed)


def _hold_new_keys() -> None:
    # On SQLite ours is the one writer already.
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f'LOCK TABLE "{Key._meta.db_table}" IN SHARE ROW EXCLUSIVE MODE')


def _under_older() -> bool:
    current = hostkey.load().current
    for community_id in community_ids():
        with in_community(community_id):
            for row in Key.objects.filter(owner_kind="community", wrapped__isnull=False):
                if cipher.head(bytes(row.wrapped or b"")).key_id != current:
                    return True
    return False


# --- A community's keys -------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Rotated:
    """How many keys were made, how many values were sealed again, and whether an earlier rotation went on."""

    keys: int
    values: int
    resumed: bool


def rotate_community(*, now: datetime, progress: Progress = lambda done, whole: None) -> Rotated:
    """Give the community in reach, its circles and its members newer keys, and seal everything again with them.

    In many short transactions: what is cut short stands as it is, opens all the same, and goes on when it
    is started again.

    Raises:
        KeyGone: when the community's key was destroyed.
    """
    here = current_community()
    resumed = _unfinished()
    made = 0
    if not resumed:
        keys.to_seal("community", here)  # the first one, where nothing was ever sealed
        _newer("community", here, now)
        made = 1
    newest = keys.to_seal("community", here)
    begun = Key.objects.get(pk=newest.id).created
    for kind, owner in _owners_before(begun):
        _newer(kind, owner, now)
        made += 1
    _wrap_older(newest)
    values, columns = 0, list(_sealed_columns())
    for done, (model, fields) in enumerate(columns):
        progress(done, len(columns))
        values += _seal_again(model, fields)
    progress(len(columns), len(columns))
    return Rotated(made, values, resumed)


def _newest() -> dict[tuple[str, UUID], Key]:
    rows = Key.objects.order_by("version")
    return {(row.owner_kind, row.owner_id): row for row in rows}


def _unfinished() -> bool:
    newest = _newest()
    own = newest.get(("community", current_community()))
    if own is None or own.version == 1:
        return False
    if any(_owners_before(own.created)):
        return True
    live = {row.pk for row in newest.values() if row.wrapped is not None}
    older = set(Key.objects.filter(wrapped__isnull=False).values_list("pk", flat=True)) - live
    return any(
        cipher.head(bytes(row.__dict__[name])).key_id in older
        for model, fields in _sealed_columns()
        for row in model._default_manager.only("id", "community_id", *fields).iterator(BATCH)
        for name in fields
        if row.__dict__.get(name) is not None
    )


def _owners_before(moment: datetime) -> list[tuple[str, UUID]]:
    """Return circles and members whose newest key is older than the community's and was not destroyed."""
    ages = Key.objects.exclude(owner_kind="community").values("owner_kind", "owner_id")
    old = ages.annotate(newest=Max("created")).filter(newest__lt=moment)
    gone = set(Key.objects.filter(wrapped__isnull=True).values_list("owner_kind", "owner_id"))
    found = [(row["owner_kind"], row["owner_id"]) for row in old]
    return [one for one in found if one not in gone]


def _newer(kind: str, owner: UUID, now: datetime) -> None:
    """Make an owner's next key, wrapped by the newest above it; one that stands already is enough."""
    here = current_community()
    with transaction.atomic():
        version = Key.objects.filter(owner_kind=kind, owner_id=owner).aggregate(Max("version"))[
            "version__max"
        ]
        if kind == "community":
            host = hostkey.load()
            above = keys.OpenKey(host.current, 1, host.by_id[host.current])
        else:
            above = keys.to_seal("community", here)
        row = Key(community_id=here, owner_kind=kind, owner_id=owner, version=(version or 0) + 1, created=now)
        row.wrapped = cipher.seal(above.secret, above.id, above.version, cipher.new_key(), keys.bound(row))
        Key.objects.bulk_create([row], ignore_conflicts=True)


def _wrap_older(newest: keys.OpenKey) -> None:
    """Wrap the keys of circles and members that an older key of the community wraps with the newest."""
    waiting = Key.objects.exclude(owner_kind="community").filter(wrapped__isnull=False)
    for key_id in list(waiting.order_by("id").values_list("pk", flat=True)):
        with transaction.atomic():
            row = Key.objects.select_for_update().filter(pk=key_id, wrapped__isnull=False).first()
            if row is None or cipher.head(bytes(row.wrapped or b"")).key_id == newest.id:
                continue
            opened = keys.to_open([row.pk])[row.pk]
            if isinstance(opened, keys.OpenKey):
                row.wrapped = cipher.seal(
                    newest.secret, newest.id, newest.version, opened.secret, keys.bound(row)
                )
                row.save(update_fields=["wrapped"])


def _sealed_columns() -> Any:
    """Give the tables with sealed columns that may be written again; what is append-only stays as it is."""
    for model in house_models("tenant"):
        fields = [str(field.name) for field in model._meta.concrete_fields if isinstance(field, SealedField)]
        if fields and not model.append_only:
            yield model, fields


def _seal_again(model: Any, fields: list[str]) -> int:
    done, after = 0, UUID(int=0)
    while True:
        with transaction.atomic():
            rows = list(model.objects.select_for_update().filter(id__gt=after).order_by("id")[:BATCH])
            done += _batch_again(model, rows, fields)
        if len(rows) < BATCH:
            return done
        after = rows[-1].pk


def _batch_again(model: Any, rows: list[Any], fields: list[str]) -> int:
    newest = _newest()
    found = []
    for row in rows:
        for name in fields:
            blob, field = row.__dict__.get(name), model._meta.get_field(name)
            if blob is None:
                continue
            try:
                owner = newest.get(field.owner_of(row))
            except NoOwner:
                continue
            if owner and owner.wrapped is not None and cipher.head(bytes(blob)).key_id != owner.pk:
                found.append((row, name))
    texts = open_all_for([getattr(row, name) for row, name in found], purpose="rotation")
    changed = {}
    for (row, name), text in zip(found, texts, strict=True):
        if text is not None:  # erased with a key that is gone: there is nothing to seal
            setattr(row, name, text)
            changed[row.pk] = row
    for row in changed.values():
        row.save(update_fields=fields)
    return len(found)
