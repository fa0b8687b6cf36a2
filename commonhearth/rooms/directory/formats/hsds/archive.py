"""The tables of HSDS in one zip file, written while they are read: memory does not grow with their size.

They are for programs, so cells stand as they are meant; the spreadsheet of `formats.sheet` is for people.
"""

from __future__ import annotations

import csv
import io
import json
import tempfile
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from typing import IO, Any

from commonhearth.rooms.directory.formats.hsds.fields import ENTITIES
from commonhearth.rooms.directory.formats.hsds.tables import Rows, columns_of, package
from commonhearth.rooms.directory.formats.hsds.things import Thing

#: What a table holds in memory before it goes to a file of its own for the while.
IN_MEMORY = 256 * 1024
_CHUNK = 64 * 1024


def parts(
    groups: Iterable[Iterable[Thing]], *, title: str, licences: Iterable[tuple[str, str]]
) -> Iterator[bytes]:
    """Yield a zip file bit by bit.

    Args:
        groups: things that hold one another; between groups nothing is held.
    """
    with ExitStack() as stack:
        tables: dict[str, IO[str]] = {}
        writers: dict[str, Any] = {}
        for entity in ENTITIES.values():
            tables[entity.name] = table = stack.enter_context(
                tempfile.SpooledTemporaryFile(IN_MEMORY, mode="w+", encoding="utf-8", newline="")
            )
            writers[entity.name] = writer = csv.writer(table)
            writer.writerow(columns_of(entity))
        for group in groups:
            for entity, row in Rows(group):
                cells = {name: _cell(value) for name, value in row.items()}
                writers[entity.name].writerow([cells.get(name, "") for name in columns_of(entity)])
        yield from _zipped(tables, json.dumps(package(title=title, licences=licences), indent=1))


def _zipped(tables: dict[str, IO[str]], described: str) -> Iterator[bytes]:
    out = _Passing()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:  # type: ignore[call-overload]
        archive.writestr("datapackage.json", described)
        for entity in ENTITIES.values():
            table = tables[entity.name]
            table.seek(0)
            with archive.open(zipfile.ZipInfo(entity.path), "w") as member:
                while content := table.read(_CHUNK):
                    member.write(content.encode())
                    yield out.taken()
    yield out.taken()


class _Passing(io.RawIOBase):
    """A file that only ever passes on what was written to it."""

    def __init__(self) -> None:
        super().__init__()
        self._waiting = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self._waiting += data
        return len(data)

    def taken(self) -> bytes:
        """Return what was written since the last time."""
        content = bytes(self._waiting)
        self._waiting.clear()
        return content


def _cell(value: Any) -> Any:
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False)
    return "" if value is None else value
