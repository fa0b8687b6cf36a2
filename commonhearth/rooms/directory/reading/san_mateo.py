"""Human services of San Mateo County, California, as packed with the Ohana API (JSON, 2013)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from commonhearth.core.places.distance import Point
from commonhearth.rooms.directory.reading.files import json_values
from commonhearth.rooms.directory.reading.kinds import kind_of
from commonhearth.rooms.directory.reading.records import (
    LONGEST_NAME,
    BrokenFile,
    Cleaner,
    Doubt,
    Record,
    SourceCard,
    point_from,
)

SOURCE = SourceCard(
    key="smc-2013",
    title="San Mateo County human services, 2013",
    licence="BSD-3-Clause (repository)",
    attribution="© 2013 Code for America, ohana-api, BSD-3-Clause",
    url="https://github.com/codeforamerica/ohana-api",
    as_of=date(2013, 6, 1),
)
_REMOVED = re.compile(r"\[email removed\]")


def recognises(values: list[Any]) -> bool:
    """Say whether the first values of a file are of this list."""
    return any(
        isinstance(value, dict) and isinstance(value.get("_id"), dict) and "$oid" in value["_id"]
        for value in values
    )


def read(text: str, *, file: str) -> Iterator[Record]:
    """Yield a record per organisation.

    Raises:
        BrokenFile: see `json_values` and `point_from`; also for one without id or name.
    """
    for line, said in json_values(text, file=file):
        if not isinstance(said, dict) or not isinstance(said.get("_id"), dict):
            raise BrokenFile("no-name", file=file, line=line)
        yield _record(said, line, file)


def _record(said: dict[str, Any], line: int, file: str) -> Record:
    clean = Cleaner()
    origin = clean.text(said["_id"].get("$oid"), "_id", longest=120)
    name = clean.text(said.get("name"), "name", longest=LONGEST_NAME)
    if not origin or not name:
        raise BrokenFile("no-name", file=file, line=line)
    tidy = _tidy(name)
    if tidy != name:
        clean.doubts.append(Doubt("name-marks", "name", name, tidy))
    agency = _tidy(clean.text(said.get("agency"), "agency", longest=LONGEST_NAME))
    if agency and agency.casefold() not in tidy.casefold():
        # "Administration" says nothing without whose it is.
        tidy = f"{agency}: {tidy}"[:LONGEST_NAME]
    point = _point(said, clean, file, line)
    keywords = [clean.text(word, "keywords", longest=120) for word in said.get("keywords") or []]
    told = said.get("type")
    if isinstance(told, str):
        keywords.append(clean.text(told, "type", longest=120))
    urls = [clean.text(url, "urls", longest=4000) for url in said.get("urls") or []]
    if len(urls) > 1:
        clean.doubts.append(Doubt("more-websites", "urls", " ".join(urls[1:])[:400]))
    return Record(
        origin=origin,
        line=line,
        name=tidy,
        kind=kind_of(keywords),
        description=_description(said, clean),
        activities=tuple(dict.fromkeys(word for word in keywords if word)),
        street=clean.text(said.get("street_address"), "street_address", longest=300),
        town=clean.text(said.get("city"), "city", longest=120),
        region={"CA": "California"}.get(
            str(said.get("state")), clean.text(said.get("state"), "state", longest=60)
        ),
        postcode=clean.text(said.get("zipcode"), "zipcode", longest=20),
        country="US",
        point=point,
        placed_by="record" if point else "",
        website=urls[0] if urls else "",
        phone=_phone(said, clean),
        identifiers=(("smc-2013", origin),),
        as_of=SOURCE.as_of,
        doubts=tuple(clean.doubts),
    )


def _tidy(name: str) -> str:
    """Return a name without the full stops that the list puts after each of its parts."""
    tidy = re.sub(r"\.,(?= )", ",", name)
    if tidy.endswith(".") and not re.search(r"\b(Inc|Co|Corp|Ltd|St|Jr)\.$", tidy):
        return tidy[:-1]
    return tidy


def _point(said: dict[str, Any], clean: Cleaner, file: str, line: int) -> Point | None:
    coordinates = said.get("coordinates")
    if isinstance(coordinates, list) and coordinates:
        if len(coordinates) != 2:
            raise BrokenFile("coordinates", file=file, line=line, written=str(coordinates)[:80])
        return point_from(coordinates[1], coordinates[0], file=file, line=line)
    return point_from(said.get("latitude"), said.get("longitude"), file=file, line=line)


def _phone(said: dict[str, Any], clean: Cleaner) -> str:
    """Return the first number of lists in lists of numbers, with its department if it says one."""
    waiting = [said.get("phones"), said.get("phone"), said.get("telephone_no")]
    while waiting:
        value = waiting.pop(0)
        if isinstance(value, list):
            waiting[:0] = value
        elif isinstance(value, dict):
            number = clean.text(value.get("number"), "phones", longest=60)
            if number:
                department = clean.text(value.get("department"), "phones", longest=100)
                return f"{number} ({department})" if department else number
        elif isinstance(value, str) and value.strip():
            return clean.text(value, "phone", longest=60)
    return ""


def _description(said: dict[str, Any], clean: Cleaner) -> str:
    text = clean.text(said.get("description") or said.get("services_provided"), "description", lines=True)
    return re.sub(r" {2,}", " ", _REMOVED.sub("", text)).strip()
