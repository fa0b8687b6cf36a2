"""What of each record of a list may be stored: decided before anything is written."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from commonhearth.core.places.countries import Country, How, read_country
from commonhearth.core.places.precision import Precision
from commonhearth.core.places.shelter import is_sheltered
from commonhearth.rooms.directory.gazetteer.lookup import FoundPlace, Towns, country_at
from commonhearth.rooms.directory.models import Listing
from commonhearth.rooms.directory.reading import Doubt, Record
from commonhearth.rooms.directory.storing import Said, storable

#: Called with (records decided, records in all).
Progress = Callable[[int, int], None]


@dataclass(slots=True)
class Coming:
    """A record with what may be stored of it."""

    record: Record
    fields: dict[str, Any]
    doubts: list[Doubt]
    listing: Listing | None = None
    new: bool = False
    changes: bool = False
    identifiers: list[tuple[str, str]] = field(default_factory=list)
    #: Other listings that have one of its identifiers: proposed as one group with it.
    shares_with: set[UUID] = field(default_factory=set)


def decided(records: list[Record], progress: Progress | None) -> list[Coming]:
    """Decide for each record what may be stored of it. Reads the gazetteer, writes nothing."""
    towns = Towns()
    coming = []
    seen: dict[str, int] = {}
    for number, record in enumerate(records, start=1):
        one = decide(record, towns)
        if record.origin in seen:
            one.doubts.append(Doubt("origin-twice", "id", record.origin, f"{seen[record.origin]}"))
        else:
            seen[record.origin] = record.line
            coming.append(one)
        if progress and (number % 100 == 0 or number == len(records)):
            progress(number, len(records))
    return coming


def decide(record: Record, towns: Towns) -> Coming:
    """Turn one record into what may be stored: its country, its town, and whether it is a refuge."""
    doubts = list(record.doubts)
    country = _country(record, towns, doubts)
    sheltered = record.sheltered or is_sheltered(
        name=record.name, keywords=record.activities, description=record.description
    )
    found = None
    if record.point is None or sheltered or record.precision is Precision.TOWN:
        found, doubt = towns.find(record.town, country=country.code, region=record.region)
        if doubt:
            doubts.append(Doubt(doubt, "town", record.town, found.label if found else ""))
        elif record.point is None:
            doubts.append(Doubt("placed-by-town", "town", record.town))
    fields, more = storable(said_of(record, country=country, town=found, sheltered=sheltered))
    named = [
        replace(doubt, field=record.website_field) if doubt.field == "website" else doubt for doubt in more
    ]
    return Coming(record, fields, doubts + named, identifiers=list(record.identifiers))


def said_of(record: Record, *, country: Country, town: FoundPlace | None, sheltered: bool) -> Said:
    """Return what a record says, with what was found out about it."""
    return Said(
        name=record.name,
        kind=record.kind,
        description=record.description,
        activities=record.activities,
        street=record.street,
        town=record.town,
        region=record.region,
        postcode=record.postcode,
        country=country.code,
        country_how=str(country.how),
        point=record.point,
        placed_by=record.placed_by,
        town_found=town,
        precision=record.precision,
        website=record.website,
        phone=record.phone,
        email=record.email,
        open_to_members=record.open_to_members,
        sheltered=sheltered,
    )


def _country(record: Record, towns: Towns, doubts: list[Doubt]) -> Country:
    """Return the country a record means, asking the map where the words do not say or contradict it."""
    country = read_country(record.country)
    plain = country.how in (How.NAME, How.PART) or (
        country.how is How.CODE and (record.point is None or towns.lies_in(record.point, country.code))
    )
    if not plain and record.point is not None:
        located = country_at(record.point, stated=country.code)
        country = read_country(record.country, located_in=located)
    if country.guessed:
        doubts.append(Doubt(f"country-{country.how}", "country", record.country, country.code))
    elif country.how is How.NONE:
        doubts.append(Doubt("country-none", "country", record.country))
    elif country.code != record.country:
        doubts.append(Doubt("country-normalised", "country", record.country, country.code))
    return country
