"""Any CSV, by a map that says which of its columns holds what."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping

from commonhearth.core.places.names import fold, identity_name
from commonhearth.core.places.postcodes import postcode_key
from commonhearth.rooms.directory.reading.files import csv_rows
from commonhearth.rooms.directory.reading.records import (
    LONGEST_NAME,
    BrokenFile,
    Cleaner,
    Doubt,
    Record,
    SourceCard,
    point_from,
)

#: What a map may name. `name` is needed; `lat` and `lon` come together.
FIELDS = (
    "name", "id", "kind", "description", "activities", "street", "town", "region", "postcode", "country", "lat",
    "lon", "website", "phone", "email", "open",
)  # fmt: skip
_YES = frozenset({"yes", "y", "true", "1", "open", "ja", "oui", "si"})
_NO = frozenset({"no", "n", "false", "0", "closed", "nein", "non"})
KINDS = frozenset(
    {"care", "peer", "community", "housing", "food", "learning", "advice", "work", "money", "energy", "arts"}
)


def read(text: str, *, file: str, columns: Mapping[str, str], source: SourceCard) -> Iterator[Record]:
    """Yield a record per row.

    Args:
        columns: field (one of `FIELDS`) to the heading of its column.

    Raises:
        BrokenFile: see `csv_rows` and `point_from`; also when the map names a field or heading that
            does not exist, or a row has no name.
    """
    check(columns, file=file)
    first = True
    for line, row in csv_rows(text, file=file):
        if first:
            for heading in columns.values():
                if heading not in row:
                    raise BrokenFile("no-heading", file=file, line=1, heading=heading)
            first = False
        yield _record({field: row[heading] for field, heading in columns.items()}, line, file, source)


def check(columns: Mapping[str, str], *, file: str) -> None:
    """Refuse a map that names what no record has, or has no name, or half a point."""
    for field in columns:
        if field not in FIELDS:
            raise BrokenFile("no-field", file=file, field=field, fields=", ".join(FIELDS))
    if "name" not in columns or ("lat" in columns) != ("lon" in columns):
        raise BrokenFile("map-incomplete", file=file)


def _record(said: dict[str, str], line: int, file: str, source: SourceCard) -> Record:
    clean = Cleaner()
    name = clean.text(said["name"], "name", longest=LONGEST_NAME)
    if not name:
        raise BrokenFile("no-name", file=file, line=line)
    town = clean.text(said.get("town"), "town", longest=120)
    postcode = clean.text(said.get("postcode"), "postcode", longest=20)
    origin = clean.text(said.get("id"), "id", longest=120)
    if not origin:
        sameness = "|".join((identity_name(name), fold(town), postcode_key(postcode)))
        origin = hashlib.sha256(sameness.encode()).hexdigest()[:24]
    kind = fold(said.get("kind", ""))
    if kind and kind not in KINDS:
        clean.doubts.append(Doubt("kind", "kind", kind, "other"))
    opened = fold(said.get("open", ""))
    point = point_from(said.get("lat"), said.get("lon"), file=file, line=line)
    return Record(
        origin=origin,
        line=line,
        name=name,
        kind=kind if kind in KINDS else "other",
        description=clean.text(said.get("description"), "description", lines=True),
        activities=tuple(
            part.strip()[:120]
            for part in clean.text(said.get("activities"), "activities", longest=2000).split(";")
            if part.strip()
        ),
        street=clean.text(said.get("street"), "street", longest=300),
        town=town,
        region=clean.text(said.get("region"), "region", longest=120),
        postcode=postcode,
        country=clean.text(said.get("country"), "country", longest=60),
        point=point,
        placed_by="record" if point else "",
        website=clean.text(said.get("website"), "website", longest=4000),
        phone=clean.text(said.get("phone"), "phone", longest=200),
        email=clean.email(said.get("email")),
        open_to_members=True if opened in _YES else False if opened in _NO else None,
        identifiers=((source.key, origin),),
        as_of=source.as_of,
        doubts=tuple(clean.doubts),
    )
