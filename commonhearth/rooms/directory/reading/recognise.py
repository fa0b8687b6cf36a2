"""Which list is this? By what stands in it, never by its name."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from commonhearth.rooms.directory.formats.hsds.things import Things
from commonhearth.rooms.directory.reading import column_map, coops_uk, hsds, san_mateo, ssedas
from commonhearth.rooms.directory.reading.archives import is_archive
from commonhearth.rooms.directory.reading.files import json_values, read_text
from commonhearth.rooms.directory.reading.records import BrokenFile, Record, SourceCard


@dataclass(frozen=True, slots=True)
class Reading:
    """A recognised file: its source, its digest, and its records when asked for."""

    source: SourceCard
    digest: str
    records: Callable[[], Iterator[Record]]
    #: What an HSDS file holds beside what its records say.
    things: Things | None = None


def recognise(
    path: Path, *, source: SourceCard | None = None, columns: Mapping[str, str] | None = None
) -> Reading:
    """Return how to read a file.

    Args:
        source: where it comes from; needed with a column map, and otherwise only to say it differently.
        columns: a column map; the file is then read as CSV whatever it looks like.

    Raises:
        BrokenFile: when it cannot be read, or is none of the lists known here and no map was given.
    """
    file = str(path)
    if is_archive(path):
        return _of_hsds(hsds.read_zip(path, source=source), file)
    text = read_text(path)
    digest = hashlib.sha256(text.encode()).hexdigest()
    if columns:
        if source is None:
            raise BrokenFile("no-source", file=file)
        card, chosen = source, columns
        return Reading(card, digest, lambda: column_map.read(text, file=file, columns=chosen, source=card))
    if text.lstrip()[:1] in "[{":
        first = [value for _, value in islice(json_values(text, file=file), 3)]
        if ssedas.recognises(first):
            return Reading(source or ssedas.SOURCE, digest, lambda: ssedas.read(text, file=file))
        if san_mateo.recognises(first):
            return Reading(source or san_mateo.SOURCE, digest, lambda: san_mateo.read(text, file=file))
        if hsds.recognises(first):
            return _of_hsds(hsds.read_json(text, path, source=source), file)
        raise BrokenFile("unknown-list", file=file)
    heading = next(csv.reader([text.partition("\n")[0]]), [])
    if coops_uk.HEADINGS <= {name.strip() for name in heading}:
        return Reading(source or coops_uk.SOURCE, digest, lambda: coops_uk.read(text, file=file))
    raise BrokenFile("needs-map" if len(heading) > 1 else "unknown-list", file=file)


def _of_hsds(found: hsds.Found, file: str) -> Reading:
    return Reading(found.source, found.digest, lambda: hsds.records(found, file=file), found.things)
