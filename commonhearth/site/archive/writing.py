"""From this host into a file: every row of a community as of one moment, at flat memory."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import zipfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction

from commonhearth.foundation.communities import services as communities
from commonhearth.foundation.communities.models import Community
from commonhearth.foundation.files.disk import standing
from commonhearth.foundation.files.models import File
from commonhearth.foundation.logbook.chain import link_lines
from commonhearth.foundation.logbook.models import Link
from commonhearth.foundation.members.services.arriving import along
from commonhearth.foundation.sealed import keys
from commonhearth.foundation.sealed.models import Tombstone
from commonhearth.foundation.tenancy import in_community
from commonhearth.site.archive import keyring
from commonhearth.site.archive.register import moving, part_of
from commonhearth.site.archive.shape import (
    ARRIVALS,
    COMMUNITY,
    FILES,
    FORMAT,
    KEYS,
    MANIFEST,
    SIGNATURE,
    TOMBSTONES,
    VERSION,
    ArchiveFault,
    columns_of,
    line_of,
)

#: Rows read at once.
BATCH = 2_000
#: Every entry carries the same date, so that what is equal is equal byte for byte.
_DATE = (2000, 1, 1, 0, 0, 0)

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Written:
    """A finished archive."""

    file: Path
    rows: int
    files: int
    bytes: int
    sha256: str


def export_community(
    *,
    community: Community,
    file: Path,
    lock: keyring.Lock,
    wrapped: dict[str, str],
    now: datetime,
    progress: Progress = lambda done, whole: None,
) -> Written:
    """Write a community into a file. It appears under its name only when it is whole.

    Args:
        lock, wrapped: how the community's own keys are locked (`keyring.lock`, `wrapped_for_journey`).

    Raises:
        ArchiveFault: `no-signing-key`, `keys-changed`.
        FileExistsError: where a file of this name stands.
    """
    if file.exists():
        raise FileExistsError(17, "exists", str(file))
    link_lines(community.id, now)  # so that the chain holds every line that goes along
    part = file.with_name(f".{file.name}.part")
    part.unlink(missing_ok=True)
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as handle:
            with zipfile.ZipFile(handle, "w", zipfile.ZIP_DEFLATED, allowZip64=True) as box:
                packer = _Packer(box)
                with _one_moment(), in_community(community.id):
                    _pack(packer, community, lock, wrapped, now, progress)
            handle.flush()
            os.fsync(handle.fileno())
        part.rename(file)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    return Written(file, packer.rows, packer.files, file.stat().st_size, _digest(file))


def _digest(file: Path) -> str:
    with file.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


@contextmanager
def _one_moment() -> Iterator[None]:
    """Read as of one moment, letting others write meanwhile."""
    if connection.in_atomic_block:
        yield
        return
    if connection.vendor == "postgresql":
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            yield
        return
    connection.ensure_connection()
    mode = connection.transaction_mode
    connection.transaction_mode = "DEFERRED"  # a reader's; ours otherwise take the one write lock
    try:
        with transaction.atomic():
            yield
    finally:
        connection.transaction_mode = mode


class _Packer:
    """Writes parts one after another and notes their digests."""

    def __init__(self, box: zipfile.ZipFile) -> None:
        self.box = box
        self.parts: list[dict[str, Any]] = []
        self.rows = 0
        self.files = 0

    def lines(self, name: str, lines: Iterable[dict[str, Any]], columns: list[str] | None = None) -> None:
        """Write a part of one object a line."""
        digest, size, rows = hashlib.sha256(), 0, 0
        with self.box.open(_entry(name), "w", force_zip64=True) as out:
            for values in lines:
                line = line_of(values)
                out.write(line)
                digest.update(line)
                size, rows = size + len(line), rows + 1
        said: dict[str, Any] = {"name": name, "sha256": digest.hexdigest(), "bytes": size, "rows": rows}
        if columns is not None:
            said["columns"] = columns
        self.parts.append(said)
        self.rows += rows

    def file(self, name: str, path: Path) -> None:
        """Write a file as it is."""
        digest, size = hashlib.sha256(), 0
        with self.box.open(_entry(name), "w", force_zip64=True) as out, path.open("rb") as source:
            while piece := source.read(1 << 20):
                out.write(piece)
                digest.update(piece)
                size += len(piece)
        self.parts.append({"name": name, "sha256": digest.hexdigest(), "bytes": size})
        self.files += 1


def _entry(name: str) -> zipfile.ZipInfo:
    found = zipfile.ZipInfo(name, _DATE)
    found.compress_type = zipfile.ZIP_DEFLATED
    found.external_attr = 0o600 << 16
    return found


def _pack(
    packer: _Packer,
    community: Community,
    lock: keyring.Lock,
    wrapped: dict[str, str],
    now: datetime,
    progress: Progress,
) -> None:
    models = moving()
    columns = columns_of(Community)
    row = Community.objects.get(id=community.id)
    written = {name: column.write(getattr(row, name)) for name, column in columns.items()}
    packer.lines(COMMUNITY, [written], list(columns))
    for done, model in enumerate(models):
        progress(done, len(models))
        packer.lines(part_of(model), _rows(model), list(columns_of(model)))
    packer.lines(KEYS, keyring.key_rows(wrapped))
    packer.lines(TOMBSTONES, _tombstones(community.id))
    packer.lines(ARRIVALS, _arrivals(community.id))
    for name, path in files_of(community.id):
        packer.file(name, path)
    progress(len(models), len(models))
    newest = Link.objects.order_by("-number").first()
    manifest = {
        "format": FORMAT,
        "version": VERSION,
        "made": now.isoformat(),
        "host": settings.HEARTH_URL,
        "community": {"id": str(row.id), "slug": row.slug, "name": row.name},
        "logbook": {
            "links": newest.number if newest else 0,
            "head": bytes(newest.digest).hex() if newest else "",
        },
        "lock": lock.as_json(),
        "parts": packer.parts,
    }
    text = json.dumps(manifest, ensure_ascii=False, indent=1).encode()
    signature = communities.sign(signed(text))
    if signature is None:
        raise ArchiveFault("no-signing-key")
    packer.box.writestr(_entry(MANIFEST), text)
    packer.box.writestr(_entry(SIGNATURE), base64.b64encode(signature))


def signed(manifest: bytes) -> bytes:
    """Return what the community's key signs for a manifest."""
    return b"hearth-archive-1\n" + hashlib.sha256(manifest).digest()


def _rows(model: Any) -> Iterator[dict[str, Any]]:
    columns = columns_of(model)
    wanted = [column.field.attname for column in columns.values()]
    writers = [(name, column.write) for name, column in columns.items()]
    after: UUID | None = None
    while True:
        rows = model.objects.order_by("id")
        if after is not None:
            rows = rows.filter(id__gt=after)
        batch = list(rows.values_list("id", *wanted)[:BATCH])
        for row in batch:
            yield {name: write(value) for (name, write), value in zip(writers, row[1:], strict=True)}
        if len(batch) < BATCH:
            return
        after = batch[-1][0]


def _tombstones(community_id: UUID) -> Iterator[dict[str, Any]]:
    columns = columns_of(Tombstone)
    for stone in (
        Tombstone.objects.filter(community_id=community_id).order_by("created", "id").iterator(BATCH)
    ):
        yield {name: column.write(getattr(stone, name)) for name, column in columns.items()}


def _arrivals(community_id: UUID) -> Iterator[dict[str, Any]]:
    key = keys.to_seal("community", community_id)
    for member_id, address in along():
        sealed = keyring.seal_address(address, member_id, key) if address else None
        yield {"member": str(member_id), "address": sealed}


def files_of(community_id: UUID) -> Iterator[tuple[str, Path]]:
    """Give the files that a row names, with their names in an archive; sealed ones as they stand."""
    rows = set(File.objects.values_list("id", flat=True))
    for path, file_id in standing(community_id):
        if file_id in rows and path.is_file() and not path.is_symlink():
            yield FILES + path.name, path
