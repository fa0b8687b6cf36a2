"""Where the bytes stand: `$HEARTH_DATA/files/<community>/<file>`, a picture's small one beside it.

Bytes are written whole before their row is committed, and deleted after its deletion is: at every moment
each row has its bytes. What a kill between the two leaves behind, `sweep` takes away an hour later.
"""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from cryptography.exceptions import InvalidTag
from django.conf import settings

from commonhearth.foundation.sealed import cipher

#: Where bytes stand until they are whole; never part of a backup, since no row names them.
COMING = ".coming"
SMALL = "-small"
#: A file that no row names is left alone this long: its row may be about to be committed.
SECONDS_TO_SETTLE = 3600


class BytesGone(LookupError):
    """A row's bytes are not where they should be, or are not those that were written."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where the bytes of one file are: of which community, and under what id."""

    community_id: UUID
    file_id: UUID

    def path(self, small: bool = False) -> Path:
        """Return the path of the file, or of the small one beside it."""
        return folder_of(self.community_id) / f"{self.file_id}{SMALL if small else ''}"

    def bound(self, small: bool) -> bytes:
        """Return what sealed bytes are bound to."""
        return cipher.bind("hearth-file", self.community_id, self.file_id, SMALL if small else "")


def root() -> Path:
    """Return the folder of all files of this host."""
    return Path(settings.HEARTH_DATA) / "files"


def folder_of(community_id: UUID) -> Path:
    """Return where a community's files stand on this host."""
    return root() / str(community_id)


def write(place: Place, content: bytes, *, key: str = "", small: bool = False) -> None:
    """Put bytes on the disk, sealed where a key is given. They are there whole or not at all."""
    if key:
        content = cipher.seal(bytes.fromhex(key), place.file_id, 1, content, place.bound(small))
    target = place.path(small)
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    coming = root() / COMING
    coming.mkdir(exist_ok=True, mode=0o700)
    descriptor, name = tempfile.mkstemp(dir=coming)
    try:
        with os.fdopen(descriptor, "wb") as handle:
            handle.write(content)
            handle.flush()
            os.fsync(handle.fileno())
        os.replace(name, target)
        _flush(target.parent)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _flush(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def read(place: Place, *, key: str = "", small: bool = False) -> bytes:
    """Return bytes as they were written.

    Raises:
        BytesGone: when they are not there, were moved or altered.
    """
    try:
        content = place.path(small).read_bytes()
        return cipher.unseal(bytes.fromhex(key), content, place.bound(small)) if key else content
    except (OSError, cipher.CannotOpen, InvalidTag) as fault:
        raise BytesGone(str(place.file_id)) from fault


def remove(place: Place) -> None:
    """Take a file's bytes away; that they are gone already is no fault."""
    for small in (False, True):
        place.path(small).unlink(missing_ok=True)


def standing(community_id: UUID) -> Iterator[tuple[Path, UUID | None]]:
    """Give what stands in a community's folder, each with the id of its file; None for what is none of ours."""
    folder = folder_of(community_id)
    if folder.is_dir():
        for path in sorted(folder.iterdir()):
            yield path, _id_of(path.name.removesuffix(SMALL))


def communities_standing() -> Iterator[tuple[Path, UUID]]:
    """Give the folders of communities, with their ids."""
    if root().is_dir():
        for path in sorted(root().iterdir()):
            found = _id_of(path.name)
            if path.is_dir() and not path.is_symlink() and found:
                yield path, found


def _id_of(name: str) -> UUID | None:
    try:
        found = UUID(name)
    except ValueError:
        return None
    return found if str(found) == name else None


def is_settled(path: Path) -> bool:
    """Return whether something has stood there long enough that no act of now still needs it."""
    try:
        return time.time() - path.lstat().st_mtime > SECONDS_TO_SETTLE
    except FileNotFoundError:
        return False


def sweep(paths: Iterable[Path]) -> int:
    """Take away what nothing names, once it has settled; return how many went."""
    gone = 0
    for path in paths:
        if is_settled(path):
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path, ignore_errors=True)
            else:
                path.unlink(missing_ok=True)
            gone += 1
    return gone


def half_written() -> Iterator[Path]:
    """Give what was never finished."""
    coming = root() / COMING
    if coming.is_dir():
        yield from coming.iterdir()
