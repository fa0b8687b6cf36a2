"""The host key: the one secret that stands outside the database and outside every backup.

`HEARTH_KEY_FILE` (by default in the data folder under `keys/`, mode 0600) wraps each community's
key. The first key in it wraps; further ones are older and still open what they wrapped, until
`keys.rewrap` has been through. Whoever has this file and a backup can read everything: keep a copy
apart from both.
"""

from __future__ import annotations

import base64
import os
import stat
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID, uuid4

from django.conf import settings

from commonhearth.foundation.sealed.cipher import KEY_BYTES, new_key

#: A folder that holds this file is a backup folder (`site/backup` writes it).
BACKUP_MARK = "hearth-backup.txt"
_TAG = "hearth-key-1"
_PREAMBLE = """\
# The host key of a Commonhearth host. With it and a backup everything sealed can be read;
# without it nothing sealed can be read again, by anyone. Keep a copy in a safe place that is
# neither this machine nor where the backups are. Mode 0600. The first key seals, others still open.
"""


class HostKeyFault(Exception):
    """The host key cannot be used. Carries the reason's code and the file."""

    def __init__(self, code: str, file: Path) -> None:
        super().__init__(f"{code}: {file}")
        self.code = code
        self.file = file


@dataclass(frozen=True, slots=True)
class HostKeys:
    """The keys of the file: the one that wraps, and all that open."""

    current: UUID
    by_id: Mapping[UUID, bytes]

    def __repr__(self) -> str:
        return f"<HostKeys {self.current}, {len(self.by_id)} in all>"


_read: dict[Path, tuple[tuple[int, int, int, int], HostKeys]] = {}


def key_file() -> Path:
    """Return where this host's key stands."""
    return Path(settings.HEARTH_KEY_FILE)


def load(file: Path | None = None) -> HostKeys:
    """Read the host keys, looking at the file's state each time and at its text when it changed.

    Raises:
        HostKeyFault: `missing`, `too-open` (others on this machine may read it), `in-backup`,
            or `unreadable`.
    """
    file = file or key_file()
    try:
        state = file.stat()
    except FileNotFoundError:
        raise HostKeyFault("missing", file) from None
    if stat.S_IMODE(state.st_mode) & 0o077:
        raise HostKeyFault("too-open", file)
    seen = (state.st_mtime_ns, state.st_ino, state.st_size, state.st_ctime_ns)
    known = _read.get(file)
    if known and known[0] == seen:
        return known[1]
    if any((folder / BACKUP_MARK).exists() for folder in file.resolve().parents):
        raise HostKeyFault("in-backup", file)
    keys = _parse(file)
    _read[file] = (seen, keys)
    return keys


def _parse(file: Path) -> HostKeys:
    found: dict[UUID, bytes] = {}
    try:
        for line in file.read_text(encoding="ascii").splitlines():
            if not line.strip() or line.startswith("#"):
                continue
            tag, name, text = line.split()
            key = base64.b64decode(text, validate=True)
            if tag != _TAG or len(key) != KEY_BYTES:
                raise ValueError(tag)
            found[UUID(name)] = key
    except (ValueError, UnicodeDecodeError):
        raise HostKeyFault("unreadable", file) from None
    if not found:
        raise HostKeyFault("unreadable", file)
    return HostKeys(next(iter(found)), found)


def _line(key_id: UUID, key: bytes) -> str:
    return f"{_TAG} {key_id} {base64.b64encode(key).decode()}\n"


def create(file: Path | None = None) -> bool:
    """Make a host key where there is none; return whether one was made.

    Callers make sure first that nothing has been sealed with a key that is now lost.
    """
    file = file or key_file()
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return False
    _write(descriptor, _PREAMBLE + _line(uuid4(), new_key()))
    return True


def add_key(file: Path | None = None) -> UUID:
    """Put a new key first in the file, keeping the older ones; return its id."""
    file = file or key_file()
    before = load(file)
    fresh = uuid4()
    lines = _line(fresh, new_key()) + "".join(_line(key_id, key) for key_id, key in before.by_id.items())
    _replace(file, _PREAMBLE + lines)
    return fresh


def drop_older(file: Path | None = None) -> None:
    """Leave only the first key in the file. Only after everything was wrapped anew with it."""
    file = file or key_file()
    keys = load(file)
    _replace(file, _PREAMBLE + _line(keys.current, keys.by_id[keys.current]))


def _replace(file: Path, text: str) -> None:
    beside = file.with_name(f"{file.name}.new")
    beside.unlink(missing_ok=True)
    _write(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), text)
    os.replace(beside, file)
    _read.pop(file, None)


def _write(descriptor: int, text: str) -> None:
    with os.fdopen(descriptor, "w", encoding="ascii") as handle:
        handle.write(text)
        handle.flush()
        os.fsync(handle.fileno())
