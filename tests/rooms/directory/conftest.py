"""A few towns, a small list of groups, and the real lists imported once for all who only read them."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection

from commonhearth.core.places.names import fold
from commonhearth.foundation.accounts.models import Person
from commonhearth.rooms.directory import services
from commonhearth.rooms.directory.gazetteer import loading
from commonhearth.rooms.directory.models import Listing, Place, PlaceName
from commonhearth.rooms.directory.services import SourceCard
from tests import databases

#: When the real lists are read: after the co-op list of 2022 is four years old.
READ = datetime(2026, 11, 20, 18, 0, tzinfo=UTC)
TOWNS = (
    (2639996, "Portsmouth", "GB", "England", "Southampton", 50.799, -1.091, 210_000),
    (5091383, "Portsmouth", "US", "New Hampshire", "Boston", 43.077, -70.758, 22_000),
    (2641598, "Newport", "GB", "Wales", "Cardiff", 51.588, -2.998, 160_000),
    (2641599, "Newport", "GB", "England", "Portsmouth", 50.701, -1.291, 25_000),
    (2644688, "Leeds", "GB", "England", "Bradford", 53.796, -1.547, 460_000),
    (2761369, "Vienna", "AT", "", "", 48.208, 16.372, 1_700_000),
    (2778067, "Graz", "AT", "", "", 47.067, 15.442, 300_000),
    (5392423, "San Mateo", "US", "California", "San Francisco", 37.563, -122.326, 100_000),
)
OTHER_NAMES = {2761369: ("wien", "becs"), 2641598: ("casnewydd",)}
#: A list of the tests' own.
LIST = SourceCard(
    key="our-list",
    title="Our list",
    licence="CC0",
    attribution="Our list, CC0",
    as_of=datetime(2026, 1, 15, tzinfo=UTC).date(),
)
COLUMNS = {
    "id": "Id", "name": "Name", "kind": "Kind", "description": "About", "activities": "Words", "street": "Street",
    "town": "Town", "postcode": "Postcode", "country": "Country", "lat": "Y", "lon": "X", "website": "Web",
    "phone": "Phone", "open": "Open",
}  # fmt: skip


#: The same with a published mailbox.
WITH_MAILBOX = COLUMNS | {"email": "Email"}


@pytest.fixture
def towns(db: None) -> None:
    """A gazetteer of eight towns, which is enough to be told apart and misspelt."""
    for geoname, name, country, region, near, lat, lon, population in TOWNS:
        place = Place.objects.create(
            id=loading.place_id(geoname),
            geoname=geoname,
            name=name,
            folded=fold(name),
            country=country,
            region=region,
            near=near,
            latitude=lat,
            longitude=lon,
            population=population,
        )
        for other in OTHER_NAMES.get(geoname, ()):
            PlaceName.objects.create(place=place, folded=other)


@pytest.fixture
def reviewer(db: None) -> Person:
    """Somebody who checks the directory of this host."""
    return Person.objects.create_user("rosa@example.org", is_reviewer=True)


@pytest.fixture
def stranger(db: None) -> Person:
    """Somebody who is signed in and no more."""
    return Person.objects.create_user("tom@example.org")


@pytest.fixture
def a_list(tmp_path: Path) -> Callable[..., Path]:
    """Write a CSV of our own; each row is a dict of any of its columns."""

    def write(*rows: dict[str, Any], name: str = "list.csv") -> Path:
        path = tmp_path / name
        with path.open("w", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, fieldnames=list(WITH_MAILBOX.values()), restval="")
            writer.writeheader()
            writer.writerows(rows)
        return path

    return write


@pytest.fixture
def bring_in(towns: None, a_list: Callable[..., Path], now: datetime) -> Callable[..., services.ImportReport]:
    """Import rows of our own list."""

    def act(*rows: dict[str, Any], source: SourceCard = LIST, when: datetime = now) -> services.ImportReport:
        return services.import_directory(path=a_list(*rows), now=when, source=source, columns=WITH_MAILBOX)

    return act


@pytest.fixture
def bakery(bring_in: Callable[..., services.ImportReport]) -> Listing:
    """One listing in Portsmouth."""
    bring_in(
        {
            "Id": "b1", "Name": "Harbour Bread Co-op", "Kind": "food", "About": "We bake.", "Street": "5 Quay Street",
            "Town": "Portsmouth", "Postcode": "PO1 3AX", "Country": "UK", "Y": "50.7950", "X": "-1.1080",
            "Web": "http://bread.example", "Open": "yes",
        }
    )  # fmt: skip
    return Listing.objects.get(origin="b1")


@pytest.fixture(scope="session")
def imported_lists(
    django_db_setup: None, django_db_blocker: Any, shared_data: Path
) -> Iterator[tuple[str, dict[str, services.ImportReport]]]:
    """A database with the three real lists and the whole gazetteer, made once; its name and the reports."""
    folder = shared_data / "directory"
    before = settings.DATABASES["default"]["NAME"]
    with django_db_blocker.unblock(), databases.copied("lists", of=databases.standing("plain")) as name:
        databases.use(name)
        loading.load()
        reports = {}
        for file in (
            "coops_uk_2022q2_standard.csv",
            "susy_ssedas_initiatives.geojson",
            "smc_human_services_2013.json",
        ):
            report = services.import_directory(path=folder / file, now=READ)
            reports[report.source.key] = report
        databases.use(before)
        yield name, reports
        connection.close()


@pytest.fixture
def real_lists(
    imported_lists: tuple[str, dict[str, services.ImportReport]], django_db_blocker: Any
) -> Iterator[dict[str, services.ImportReport]]:
    """The real lists, to read only."""
    name, reports = imported_lists
    before = settings.DATABASES["default"]["NAME"]
    with django_db_blocker.unblock():
        databases.use(name)
        yield reports
        databases.use(before)


@pytest.fixture
def house(bring_in: Callable[..., Any]) -> Listing:
    """A listing with a mailbox, a website and a street."""
    bring_in(
        {
            "Id": "h1", "Name": "Willow House", "Kind": "peer", "Street": "5 Quay Street", "Town": "Portsmouth",
            "Postcode": "PO1 3AX", "Country": "UK", "Y": "50.7950", "X": "-1.1080",
            "Web": "http://willow.example/home", "Email": "hello@willow.example",
        }
    )  # fmt: skip
    return Listing.objects.get(origin="h1")
