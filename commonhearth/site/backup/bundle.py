"""The part of a backup that is replaced each time: wrapped keys, and what was erased.

It holds every key the host has, for all older copies beside it. A destroyed key stands in it without
its bytes, so its text is gone from the older copies as well.
"""

from __future__ import annotations

import base64
import json
import os
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from django.db import transaction

from commonhearth.foundation.sealed import erasure
from commonhearth.foundation.sealed.models import Key, Tombstone
from commonhearth.foundation.tenancy import community_ids, in_community
from commonhearth.site.backup.folder import BUNDLE, VERSION, BackupFault, flush

Rows = list[dict[str, Any]]


def collect() -> dict[str, Any]:
    """Return every wrapped key and every tombstone of this host, as plain JSON values."""
    keys: Rows = []
    for community_id in community_ids():
        with in_community(community_id):
            for row in Key.objects.order_by("created", "id"):
                wrapped = None if row.wrapped is None else base64.b64encode(bytes(row.wrapped)).decode()
                keys.append(
                    {
                        "id": str(row.pk),
                        "created": row.created.isoformat(),
                        "community": str(community_id),
                        "owner_kind": row.owner_kind,
                        "owner_id": str(row.owner_id),
                        "version": row.version,
                        "wrapped": wrapped,
                    }
                )
    stones = [
        {
            "id": str(stone.pk),
            "created": stone.created.isoformat(),
            "community": str(stone.community_id) if stone.community_id else None,
            "label": stone.label,
            "row": str(stone.row_id),
            "fields": stone.fields,
        }
        for stone in Tombstone.objects.order_by("created", "id")
    ]
    return {"keys": keys, "tombstones": stones}


def refuse_another_hosts(folder: Path, fresh: dict[str, Any]) -> None:
    """Refuse a folder whose keys belong to another host: replacing them would lose that host's copies.

    Raises:
        BackupFault: `another-host`, or `bad-bundle`.
    """
    if not (folder / BUNDLE).exists():
        return
    before = {row["id"] for row in read(folder)["keys"]}
    if before and not before & {row["id"] for row in fresh["keys"]}:
        raise BackupFault("another-host", folder=folder)


def write(folder: Path, fresh: dict[str, Any], now: datetime) -> None:
    """Replace the folder's bundle in one step."""
    refuse_another_hosts(folder, fresh)
    file = folder / BUNDLE
    beside = folder / f"{BUNDLE}.new"
    beside.unlink(missing_ok=True)
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as handle:
        json.dump({"version": VERSION, "made": now.isoformat()} | fresh, handle)
        handle.flush()
        os.fsync(handle.fileno())
    os.replace(beside, file)
    flush(folder)


def read(folder: Path) -> dict[str, Any]:
    """Read a folder's bundle.

    Raises:
        BackupFault: `no-keys` when it is not there, `bad-bundle` when it cannot be read.
    """
    file = folder / BUNDLE
    if not file.exists():
        raise BackupFault("no-keys", file=file)
    try:
        found: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
        if found["version"] != VERSION:
            raise BackupFault("newer-backup", folder=folder)
        for row in found["keys"]:
            UUID(row["id"]), UUID(row["community"]), UUID(row["owner_id"])
            base64.b64decode(row["wrapped"] or "", validate=True)
        for stone in found["tombstones"]:
            UUID(stone["id"]), UUID(stone["row"]), list(stone["fields"])
    except (ValueError, KeyError, TypeError):
        raise BackupFault("bad-bundle", file=file) from None
    return found


def put_back(found: dict[str, Any]) -> erasure.Replayed:
    """Put keys and tombstones into freshly restored data and erase again what was erased since.

    Keys of communities that came after this copy are left out.
    """
    here = set(community_ids())
    for community_id in here:
        rows = [_key(row, community_id) for row in found["keys"] if UUID(row["community"]) == community_id]
        with in_community(community_id), transaction.atomic():
            Key.objects.bulk_create(rows, batch_size=500)
    stones = [_stone(row) for row in found["tombstones"]]
    Tombstone.objects.bulk_create(stones, ignore_conflicts=True, batch_size=500)
    return erasure.replay(_in_reach(stones, here))


def _in_reach(stones: Iterable[Tombstone], here: set[UUID]) -> Iterable[Tombstone]:
    return [stone for stone in stones if stone.community_id is None or stone.community_id in here]


def _key(row: dict[str, Any], community_id: UUID) -> Key:
    return Key(
        id=UUID(row["id"]),
        created=datetime.fromisoformat(row["created"]),
        community_id=community_id,
        owner_kind=row["owner_kind"],
        owner_id=UUID(row["owner_id"]),
        version=row["version"],
        wrapped=None if row["wrapped"] is None else base64.b64decode(row["wrapped"]),
    )


def _stone(row: dict[str, Any]) -> Tombstone:
    return Tombstone(
        id=UUID(row["id"]),
        created=datetime.fromisoformat(row["created"]),
        community_id=UUID(row["community"]) if row["community"] else None,
        label=row["label"],
        row_id=UUID(row["row"]),
        fields=row["fields"],
    )


def opens_with_host_key(found: dict[str, Any]) -> None:
    """Refuse keys that this host's key file does not open, before anything is written.

    Raises:
        HostKeyFault: `missing`, `another-key`, or as `hostkey.load` says.
    """
    from commonhearth.foundation.sealed import cipher, hostkey, keys

    hostkey.load()
    for row in found["keys"]:
        if row["owner_kind"] == "community" and row["wrapped"] is not None:
            stand_in = SimpleNamespace(
                pk=UUID(row["id"]),
                community_id=UUID(row["community"]),
                owner_kind=row["owner_kind"],
                owner_id=UUID(row["owner_id"]),
                version=row["version"],
                wrapped=base64.b64decode(row["wrapped"]),
            )
            try:
                keys.open_community(stand_in)
            except cipher.CannotOpen:
                raise hostkey.HostKeyFault("another-key", hostkey.key_file()) from None
