"""HSDS 3.0: what comes in goes out with every field, and what goes out is valid."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from jsonschema import Draft202012Validator

from commonhearth.rooms.directory import services
from commonhearth.rooms.directory.formats.hsds.checking import faults
from commonhearth.rooms.directory.formats.hsds.fields import ENTITIES
from commonhearth.rooms.directory.models import HsdsRecord, Listing
from tests.counting import queries
from tests.rooms.directory.exchange.hsds_files import ORGANISATION, SERVICE, zipped

DOCUMENTS = [
    ("service_full", "services"),
    ("organization_full", "organizations"),
    ("service_at_location_full", "services"),
]


def test_our_facts_are_those_of_the_specification(shared_data: Path):
    """Every entity, field, type, choice, requirement and nesting of the official schemas, and no other."""
    folder = shared_data / "hsds" / "v3.0"
    columns = {
        one["name"]: ([field["name"] for field in one["schema"]["fields"]], one["path"])
        for one in json.loads((folder / "datapackage.json").read_text())["resources"]
    }
    assert columns == {name: (list(one.fields), one.path) for name, one in ENTITIES.items()}
    for name, ours in ENTITIES.items():
        official = json.loads((folder / "schema" / f"{name}.json").read_text())
        assert set(official.get("required") or ()) == {f.name for f in ours.fields.values() if f.needed}
        assert set(official.get("tabular_required") or ()) == {
            f.name for f in ours.fields.values() if f.needed_in_table
        }
        for field, said in official["properties"].items():
            held = said.get("$ref") or (said.get("items") or {}).get("$ref")
            if held:
                assert ours.holds[field].entity == held.removesuffix(".json")
                assert ours.holds[field].many is ("items" in said)
                continue
            assert (ours.fields[field].kind == "number") is (said["type"] == "number")
            assert list(ours.fields[field].choices) == said.get("enum", [])


def test_our_verdict_is_the_official_one(examples: Path, hsds: Callable[..., list[str]]):
    document = json.loads((examples / "service_full.json").read_text())
    assert faults("service", document) == () and hsds("service", document) == []
    for bent in bent_documents(document):
        assert bool(faults("service", bent)) == bool(hsds("service", bent)), bent
    del document["name"]
    assert faults("service", document) == ('(whole): "name" is a required property',)


def bent_documents(document: dict[str, Any]) -> list[dict[str, Any]]:
    found = []
    for change in (
        {"status": "open"}, {"name": 3}, {"minimum_age": "12"}, {"phones": {}}, {"phones": [{"id": SERVICE}]},
        {"schedules": [{"id": SERVICE, "freq": "DAILY"}]}, {"organization": {"id": ORGANISATION}}, {"extra": [1]},
        {"last_modified": 5}, {"cost_options": [{"id": SERVICE, "amount": 3.5}]}, {"attributes": "none"},
    ):  # fmt: skip
        found.append(document | change)
    return found


@pytest.mark.parametrize(("name", "where"), DOCUMENTS)
def test_a_full_document_comes_back_with_every_field(
    name: str, where: str, examples: Path, bring: Callable[..., Any], hsds: Callable[..., list[str]]
):
    bring(examples / f"{name}.json")
    said = json.loads((examples / f"{name}.json").read_text())
    key = SERVICE if where == "services" else ORGANISATION
    if name == "service_at_location_full":
        said = said["service"]
    back = Client().get(f"/hsds/{where}/{key}").json()
    assert missing(said, back) == []
    assert hsds(where.removesuffix("s"), back) == []


@pytest.mark.parametrize("name", ["service_list", "organization_list"])
def test_a_page_of_the_api_comes_back_as_a_page(
    name: str, examples: Path, bring: Callable[..., Any], hsds: Callable[..., list[str]]
):
    bring(examples / f"{name}.json")
    said = json.loads((examples / f"{name}.json").read_text())
    back = Client().get(f"/hsds/{name.removesuffix('_list')}s?per_page=1").json()
    assert back.keys() == said.keys()
    assert {key: type(value) for key, value in back.items()} == {
        key: type(value) for key, value in said.items()
    }
    assert missing(said["contents"], back["contents"]) == []
    for one in back["contents"]:
        assert hsds(name.removesuffix("_list"), one) == []


def test_the_tables_come_back_as_tables(
    examples: Path, bring: Callable[..., Any], tmp_path: Path, shared_data: Path
):
    path = zipped(tmp_path, {one.name: one.read_bytes() for one in (examples / "csv").glob("*.csv")})
    report = bring(path)
    assert report.rows == 1
    with zipfile.ZipFile(io.BytesIO(Client().get("/open-data/hsds.zip").getvalue())) as archive:
        assert archive.testzip() is None
        heads = {name: archive.read(name).decode().splitlines()[0].split(",") for name in archive.namelist()}
        package = json.loads(archive.read("datapackage.json"))
        tables = {name: rows_of(archive.read(name)) for name in archive.namelist() if name.endswith(".csv")}
    for one in (examples / "csv").glob("*.csv"):
        for row in rows_of(one.read_bytes()):
            populated = {name: value for name, value in row.items() if value}
            assert any(populated.items() <= back.items() for back in tables[one.name]), (one.name, row)
    is_tabular(tables, shared_data)
    for one in package["resources"]:
        assert [field["name"] for field in one["schema"]["fields"]] == heads[one["path"]]


def test_nested_documents_go_out_as_valid_tables_and_in_again(
    examples: Path, bring: Callable[..., Any], tmp_path: Path, shared_data: Path
):
    bring(examples / "organization_full.json")
    content = Client().get("/open-data/hsds.zip").getvalue()
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        tables = {name: rows_of(archive.read(name)) for name in archive.namelist() if name.endswith(".csv")}
    is_tabular(tables, shared_data)
    before = Client().get(f"/hsds/services/{SERVICE}").json()
    HsdsRecord.objects.all().delete()
    Listing.objects.all().delete()
    again = tmp_path / "again.zip"
    again.write_bytes(content)
    bring(again)
    after = Client().get(f"/hsds/services/{SERVICE}").json()
    # The example calls what its attribute is about "link_entity"; a table has to say which table is meant.
    ours = {"/license", "/attribution", "/attributes[]/link_entity", "/metadata[]/resource_type"}
    assert {gap.partition(":")[0] for gap in missing(before, after)} <= ours


def test_tables_as_json_and_beside_a_package(examples: Path, bring: Callable[..., Any], tmp_path: Path):
    bring(examples / "tabular.json")
    assert Client().get(f"/hsds/services/{SERVICE}").json()["organization"]["tax_id"] == "tax_id"
    HsdsRecord.objects.all().delete()
    for one in (examples / "csv").glob("*.csv"):
        (tmp_path / one.name).write_bytes(one.read_bytes())
    package = {
        "title": "Services of MyCity",
        "licenses": [{"name": "CC0", "path": "https://cc0.example/"}],
        "resources": [*({"path": one.path} for one in ENTITIES.values()), {"path": "../../etc/passwd"}],
    }
    (tmp_path / "datapackage.json").write_text(json.dumps(package))
    report = bring(tmp_path / "datapackage.json")
    assert (report.source.title, report.source.licence) == ("Services of MyCity", "CC0")
    said = Client().get(f"/hsds/services/{SERVICE}").json()
    assert said["license"] == "CC0" and said["attribution"] == "Services of MyCity, CC0"


def test_a_service_becomes_a_listing_where_it_is_given(examples: Path, bring: Callable[..., Any]):
    report = bring(examples / "organization_full.json")
    [listing] = Listing.objects.all()
    assert (listing.name, listing.town, listing.street) == (
        "Community Counselling", "MyCity", "1-30 Main Street, MyVillage",
    )  # fmt: skip
    assert listing.phone == "+44 1234 234567" and listing.as_of.isoformat() == "2005-01-01"
    assert listing.latitude is None and report.notes_by_code["coordinates-none"] == 1  # 100° north is nowhere
    assert report.source.licence == "licence not stated"
    page = Client().get(f"/directory/{listing.id}/")
    assert page.status_code == 200
    assert bring(examples / "organization_full.json").unchanged == 1
    assert HsdsRecord.objects.filter(entity="service").count() == 1


def test_what_reviewers_know_better_goes_out(
    examples: Path, bring: Callable[..., Any], reviewer: Any, now: Any, hsds: Callable[..., list[str]]
):
    bring(examples / "service_full.json")
    [listing] = Listing.objects.all()
    services.verify(actor=reviewer, listing_id=listing.id, how="spoke", now=now)
    services.correct(actor=reviewer, listing_id=listing.id, changes={"name": "Counselling"}, now=now)
    services.close(actor=reviewer, listing_id=listing.id, on=now.date(), now=now)
    said = Client().get(f"/hsds/services/{SERVICE}").json()
    assert (said["name"], said["status"], said["assured_date"]) == ("Counselling", "defunct", "2026-03-05")
    assert "assurer_email" not in said
    assert hsds("service", said) == []


def test_a_service_that_ended_is_marked_as_stopped(examples: Path, bring: Callable[..., Any]):
    document = json.loads((examples / "service_full.json").read_text())
    bring(document)
    bring(document | {"status": "defunct"})
    [listing] = Listing.objects.all()
    assert listing.closed_on is not None


# --- A refuge ------------------------------------------------------------------------------------
TRACES = (
    "1-30 Main",
    "MyVillage",
    "ABC 1234",
    "10092008082",
    "Civic",
    "Ann Persona",
    "A. Persona",
    "Metro",
    "AB1",
)


def test_a_refuge_keeps_no_more_than_its_town_in_any_form(
    examples: Path, bring: Callable[..., Any], hsds: Callable[..., list[str]]
):
    document = json.loads((examples / "service_full.json").read_text())
    bring(document | {"name": "MyCity Women's Refuge", "alternate_name": "Refuge, 1-30 Main Street"})
    is_without_traces(hsds)
    bring(document | {"name": "MyCity Women's Refuge"})  # once more
    is_without_traces(hsds)


def test_what_turns_out_to_be_a_refuge_forgets_its_address(
    examples: Path, bring: Callable[..., Any], reviewer: Any, now: Any, hsds: Callable[..., list[str]]
):
    bring(examples / "service_full.json")
    [listing] = Listing.objects.all()
    assert "1-30 Main Street" in Client().get(f"/hsds/services/{SERVICE}").content.decode()
    services.correct(actor=reviewer, listing_id=listing.id, changes={"sheltered": True}, now=now)
    is_without_traces(hsds)
    bring(examples / "service_full.json")
    is_without_traces(hsds)


def is_without_traces(hsds: Callable[..., list[str]]) -> None:
    outside = Client(REMOTE_ADDR="198.51.100.8")
    kept = json.dumps([[row.fields, row.links] for row in HsdsRecord.objects.all()])
    said = outside.get(f"/hsds/services/{SERVICE}").json()
    with zipfile.ZipFile(io.BytesIO(outside.get("/open-data/hsds.zip").getvalue())) as archive:
        tables = "".join(archive.read(name).decode() for name in archive.namelist())
    for text in (kept, json.dumps(said), tables, outside.get("/hsds/services?full=true").content.decode()):
        assert [trace for trace in TRACES if trace in text] == []
    location = said["service_at_locations"][0]["location"]
    assert not {"latitude", "longitude", "name", "external_identifier"} & location.keys()
    assert hsds("service", said) == []


# --- Everything else of the directory ------------------------------------------------------------
def test_a_community_and_a_list_s_row_are_valid_services(
    world: Any, bring_in: Callable[..., Any], hsds: Callable[..., list[str]], shared_data: Path
):
    bring_in(
        {"Id": "1", "Name": "Harbour Bread", "Kind": "food", "Town": "Portsmouth", "Country": "UK", "Words": "bread",
         "Y": "50.79", "X": "-1.1", "Phone": "023 1", "Web": "http://bread.example"},
        {"Id": "2", "Name": "Nowhere"},
    )  # fmt: skip
    page = Client().get("/hsds/services?full=true").json()
    assert page["total_items"] == page["size"] == Listing.objects.filter(merged_into=None).count()
    for one in page["contents"]:
        assert hsds("service", one) == []
        assert one["attribution"]
        assert hsds("service", Client().get(f"/hsds/services/{one['id']}").json()) == []
        organisation = Client().get(f"/hsds/organizations/{one['organization']['id']}").json()
        assert hsds("organization", organisation) == []
        assert organisation["services"][0]["id"] == one["id"]
    with zipfile.ZipFile(io.BytesIO(Client().get("/open-data/hsds.zip").getvalue())) as archive:
        tables = {name: rows_of(archive.read(name)) for name in archive.namelist() if name.endswith(".csv")}
    is_tabular(tables, shared_data)
    assert len(tables["services.csv"]) == page["total_items"]


def test_pages_count_over_both_and_meet_nothing_twice(
    examples: Path, bring: Callable[..., Any], bring_in: Callable[..., Any]
):
    bring_in(*({"Id": f"n{n}", "Name": f"Group {n}", "Town": "Leeds"} for n in range(5)))
    bring(examples / "service_full.json")
    seen = []
    for number in (1, 2, 3):
        page = Client().get(f"/hsds/services?per_page=2&page={number}").json()
        assert (page["total_items"], page["total_pages"], page["page_number"]) == (6, 3, number)
        assert (page["first_page"], page["last_page"]) == (number == 1, number == 3)
        seen += [one["id"] for one in page["contents"]]
    assert len(set(seen)) == 6 and seen[-1] == SERVICE
    beyond = Client().get("/hsds/services?per_page=2&page=9").json()
    assert beyond["empty"] and beyond["size"] == 0 and beyond["last_page"]


@pytest.mark.parametrize(
    "asked",
    [
        "taxonomy_term_id=1",
        "taxonomy_id=1",
        "organization_id=1",
        "minimal=true",
        "format=ndjson",
        "postcode=1",
    ],
)
@pytest.mark.parametrize("what", ["services", "organizations"])
def test_what_it_cannot_be_asked_by_is_refused_and_never_passed_over(bakery: Listing, what: str, asked: str):
    answer = Client().get(f"/hsds/{what}?{asked}")
    assert answer.status_code == 400 and asked.partition("=")[0] in answer.content.decode()
    assert Client().get(f"/hsds/{what}?format=json&minimal=false").status_code == 200


def test_organisations_have_no_date_to_be_asked_by(bakery: Listing):
    assert Client().get("/hsds/organizations?modified_after=2026-01-01").status_code == 400
    assert Client().get("/hsds/services?modified_after=2026-01-01").status_code == 200


@pytest.mark.parametrize(
    "asked", ["page=0", "page=x", "page=-1", "per_page=9999", "modified_after=never", "page=²"]
)
def test_what_cannot_be_read_is_named(asked: str, db: None):
    answer = Client().get(f"/hsds/services?{asked}")
    assert answer.status_code == 400
    assert asked.partition("=")[0] in answer.content.decode()


def test_only_what_changed_since(bring_in: Callable[..., Any]):
    bring_in({"Id": "1", "Name": "Harbour"})
    assert Client().get("/hsds/services?modified_after=2020-01-01").json()["total_items"] == 1
    assert Client().get("/hsds/services?modified_after=2099-01-01T00:00:00Z").json()["total_items"] == 0
    assert Client().get("/hsds/services?search=harb").json()["total_items"] == 1
    assert Client().get("/hsds/services?search=elsewhere").json()["empty"] is True


def test_pages_ask_the_database_as_often_for_many_as_for_few(bring_in: Callable[..., Any], towns: None):
    bring_in(*({"Id": f"n{n}", "Name": f"Group {n}"} for n in range(10)))
    client = Client()
    few = [queries(client, f"/hsds/services?per_page=5{more}") for more in ("", "&full=true")]
    few += [queries(client, "/murmurations/profiles.json"), queries(client, "/open-data/")]
    bring_in(*({"Id": f"n{n}", "Name": f"Group {n}"} for n in range(300)))
    many = [queries(client, f"/hsds/services?per_page=5{more}") for more in ("", "&full=true")]
    many += [queries(client, "/murmurations/profiles.json"), queries(client, "/open-data/")]
    assert many == few and max(few) <= 8


def test_an_api_says_what_it_is(db: None, examples: Path):
    said = Client().get("/hsds/").json()
    assert said.keys() == json.loads((examples / "base.json").read_text()).keys()
    assert said["version"] == "3.0"


# --- What is compared ----------------------------------------------------------------------------
def missing(said: Any, back: Any, path: str = "") -> list[str]:
    """Return where something that was said did not come back."""
    if isinstance(said, dict):
        return [
            gap
            for name, value in said.items()
            for gap in (missing(value, back[name], f"{path}/{name}") if name in back else [f"{path}/{name}"])
        ]
    if isinstance(said, list):
        if len(said) > len(back):
            return [f"{path}[{len(back)}]"]
        return [
            gap for one, other in zip(said, back, strict=False) for gap in missing(one, other, f"{path}[]")
        ]
    return [] if said == back else [f"{path}: {said!r} is {back!r}"]


def rows_of(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def is_tabular(tables: dict[str, list[dict[str, str]]], shared_data: Path) -> None:
    """The official schema of the tables has nothing to say against these."""
    schema = json.loads((shared_data / "hsds" / "v3.0" / "compiled" / "tabular.json").read_text())
    said: dict[str, Any] = {}
    for name, entity in ENTITIES.items():
        said[name] = [
            {
                key: float(value) if entity.fields[key].kind == "number" else value
                for key, value in row.items()
                if key in entity.fields and (value or entity.fields[key].needed)
            }
            for row in tables[entity.path]
        ]
        ids = [row["id"] for row in said[name]]
        assert len(ids) == len(set(ids)), f"{name} has an id twice"
    found = [f"{list(f.absolute_path)}: {f.message}" for f in Draft202012Validator(schema).iter_errors(said)]
    assert found == []
