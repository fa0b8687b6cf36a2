"""`hearth backup`: a copy of everything but the keys, and the keys beside it."""

from __future__ import annotations

import shutil
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import connection

from commonhearth.foundation.files.disk import COMING
from commonhearth.foundation.sealed import hostkey
from commonhearth.site.backup import bundle
from commonhearth.site.backup.copying import copy_data
from commonhearth.site.backup.folder import (
    NAMED,
    UNFINISHED,
    BackupFault,
    Manifest,
    copies,
    flush,
    made_at,
    mark,
    name_of,
    write_manifest,
)
from commonhearth.site.host import signing_mark

#: Folders of the host's data that go along, where they exist.
FOLDERS = ("files",)


@dataclass(frozen=True, slots=True)
class Made:
    """A finished backup."""

    copy: Path
    rows: int
    keys: int
    bytes: int


def backup(folder: Path, now: datetime) -> Made:
    """Copy this host into a backup folder while it runs.

    The keys are read after the data, so every key the data needs is among them, and replace those of
    the backup before. A copy that was not finished has another name and is never put back.

    Raises:
        BackupFault: when the folder is no place for a backup, or the copy is not sound.
    """
    folder = folder.resolve()
    _refuse_bad_place(folder)
    bundle.refuse_another_hosts(folder, bundle.collect())
    mark(folder)
    copy = folder / name_of(now)
    if copy.exists():
        raise BackupFault("already-there", folder=copy)
    part = folder / f"{copy.name}{UNFINISHED}"
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir(mode=0o700)
    try:
        counts, migrations = copy_data(part)
        for name in FOLDERS:
            if (settings.HEARTH_DATA / name).is_dir():
                shutil.copytree(settings.HEARTH_DATA / name, part / name, ignore=_links, copy_function=_copy)
        signed = signing_mark(settings.SECRET_KEY)
        write_manifest(part, Manifest(now.isoformat(), connection.vendor, counts, migrations, signed))
        fresh = bundle.collect()
        bundle.write(folder, fresh, now)
        part.rename(copy)
        flush(folder)
    except BaseException:
        shutil.rmtree(part, ignore_errors=True)
        raise
    size = sum(path.stat().st_size for path in copy.rglob("*") if path.is_file())
    return Made(copy, sum(counts.values()), len(fresh["keys"]), size)


def prune(folder: Path, *, days: int, now: datetime, good: str = "") -> list[str]:
    """Delete copies that are older than so many days, and what was left of copies that never became one.

    The newest stays, and so does the newest that was put back and found good: a host never ends up with copies of
    which nobody knows whether they are any use. Returns the names of what is gone.

    Args:
        good: the name of that copy.
    """
    folder, first = folder.resolve(), now - timedelta(days=days)
    old = [copy for copy in copies(folder)[:-1] if made_at(copy.name) < first and copy.name != good]
    for copy in old:
        # Under this name it is no copy any more, should the machine stop in the middle.
        copy.rename(folder / f"{copy.name}{UNFINISHED}")
    yesterday = now - timedelta(days=1)
    for part in folder.glob(f"*{UNFINISHED}"):
        name = part.name.removesuffix(UNFINISHED)
        if NAMED.fullmatch(name) and made_at(name) < yesterday:
            shutil.rmtree(part)
    flush(folder)
    return [copy.name for copy in old]


def _refuse_bad_place(folder: Path) -> None:
    key_file = hostkey.key_file().resolve()
    if key_file.is_relative_to(folder):
        raise BackupFault("key-inside", folder=folder, file=key_file)
    data = settings.HEARTH_DATA.resolve()
    if folder == data or folder.is_relative_to(data / "keys") or data.is_relative_to(folder):
        raise BackupFault("bad-place", folder=folder)


def _links(folder: str, names: list[str]) -> list[str]:
    return [name for name in names if (Path(folder) / name).is_symlink() or name == COMING]


def _copy(source: str, target: str) -> str:
    """Copy one file, unless it was taken down since the folder was read."""
    with suppress(FileNotFoundError):
        shutil.copy2(source, target)
    return target
