"""GeoJSON, CSV and JSON-LD hold to their specifications, for the real lists and for hostile words."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from commonhearth.rooms.directory.formats import geojson, linked_data, sheet
from commonhearth.rooms.directory.formats.linked_data import OpenMeeting
from commonhearth.rooms.directory.formats.offered import Offered, Terms
from commonhearth.rooms.directory.models import Listing
from commonhearth.rooms.directory.selectors import open_data
from commonhearth.rooms.directory.views import open_data as views

SCRIPT = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)


LIST = Terms("A list", "CC0", "https://cc0", "A list, CC0", None)


def one(**different: Any) -> Offered:
    said: dict[str, Any] = {
        "id": UUID(int=1), "page": "https://here.example/directory/1/", "profile": "https://here.example/m/1.json",
        "name": "Harbour", "kind": "peer", "description": "We meet.", "activities": ("supper",), "street": "5 Quay",
        "town": "Portsmouth", "region": "", "postcode": "PO1 3AX", "country": "GB", "latitude": 50.7951234567,
        "longitude": -1.1081, "precision": "exact", "website": "https://harbour.example/", "phone": "+44 23 1",
        "open_to_members": True, "sheltered": False, "verified_on": date(2026, 3, 1), "closed_on": None,
        "changed": datetime(2026, 3, 1, tzinfo=UTC), "terms": LIST,
    }  # fmt: skip
    return Offered(**(said | different))


# --- GeoJSON: RFC 7946 ---------------------------------------------------------------------------
def is_feature_collection(said: Any) -> None:
    """The rules of RFC 7946 that a collection of points has to keep."""
    assert said["type"] == "FeatureCollection" and isinstance(said["features"], list)
    assert not {"crs", "geometry", "properties", "coordinates"} & said.keys()  # 4 and 7.1
    for feature in said["features"]:
        assert feature["type"] == "Feature" and isinstance(feature["id"], str | int)
        assert {"geometry", "properties"} <= feature.keys()  # 3.2: both are there, even when null
        assert not {"coordinates", "geometries", "features", "crs"} & feature.keys()
        assert feature["properties"] is None or isinstance(feature["properties"], dict)
        if feature["geometry"] is None:
            continue
        assert (
            feature["geometry"].keys() == {"type", "coordinates"} and feature["geometry"]["type"] == "Point"
        )
        longitude, latitude = feature["geometry"]["coordinates"]  # 3.1.1: longitude first
        assert -180 <= longitude <= 180 and -90 <= latitude <= 90
        assert len(str(latitude).partition(".")[2]) <= 7  # 11.2: no more than is meant


def test_a_feature_has_longitude_first_and_says_where_it_is_from():
    said = geojson.feature(one())
    assert said["geometry"] == {"type": "Point", "coordinates": [-1.1081, 50.79512]}
    assert said["properties"]["attribution"] == "A list, CC0"
    assert geojson.feature(one(latitude=None, longitude=None))["geometry"] is None


def test_all_listings_are_one_feature_collection(bring_in: Callable[..., Any]):
    bring_in(
        {
            "Id": "1",
            "Name": 'Quote " and </script>',
            "Town": "Leeds",
            "Country": "UK",
            "Y": "53.8",
            "X": "-1.5",
        },
        {"Id": "2", "Name": "Nowhere"},
    )
    said = json.loads(whole("geojson"))
    is_feature_collection(said)
    names = {feature["properties"]["name"] for feature in said["features"]}
    assert names == {'Quote " and </script>', "Nowhere"}


def test_an_empty_directory_is_still_a_collection(db: None):
    is_feature_collection(json.loads(whole("geojson")))
    assert json.loads(whole("jsonld"))["@graph"] == []
    assert whole("csv").decode("utf-8-sig").strip() == ",".join(sheet.COLUMNS)


# --- CSV -----------------------------------------------------------------------------------------
@given(st.text(max_size=40))
def test_no_cell_begins_like_a_formula(text: str):
    cells = next(csv.reader(io.StringIO(sheet.line(one(name=text, phone=text)), newline="")))
    for cell in (cells[sheet.COLUMNS.index("name")], cells[sheet.COLUMNS.index("phone")]):
        assert not cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n"))
        assert cell.removeprefix("'").replace("\r\n", "\n") in (
            text.replace("\r\n", "\n"),
            text.removeprefix("'"),
        )


def test_the_sheet_opens_in_spreadsheets_and_in_programs(bakery: Listing):
    body = whole("csv")
    assert body.startswith(b"\xef\xbb\xbf")
    assert not Client().get("/open-data/listings.csv?bom=no").getvalue().startswith(b"\xef\xbb\xbf")
    [row] = csv.DictReader(io.StringIO(body.decode("utf-8-sig")))
    assert (row["name"], row["longitude"], row["open_to_members"]) == (bakery.name, "-1.108", "yes")
    assert row["attribution"] == "Our list, CC0" and row["as_of"] == "2026-01-15"


# --- JSON-LD: schema.org -------------------------------------------------------------------------
#: Properties used, with the types schema.org expects of them (schema.org V29, read 2026-11).
SHAPES: dict[str, dict[str, tuple[Any, ...]]] = {
    "Organization": {
        "name": (str,), "description": (str,), "url": ("URL",), "mainEntityOfPage": ("URL",), "telephone": (str,),
        "keywords": (str,), "dissolutionDate": ("Date",), "address": ("PostalAddress",), "location": ("Place",),
        "contactPoint": ("ContactPoint",), "event": ("Event",), "subjectOf": ("Dataset",),
    },
    "PostalAddress": dict.fromkeys(
        ("streetAddress", "addressLocality", "addressRegion", "postalCode", "addressCountry"), (str,)
    ),
    "Place": {"geo": ("GeoCoordinates", "GeoCircle"), "name": (str,)},
    "GeoCoordinates": {"latitude": (float, int), "longitude": (float, int)},
    "GeoCircle": {"geoMidpoint": ("GeoCoordinates",), "geoRadius": (float, int)},
    "ContactPoint": {"url": ("URL",)},
    "Dataset": {"name": (str,), "license": (str,), "creditText": (str,), "dateModified": ("Date",)},
    "VirtualLocation": {"url": ("URL",)},
    "Event": {
        "name": (str,), "startDate": ("DateTime",), "endDate": ("DateTime",), "eventAttendanceMode": ("URL",),
        "eventStatus": ("URL",), "location": ("Place", "VirtualLocation"), "url": ("URL",),
        "isAccessibleForFree": (bool,),
    },
}  # fmt: skip


def has_its_shape(said: dict[str, Any], expected: tuple[Any, ...] = ("Organization",)) -> None:
    """Each node is of an expected type, and each property one of that type's, with a value it may have."""
    assert said["@type"] in expected
    for name, value in said.items():
        if name.startswith("@"):
            continue
        allowed = SHAPES[said["@type"]][name]
        for part in value if isinstance(value, list) else [value]:
            if isinstance(part, dict):
                has_its_shape(part, allowed)
            elif "URL" in allowed:
                assert urlsplit(part).scheme in ("http", "https") and urlsplit(part).netloc, (name, part)
            elif "Date" in allowed:
                assert date.fromisoformat(part)
            elif "DateTime" in allowed:
                assert datetime.fromisoformat(part).tzinfo is not None, "without a zone an hour is a guess"
            else:
                assert isinstance(part, tuple(kind for kind in allowed if isinstance(kind, type))), (
                    name,
                    part,
                )


def test_a_listing_with_meetings_has_the_shape_of_schema_org():
    meetings = (
        OpenMeeting("Supper", datetime(2026, 3, 29, 18, tzinfo=UTC), None, "https://here.example/m/1", "The hall"),
        OpenMeeting("Talk", datetime(2026, 4, 2, 18, tzinfo=UTC), datetime(2026, 4, 2, 19, tzinfo=UTC),
                    "https://here.example/m/2", online=True),
    )  # fmt: skip
    said = linked_data.organisation(one(contact_form="https://here.example/write/"), meetings=meetings)
    assert said["@context"] == "https://schema.org"
    has_its_shape(said)
    assert said["location"]["geo"]["latitude"] == 50.79512
    assert said["subjectOf"]["creditText"] == "A list, CC0"
    has_its_shape(linked_data.organisation(one(closed_on=date(2025, 1, 1))))


def test_a_place_that_is_only_a_town_is_an_area_never_a_point():
    geo = linked_data.organisation(one(precision="town"))["location"]["geo"]
    assert geo["@type"] == "GeoCircle" and geo["geoRadius"] >= 1000
    assert "location" not in linked_data.organisation(one(precision="hidden", latitude=None, longitude=None))


def test_the_real_lists_keep_to_every_format(real_lists: Any):
    for counted, offered in enumerate(open_data.every_listing(), start=1):
        if counted % 10 == 0:
            has_its_shape(json.loads(json.dumps(linked_data.organisation(offered))))
            is_feature_collection({"type": "FeatureCollection", "features": [geojson.feature(offered)]})
    assert counted > 10_000
    refuges = [row for row in open_data.every_listing() if row.sheltered]
    assert refuges
    for row in refuges:
        assert (row.street, row.postcode) == ("", "") and row.precision in ("town", "hidden")


def test_pages_carry_it_and_hostile_words_stay_words(bring_in: Callable[..., Any]):
    bring_in(
        {"Id": "1", "Name": "A</script><script>alert(1)</script>", "About": "<!-- \u2028 &", "Town": "Leeds"}
    )
    row = Listing.objects.get(origin="1")
    html = Client().get(f"/directory/{row.id}/").content.decode()
    [body] = SCRIPT.findall(html)
    assert "<" not in body
    said = json.loads(body)
    assert said["name"] == row.name
    has_its_shape(said)


def test_a_community_s_page_carries_it_only_where_it_shows_one(world: Any):
    community = world.harbour.community
    page = world.client("visitor").get(f"/c/{community.slug}/").content.decode()
    has_its_shape(json.loads(SCRIPT.findall(page)[0]))
    community.public_page = False
    community.save(update_fields=["public_page"])
    assert not SCRIPT.findall(world.client("member").get(f"/c/{community.slug}/").content.decode())


# --- All of it -----------------------------------------------------------------------------------
def test_the_whole_directory_sets_no_cookie_and_is_asked_for_again_cheaply(bakery: Listing):
    for name in ("geojson", "csv", "jsonld"):
        first = Client().get(f"/open-data/listings.{name}")
        assert not first.cookies and "Cookie" not in first.get("Vary", "")
        assert first["Access-Control-Allow-Origin"] == "*"
        assert first["ETag"] and first["Last-Modified"]
        again = Client().get(f"/open-data/listings.{name}", headers={"If-None-Match": first["ETag"]})
        assert again.status_code == 304
    assert first["ETag"] != Client().get("/open-data/listings.csv")["ETag"]


def test_too_many_of_all_of_it_are_asked_to_wait(bakery: Listing, monkeypatch: Any):
    monkeypatch.setattr(views, "WHOLE_A_MINUTE", 3)
    answers = [Client().get("/open-data/listings.csv").status_code for _ in range(5)]
    assert answers == [200, 200, 200, 429, 429]
    elsewhere = Client(REMOTE_ADDR="198.51.100.7")
    assert elsewhere.get("/open-data/listings.csv").getvalue()
    monkeypatch.setattr(views, "WHOLE_A_MINUTE", 0)
    assert Client().get("/open-data/listings.geojson")["Retry-After"] == "60"


def test_nothing_is_held_in_memory_but_a_few_hundred_rows(bring_in: Callable[..., Any], monkeypatch: Any):
    bring_in(*({"Id": f"n{n}", "Name": f"Group {n}", "Town": "Leeds", "Country": "UK"} for n in range(25)))
    monkeypatch.setattr(open_data, "CHUNK", 4)
    assert len({row.id for row in open_data.every_listing()}) == 25


def test_they_come_in_their_order_whether_they_came_at_once_or_one_by_one(
    bring_in: Callable[..., Any], monkeypatch: Any
):
    bring_in(*({"Id": f"n{n}", "Name": f"Group {n}", "Town": "Leeds", "Country": "UK"} for n in range(25)))
    rows = list(Listing.objects.order_by("id"))
    for number, row in enumerate(rows[:11]):  # these one by one, before the rest
        Listing.objects.filter(id=row.id).update(created=datetime(2020, 1, 1 + number, tzinfo=UTC))
    Listing.objects.filter(id=rows[20].id).update(merged_into=rows[19], closed_on=date(2026, 1, 1))
    monkeypatch.setattr(open_data, "CHUNK", 4)
    expected = [row.id for row in Listing.objects.filter(merged_into=None).order_by("created", "id")]
    assert len(expected) == 24
    assert [one.id for one in open_data.every_listing()] == expected


def test_all_of_it_is_asked_for_by_the_chunk_and_never_by_the_row(bring_in: Callable[..., Any]):
    def asked_for() -> int:
        with CaptureQueriesContext(connection) as caught:
            assert list(open_data.every_listing())
        return len(caught)

    bring_in({"Id": "n", "Name": "Group", "Town": "Leeds", "Country": "UK"})
    few = asked_for()
    bring_in(*({"Id": f"n{n}", "Name": f"Group {n}", "Town": "Leeds", "Country": "UK"} for n in range(60)))
    rows = Listing.objects.values_list("created", flat=True)
    assert asked_for() <= few + 2 * len(set(rows)), "two more for each import at most, none for each row"


@pytest.mark.sqlite  # PostgreSQL reads few rows without an index
def test_what_comes_next_is_a_stretch_of_the_index(bakery: Listing):
    with CaptureQueriesContext(connection) as caught:
        list(open_data.every_listing())
    later = [
        query["sql"] for query in caught if '"created" > ' in query["sql"] or '"created" = ' in query["sql"]
    ]
    assert len(later) == 2
    for sql in later:
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN QUERY PLAN {sql}")
            [[*_numbers, plan]] = cursor.fetchall()
        assert "listing_in_order" in plan and "SEARCH" in plan, plan


@pytest.mark.parametrize("name", ["geojson", "csv", "jsonld"])
def test_asking_for_the_head_only_reads_nothing(bakery: Listing, name: str):
    answer = Client().head(f"/open-data/listings.{name}")
    assert answer.status_code == 200 and answer.getvalue() == b""


def whole(name: str) -> bytes:
    return Client().get(f"/open-data/listings.{name}", REMOTE_ADDR="198.51.100.9").getvalue()


def test_sources_are_counted_anew_when_anything_changed(bring_in: Callable[..., Any]):
    def told() -> list[int]:
        return [source.listings for source in open_data.sources(open_data.edition())]

    bring_in({"Id": "1", "Name": "One"}, {"Id": "2", "Name": "Two"})
    assert told() == [2]
    with CaptureQueriesContext(connection) as caught:
        assert told() == [2]
    assert len(caught) == 3
    bring_in({"Id": "1", "Name": "One"}, {"Id": "2", "Name": "Two"}, {"Id": "3", "Name": "Three"})
    assert told() == [3]
    Listing.objects.filter(name="Two").delete()
    assert told() == [2]
