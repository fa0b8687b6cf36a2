"""HSDS 3.0 in any of its forms: a nested document, a list, a page of the API, tables in a zip or beside a package.

Each service becomes a record per place where it is given, or one without a place; an organisation that
names no service becomes a record itself. All that the file says stands in the things beside them.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path, PurePosixPath
from typing import Any
from uuid import UUID

from django.utils.text import slugify

from commonhearth.core.places.distance import NotAPlace, Point
from commonhearth.rooms.directory.formats.hsds.checking import faults
from commonhearth.rooms.directory.formats.hsds.fields import BY_PATH
from commonhearth.rooms.directory.formats.hsds.tables import from_rows
from commonhearth.rooms.directory.formats.hsds.things import Thing, Things
from commonhearth.rooms.directory.reading.archives import read_tables
from commonhearth.rooms.directory.reading.files import csv_rows, json_values, read_text
from commonhearth.rooms.directory.reading.kinds import kind_of
from commonhearth.rooms.directory.reading.records import (
    LONGEST_NAME,
    BrokenFile,
    Cleaner,
    Doubt,
    Record,
    SourceCard,
)

#: The identifier by which a listing is known again.
SCHEME = "hsds"
PACKAGE = "datapackage.json"
#: What is no longer given, as HSDS says it.
ENDED = frozenset({"defunct", "inactive"})


@dataclass(frozen=True, slots=True)
class Found:
    """The things of a file, whose they are, and a digest of it all."""

    source: SourceCard
    digest: str
    things: Things


def recognises(values: list[Any]) -> bool:
    """Say whether the first values of a JSON file are HSDS."""
    return any(isinstance(value, dict) and (_is_whole(value) or _entity(value)) for value in values)


def read_json(text: str, path: Path, *, source: SourceCard | None) -> Found:
    """Read documents, a page of the API, or tables written as JSON.

    Raises:
        BrokenFile: with the line of the document and the paths of what is wrong in it.
    """
    file = str(path)
    package: dict[str, Any] = {}
    tables: dict[str, list[Mapping[str, Any]]] = {}
    things = Things()
    digest = hashlib.sha256(text.encode())
    for line, value in json_values(text, file=file):
        if isinstance(value, dict) and "resources" in value:
            package = value
            for name, content in _beside(path, value).items():
                digest.update(content.encode())
                tables[name] = [row for _, row in csv_rows(content, file=f"{file}/{name}")]
        elif isinstance(value, dict) and value.keys() & BY_PATH.keys():
            tables |= {name: rows for name, rows in value.items() if name in BY_PATH}
        else:
            for document in _documents(value):
                _take(things, document, file=file, line=line)
    if tables:
        things = _from_tables(tables, file)
    return Found(source or source_of(path, package), digest.hexdigest(), things)


def read_zip(path: Path, *, source: SourceCard | None) -> Found:
    """Read the tables of a zip file.

    Raises:
        BrokenFile: see `archives.read_tables`; also when it holds no table of HSDS, or a row is none.
    """
    texts = read_tables(path, {*BY_PATH, PACKAGE})
    package = _package(texts.pop(PACKAGE, ""), path)
    if not texts:
        raise BrokenFile("unknown-list", file=str(path))
    tables: dict[str, list[Mapping[str, Any]]] = {
        name: [row for _, row in csv_rows(text, file=f"{path}/{name}")]
        for name, text in texts.items()
        if text.strip()
    }
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    return Found(source or source_of(path, package), digest, _from_tables(tables, str(path)))


def source_of(path: Path, package: Mapping[str, Any]) -> SourceCard:
    """Return whose words a file holds: as its package says, else by its name, with no licence stated."""
    title = str(package.get("title") or "")[:200] or f"Human services: {path.stem}"[:200]
    licences = package.get("licenses")
    said = licences[0] if isinstance(licences, list) and licences else package.get("license")
    said = said if isinstance(said, dict) else {"name": said} if isinstance(said, str) else {}
    licence = str(said.get("name") or said.get("title") or said.get("type") or "")[:200]
    return SourceCard(
        key=f"hsds-{slugify(title)}"[:60],
        title=title,
        licence=licence or "licence not stated",
        licence_url=str(said.get("path") or said.get("url") or "")[:300],
        attribution=f"{title}, {licence or 'licence not stated'}"[:300],
    )


def records(found: Found, *, file: str) -> Iterator[Record]:
    """Yield a record for each place of each service, and for each organisation without one."""
    things, number = found.things, 0
    for service in things.of("service"):
        if service.fields.get("status") in ENDED:
            continue
        places: list[Thing | None] = [*things.held(service, "service_at_locations")]
        for at in places or [None]:
            number += 1
            yield _of_service(service, at, things, found.source, number)
    serving = {org.id for service in things.of("service") for org in things.held(service, "organization")}
    for organisation in things.of("organization"):
        if organisation.id not in serving and not things.held(organisation, "services"):
            number += 1
            yield _of_organisation(organisation, things, found.source, number)


def service_of(origin: str, things: Things) -> str:
    """Return the id of the service of which a listing with this origin is a place; or the origin itself."""
    for service in things.of("service"):
        if origin in service.links.get("service_at_locations", ()):
            return service.id
    return origin


def _of_service(service: Thing, at: Thing | None, things: Things, source: SourceCard, number: int) -> Record:
    clean = Cleaner()
    organisation = next(iter(things.held(service, "organization")), None)
    places = things.held(at, "location") if at else []
    terms = [
        str(term.fields.get("name", ""))
        for attribute in things.held(service, "attributes")
        for term in things.held(attribute, "taxonomy_term")
    ]
    name = clean.text(service.fields.get("name"), "name", longest=LONGEST_NAME)
    whose = clean.text(organisation.fields.get("name"), "organization", longest=120) if organisation else ""
    phones = [service, *([at] if at else []), *places, *([organisation] if organisation else [])]
    return _record(
        clean,
        origin=at.id if at else service.id,
        number=number,
        name=name,
        kind=kind_of([*terms, name]),
        activities=[*terms, whose],
        description=service.fields.get("description"),
        place=places[0] if places else None,
        website=service.fields.get("url") or (organisation.fields.get("website") if organisation else ""),
        phone=_phone(phones, things),
        as_of=_day(service.fields.get("assured_date"))
        or _day(service.fields.get("last_modified"))
        or source.as_of,
        things=things,
    )


def _of_organisation(organisation: Thing, things: Things, source: SourceCard, number: int) -> Record:
    clean = Cleaner()
    places = things.held(organisation, "locations")
    name = clean.text(organisation.fields.get("name"), "name", longest=LONGEST_NAME)
    return _record(
        clean,
        origin=organisation.id,
        number=number,
        name=name,
        kind=kind_of([name]),
        activities=[],
        description=organisation.fields.get("description"),
        place=places[0] if places else None,
        website=organisation.fields.get("website"),
        phone=_phone([organisation, *places], things),
        as_of=source.as_of,
        things=things,
    )


def _record(
    clean: Cleaner,
    *,
    number: int,
    origin: str,
    place: Thing | None,
    things: Things,
    activities: list[str],
    **said: Any,
) -> Record:
    address = next(iter(things.held(place, "addresses")), None) if place else None
    where = address.fields if address else {}
    lines = (where.get("address_1"), where.get("address_2"))
    point = _point(place, clean) if place else None
    return Record(
        origin=origin,
        line=number,
        name=said["name"] or "?",
        kind=said["kind"],
        description=clean.text(said["description"], "description", lines=True),
        activities=tuple(
            dict.fromkeys(clean.text(word, "attributes", longest=120) for word in activities if word)
        ),
        street=clean.text(", ".join(str(line) for line in lines if line), "address", longest=300),
        town=clean.text(where.get("city"), "city", longest=120),
        region=clean.text(where.get("state_province"), "state_province", longest=120),
        postcode=clean.text(where.get("postal_code"), "postal_code", longest=20),
        country=clean.text(where.get("country"), "country", longest=60),
        point=point,
        placed_by="record" if point else "",
        website=clean.text(said["website"], "url", longest=2000),
        website_field="url",
        phone=said["phone"][:200],
        identifiers=((SCHEME, origin),),
        as_of=said["as_of"],
        doubts=tuple(clean.doubts),
    )


def _point(place: Thing, clean: Cleaner) -> Point | None:
    """Return where a place is; coordinates that are nowhere on earth stay in its thing and are not used."""
    lat, lon = place.fields.get("latitude"), place.fields.get("longitude")
    if lat is None or lon is None:
        return None
    try:
        return Point(float(lat), float(lon))
    except (NotAPlace, ValueError):
        clean.doubts.append(Doubt("coordinates-none", "latitude", f"{lat}, {lon}"[:80]))
        return None


def _phone(of: list[Thing], things: Things) -> str:
    for one in of:
        for phone in things.held(one, "phones"):
            number = str(phone.fields.get("number", "")).strip().strip('"')
            if number:
                return number
    return ""


def _day(written: Any) -> date | None:
    try:
        return date.fromisoformat(str(written)[:10])
    except ValueError:
        return None


# --- Which form it has -----------------------------------------------------------------------------
def _is_whole(value: Mapping[str, Any]) -> bool:
    """Whether a value is a page of the API, tables as JSON, or a package that names tables of HSDS."""
    if isinstance(value.get("contents"), list) and "total_items" in value:
        return True
    resources = value.get("resources")
    named = (
        {str(one.get("path")) for one in resources if isinstance(one, dict)}
        if isinstance(resources, list)
        else set()
    )
    return bool((value.keys() | named) & BY_PATH.keys())


def _entity(value: Mapping[str, Any]) -> str:
    """Return which entity a document is, or "" when it is none from which listings come."""
    try:
        UUID(str(value.get("id")))
    except ValueError:
        return ""
    if "status" in value and "name" in value:
        return "service"
    if "location_type" in value:
        return "location"
    if value.keys() & {"location", "location_id"} and value.keys() & {"service", "service_id"}:
        return "service_at_location"
    return "organization" if {"name", "description"} <= value.keys() and "taxonomy" not in value else ""


def _documents(value: Any) -> Iterator[Any]:
    if isinstance(value, dict) and isinstance(value.get("contents"), list):
        for inner in value["contents"]:
            yield from _documents(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _documents(inner)
    else:
        yield value


def _take(things: Things, document: Any, *, file: str, line: int) -> None:
    if not isinstance(document, dict):
        raise BrokenFile("hsds-not-valid", file=file, line=line, faults="(whole)")
    said = _without_nothing(document)
    entity = _entity(said)
    if not entity:
        raise BrokenFile("hsds-not-valid", file=file, line=line, faults="id")
    wrong = faults(entity, said)
    if wrong:
        raise BrokenFile("hsds-not-valid", file=file, line=line, faults="; ".join(wrong[:5]))
    things.take_apart(entity, said)


def _without_nothing(value: Any) -> Any:
    """Return a value without what is null: many publishers write null for what they do not say."""
    if isinstance(value, dict):
        return {name: _without_nothing(inner) for name, inner in value.items() if inner is not None}
    if isinstance(value, list):
        return [_without_nothing(inner) for inner in value if inner is not None]
    return value


def _from_tables(tables: Mapping[str, list[Mapping[str, Any]]], file: str) -> Things:
    things = from_rows(tables)
    for thing in things.by_key.values():
        wrong = faults(thing.entity, {"id": thing.id, **thing.fields})
        if wrong:
            raise BrokenFile("hsds-not-valid", file=file, faults=f"{thing.entity} {thing.id}: {wrong[0]}")
    return things


def _package(text: str, path: Path) -> dict[str, Any]:
    try:
        said = json.loads(text) if text.strip() else {}
    except (ValueError, RecursionError):
        return {}  # some publishers put a link's text there; the tables speak for themselves
    return said if isinstance(said, dict) else {}


def _beside(path: Path, package: Mapping[str, Any]) -> dict[str, str]:
    """Return the tables that stand beside a package, by plain names only."""
    texts = {}
    for resource in package["resources"]:
        name = str(resource.get("path", "")) if isinstance(resource, dict) else ""
        if name in BY_PATH and PurePosixPath(name).name == name and (path.parent / name).is_file():
            texts[name] = read_text(path.parent / name)
    if not texts:
        raise BrokenFile("no-tables", file=str(path))
    return texts
