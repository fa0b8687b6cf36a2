"""Put the table of places into the database. May be repeated: the same table gives the same rows."""

from __future__ import annotations

import gzip
import uuid
from collections.abc import Collection, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.db import connection, transaction

from commonhearth.core.places.names import fold
from commonhearth.rooms.directory.models import Place

TABLE = Path(__file__).with_name("places.tsv.gz")
ATTRIBUTION = "Places: GeoNames, CC BY 4.0"
#: When the table was taken from its source; rows say this as their date.
TAKEN = datetime(2026, 11, 20, tzinfo=UTC)
#: Ids are made from the GeoNames id, so that they are the same on every host.
_FAMILY = uuid.UUID("67656f6e-616d-4000-8000-000000000000")

_PUT_PLACE = """
    INSERT INTO directory_place
        (id, created, geoname, name, folded, country, region, near, latitude, longitude, population)
    VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)
    ON CONFLICT (id) DO UPDATE SET
        name = excluded.name, folded = excluded.folded, country = excluded.country, region = excluded.region,
        near = excluded.near, latitude = excluded.latitude, longitude = excluded.longitude,
        population = excluded.population
"""
_PUT_NAME = """
    INSERT INTO directory_placename (id, created, place_id, folded) VALUES (%s, %s, %s, %s)
    ON CONFLICT (id) DO NOTHING
"""
_COPIED = {
    "directory_place": (
        "CREATE TEMPORARY TABLE coming (LIKE directory_place) ON COMMIT DROP",
        "COPY coming (id, created, geoname, name, folded, country, region, near, latitude, longitude, population)"
        " FROM STDIN",
        "INSERT INTO directory_place (id, created, geoname, name, folded, country, region, near, latitude,"
        " longitude, population) SELECT id, created, geoname, name, folded, country, region, near, latitude,"
        " longitude, population FROM coming ON CONFLICT (id) DO UPDATE SET name = excluded.name,"
        " folded = excluded.folded, country = excluded.country, region = excluded.region, near = excluded.near,"
        " latitude = excluded.latitude, longitude = excluded.longitude, population = excluded.population",
    ),
    "directory_placename": (
        "CREATE TEMPORARY TABLE coming (LIKE directory_placename) ON COMMIT DROP",
        "COPY coming (id, created, place_id, folded) FROM STDIN",
        "INSERT INTO directory_placename (id, created, place_id, folded)"
        " SELECT id, created, place_id, folded FROM coming ON CONFLICT (id) DO NOTHING",
    ),
}


def place_id(geoname: int) -> uuid.UUID:
    """Return the id of the row of a place."""
    return uuid.UUID(int=_FAMILY.int + geoname)


def load(*, table: Path = TABLE, countries: Collection[str] | None = None) -> int:
    """Load the table, or some countries of it, in one transaction; return how many places it has.

    Takes about three seconds for the whole table.

    Args:
        countries: ISO codes; None is all of them.
    """
    rows = [row for row in _rows(table) if countries is None or row[4] in countries]
    created = TAKEN.isoformat(sep=" ") if connection.vendor == "postgresql" else TAKEN.replace(tzinfo=None)
    places = [
        (
            place_id(int(geoname)).hex,
            created,
            int(geoname),
            name,
            fold(name),
            country,
            region,
            near,
            float(lat),
            float(lon),
            int(population),
        )
        for geoname, name, lat, lon, country, population, region, near, _ in rows
    ]
    names = [
        (uuid.uuid5(_FAMILY, f"{row[0]}|{folded}").hex, created, place_id(int(row[0])).hex, folded)
        for row in rows
        if row[8]
        for folded in row[8].split("|")
    ]
    with transaction.atomic():
        _put("directory_place", _PUT_PLACE, places)
        _put("directory_placename", _PUT_NAME, names)
    return len(places)


def ensure_loaded() -> None:
    """Load the table if no place stands in the database yet."""
    if not Place.objects.exists():
        load()


def _rows(table: Path) -> Iterator[list[str]]:
    with gzip.open(table, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield line.rstrip("\n").split("\t")


def _put(table: str, statement: str, rows: Sequence[tuple[Any, ...]]) -> None:
    """Insert many rows in the way that is fast on this database."""
    with connection.cursor() as cursor:
        if connection.vendor != "postgresql":
            cursor.executemany(statement, rows)
            return
        create, copy, insert = _COPIED[table]
        cursor.execute(create)
        with cursor.copy(copy) as coming:
            for row in rows:
                coming.write_row(row)
        cursor.execute(insert)
        cursor.execute("DROP TABLE coming")
