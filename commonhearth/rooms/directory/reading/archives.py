"""Zip files of tables: looked at before anything is unpacked, and refused whole when they are not what they say."""

from __future__ import annotations

import stat
import zipfile
from collections.abc import Collection
from pathlib import Path, PurePosixPath

from commonhearth.core.zips import DAMAGED
from commonhearth.rooms.directory.reading.files import LARGEST_FILE
from commonhearth.rooms.directory.reading.records import BrokenFile

MOST_ENTRIES = 200
#: What all tables together may weigh unpacked, and how much larger than packed: text seldom packs 60 times.
LARGEST_UNPACKED = 256 * 1024 * 1024
MOST_TIMES = 200
_CHUNK = 1024 * 1024


def is_archive(path: Path) -> bool:
    """Say whether a file begins like a zip file."""
    try:
        with path.open("rb") as file:
            return file.read(4) in (b"PK\x03\x04", b"PK\x05\x06")
    except OSError:
        return False


def read_tables(path: Path, wanted: Collection[str]) -> dict[str, str]:
    """Return the texts of the wanted files of an archive, by their names without folders.

    Raises:
        BrokenFile: not a whole zip file, too many or too large entries, a way out of the folder, a link,
            one under a password, or one name twice.
    """
    file = str(path)
    if path.stat().st_size > LARGEST_FILE:
        raise BrokenFile("too-large", file=file, most=f"{LARGEST_FILE // 1024 // 1024}")
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
            _look(entries, file)
            texts: dict[str, str] = {}
            left = LARGEST_UNPACKED
            for entry in entries:
                name = PurePosixPath(entry.filename).name
                if entry.is_dir() or name not in wanted:
                    continue
                if name in texts:
                    raise BrokenFile("zip-twice", file=file, name=name)
                content = _unpack(archive, entry, left, file)
                left -= len(content)
                texts[name] = _text(content, file, name)
            return texts
    except DAMAGED:
        raise BrokenFile("zip-broken", file=file) from None


def _look(entries: list[zipfile.ZipInfo], file: str) -> None:
    """Refuse by what the archive says of itself, before a byte is unpacked."""
    if len(entries) > MOST_ENTRIES:
        raise BrokenFile("zip-many", file=file, most=str(MOST_ENTRIES))
    for entry in entries:
        path = PurePosixPath(entry.filename)
        strange = "\\" in entry.filename or ":" in entry.filename or "\x00" in entry.filename
        if path.is_absolute() or ".." in path.parts or strange:
            raise BrokenFile("zip-path", file=file, name=entry.filename[:80])
        if stat.S_ISLNK(entry.external_attr >> 16) or entry.flag_bits & 1:
            raise BrokenFile("zip-entry", file=file, name=entry.filename[:80])
    unpacked = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries)
    if unpacked > LARGEST_UNPACKED or (unpacked > _CHUNK and unpacked > MOST_TIMES * max(packed, 1)):
        raise BrokenFile("zip-bomb", file=file)


def _unpack(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, most: int, file: str) -> bytes:
    """Return what an entry really holds; its stated size is not believed."""
    parts, size = [], 0
    with archive.open(entry) as packed:
        while part := packed.read(_CHUNK):
            size += len(part)
            if size > most:
                raise BrokenFile("zip-bomb", file=file)
            parts.append(part)
    return b"".join(parts)


def _text(content: bytes, file: str, name: str) -> str:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise BrokenFile("not-utf8", file=f"{file}/{name}", line=line) from None
    if "\x00" in text:
        raise BrokenFile("not-text", file=f"{file}/{name}", line=text[: text.index("\x00")].count("\n") + 1)
    return text
