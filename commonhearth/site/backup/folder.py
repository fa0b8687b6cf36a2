"""What a backup folder looks like, and what each copy in it says of itself.

FOLDER/
  hearth-backup.txt         what this is; a host key is refused anywhere below it
  keys.json                 wrapped keys and tombstones, newest only
  2026-11-20T183000Z/       one copy: manifest.json, data.sqlite3 or data.pgdump, files/
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from commonhearth.foundation.sealed.hostkey import BACKUP_MARK

VERSION = 1
MANIFEST = "manifest.json"
BUNDLE = "keys.json"
#: Behind the name of what is no copy yet, or no longer.
UNFINISHED = ".part"
NAMED = re.compile(r"\d{4}-\d{2}-\d{2}T\d{6}Z")
_WORDS = """\
This folder holds backups of a Commonhearth host. To put one back, on a machine with Commonhearth:

    HEARTH_DATA=/an/empty/folder hearth restore THIS-FOLDER

You also need the host's keys (host.key and signing.key, by default in the keys folder of its data). They
are in no backup, and must not be kept here: with both, whoever finds this can read everything; without
them nobody can read what is sealed.

keys.json is replaced by each backup. Keep only the newest: an old one would bring back what people
have erased since.
"""


class BackupFault(Exception):
    """A backup cannot be made or put back. Carries the reason's code and what it is about.

    The sentences stand in `wording.py`.
    """

    def __init__(self, code: str, **about: object) -> None:
        super().__init__(f"{code} {about}")
        self.code = code
        self.about = about


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a copy holds. Counts are rows per table, as copied."""

    made: str
    database: str
    counts: dict[str, int]
    migrations: list[str]
    #: Tells which signing key closed the sign-in secrets in it; says nothing about the key.
    signing_mark: str = ""
    files: dict[str, str] = field(default_factory=dict)
    version: int = VERSION


def mark(folder: Path) -> None:
    """Make a folder a backup folder."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    note = folder / BACKUP_MARK
    if not note.exists():
        note.write_text(_WORDS, encoding="utf-8")


def name_of(now: datetime) -> str:
    """Return the name of the copy made at a moment."""
    return now.astimezone(UTC).strftime("%Y-%m-%dT%H%M%SZ")


def made_at(name: str) -> datetime:
    """Return the moment at which a copy of this name was made."""
    return datetime.strptime(name, "%Y-%m-%dT%H%M%SZ").replace(tzinfo=UTC)


def copies(folder: Path) -> list[Path]:
    """Return the finished copies in a backup folder, oldest first."""
    return sorted(path for path in folder.iterdir() if path.is_dir() and NAMED.fullmatch(path.name))


def digest(file: Path) -> str:
    """Return a file's SHA-256 in hexadecimal."""
    with file.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


def files_below(folder: Path) -> Iterator[Path]:
    """Give every file below a folder, in order of path; links are not followed and not copied."""
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not path.is_symlink():
            yield path


def write_manifest(copy: Path, manifest: Manifest) -> None:
    """Write a copy's manifest with the digest of every file in it, and make all of it durable."""
    found = {str(path.relative_to(copy)): digest(path) for path in files_below(copy)}
    text = json.dumps(asdict(manifest) | {"files": found}, indent=1, sort_keys=True)
    (copy / MANIFEST).write_text(text + "\n", encoding="utf-8")
    for path in [*files_below(copy), *(p for p in copy.rglob("*") if p.is_dir()), copy]:
        flush(path)


def read_manifest(copy: Path) -> Manifest:
    """Read a copy's manifest and compare every file with it.

    Raises:
        BackupFault: `no-manifest`, `newer-backup`, or `damaged` with the file's name.
    """
    try:
        found = json.loads((copy / MANIFEST).read_text(encoding="utf-8"))
        if found.get("version") != VERSION:
            raise BackupFault("newer-backup", folder=copy)
        manifest = Manifest(**found)
    except (OSError, ValueError, TypeError, AttributeError):
        raise BackupFault("no-manifest", folder=copy) from None
    for name, expected in manifest.files.items():
        path = copy / name
        if (
            not path.resolve().is_relative_to(copy.resolve())
            or not path.is_file()
            or digest(path) != expected
        ):
            raise BackupFault("damaged", file=path)
    return manifest


def flush(path: Path) -> None:
    """Make a file or a folder's entries survive a power cut."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
