"""Co-operatives UK open data, the "standard" CSV (2022, second quarter)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from commonhearth.core.places.postcodes import is_uk_postcode
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

SOURCE = SourceCard(
    key="coops-uk",
    title="Co-operatives UK Open Data",
    licence="Open Data Commons Attribution (ODC-By 1.0)",
    licence_url="https://opendatacommons.org/licenses/by/1-0/",
    attribution="Co-operatives UK Open Data, ODC-By 1.0",
    url="https://github.com/SolidarityEconomyAssociation/open-data",
    as_of=date(2022, 6, 30),
)
HEADINGS = frozenset({"Identifier", "Name", "Organisational Structure", "Geo Container Latitude", "SIC Code"})

#: By the sector that the list gives; health and social care goes by its SIC divisions (86 to 88).
_KINDS = {
    "Housing": "housing",
    "Retail": "work",
    "Manufacturing": "work",
    "Professional and Legal services": "work",
    "Digital, Media and Communication": "work",
    "Transport": "work",
    "Sports and Recreation": "arts",
    "Arts and Culture": "arts",
    "Agriculture": "food",
    "Food service, Accommodation and Pubs": "food",
    "Finance": "money",
    "Energy and Environment": "energy",
    "Education": "learning",
}


def read(text: str, *, file: str) -> Iterator[Record]:
    """Yield a record per row.

    Coordinates are those of the postcode's middle ("Geo Container"), as the list itself has no others.

    Raises:
        BrokenFile: see `csv_rows` and `point_from`; also for a row without identifier or name.
    """
    for line, row in csv_rows(text, file=file):
        yield _record(row, line, file)


def _record(row: dict[str, str], line: int, file: str) -> Record:
    clean = Cleaner()
    origin = clean.text(row["Identifier"], "Identifier", longest=40)
    name = clean.text(row["Name"], "Name", longest=LONGEST_NAME)
    if not origin or not name:
        raise BrokenFile("no-name", file=file, line=line)
    own = point_from(row.get("Latitude"), row.get("Longitude"), file=file, line=line)
    middle = point_from(row["Geo Container Latitude"], row["Geo Container Longitude"], file=file, line=line)
    postcode = clean.text(row["Postcode"], "Postcode", longest=20).upper()
    if postcode and not is_uk_postcode(postcode):
        clean.doubts.append(Doubt("postcode-form", "Postcode", postcode))
    identifiers = [("coops-uk", origin)]
    company = clean.text(row["Companies House Number"], "Companies House Number", longest=20).upper()
    if company:
        identifiers.append(("gb-coh", company))
    sic = clean.text(row["SIC Code"], "SIC Code", longest=10)
    sector = clean.text(row["Sector"], "Sector", longest=120)
    care = sic[:2] in ("86", "87", "88")
    return Record(
        origin=origin,
        line=line,
        name=name,
        kind="care" if care else _KINDS.get(sector, "other"),
        description=clean.text(row["Description"], "Description", lines=True),
        activities=tuple(_activities(row, clean, sic, sector)),
        street=clean.text(row["Street Address"], "Street Address", longest=300),
        town=clean.text(row["Locality"], "Locality", longest=120),
        region=clean.text(row["Region"], "Region", longest=120),
        postcode=postcode,
        country=clean.text(row["Country ID"], "Country ID", longest=60),
        point=own or middle,
        placed_by="record" if own else "postcode" if middle else "",
        website=clean.text(row["Website"], "Website", longest=4000),
        phone=clean.text(row["Phone"], "Phone", longest=200),
        email=clean.email(row.get("Email")),
        identifiers=tuple(identifiers),
        as_of=SOURCE.as_of,
        doubts=tuple(clean.doubts),
    )


def _activities(row: dict[str, str], clean: Cleaner, sic: str, sector: str) -> Iterator[str]:
    if sector:
        yield sector
    for heading in ("SIC Section", "Legal Form", "Ownership Classification"):
        said = clean.text(row[heading], heading, longest=120)
        if said:
            yield said
    if sic:
        yield f"SIC {sic}"
