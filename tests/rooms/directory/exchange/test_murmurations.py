"""Murmurations: every listing of this host is a valid profile; what is none is refused with its fields."""

from __future__ import annotations

import copy
import json
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from commonhearth.foundation.communities.models import Community
from commonhearth.rooms.directory.formats import murmurations as ours
from commonhearth.rooms.directory.models import Listing
from tests.rooms.directory.conftest import LIST

SCHEMA = "organizations_schema-v1.0.0"


def test_the_shipped_examples_get_the_official_verdict(shared_data: Path):
    folder = shared_data / "murmurations" / "examples"
    assert ours.faults(json.loads((folder / "valid_organization.json").read_text())) == ()
    with pytest.raises(ours.NotAProfile) as refused:
        ours.read((folder / "invalid_organization.json").read_bytes())
    assert refused.value.code == "not-valid"
    fields = {fault.partition(":")[0] for fault in refused.value.faults}
    assert fields >= {"linked_schemas/0", "geolocation/lat", "status", "(whole)"}


def test_two_hundred_bent_profiles_get_the_verdict_of_the_official_schemas(
    shared_data: Path, murmurations: Callable[..., list[str]]
):
    whole = json.loads((shared_data / "murmurations" / "examples" / "valid_organization.json").read_text())
    chance = random.Random(3)
    verdicts = []
    for number in range(200):
        bent = bend(copy.deepcopy(whole), chance)
        said = ours.faults(bent)
        schemas = [SCHEMA]
        official = murmurations(bent, tuple(schemas))
        named = isinstance(bent.get("linked_schemas"), list) and SCHEMA in bent["linked_schemas"]
        assert bool(said) == bool(official or not named), (number, bent, said, official)
        verdicts.append(bool(said))
    assert 40 < sum(verdicts) < 190  # both verdicts occur, often


def bend(profile: dict[str, Any], chance: random.Random) -> dict[str, Any]:
    """Change a few fields to something that is right, nearly right, or nothing like it."""
    for _ in range(chance.randint(0, 2)):
        field, value = chance.choice(BENT)
        if value is REMOVED:
            profile.pop(field, None)
        else:
            profile[field] = copy.deepcopy(value)
    return profile


REMOVED = object()
BENT: list[tuple[str, Any]] = [
    ("name", REMOVED), ("name", ""), ("name", "n" * 200), ("name", "n" * 201), ("name", 3), ("name", None),
    ("linked_schemas", REMOVED), ("linked_schemas", []), ("linked_schemas", "x"), ("linked_schemas", [SCHEMA, SCHEMA]),
    ("linked_schemas", [SCHEMA, "another_schema-v1.0.0"]), ("linked_schemas", [SCHEMA, "Bad-1"]),
    ("linked_schemas", ["short-v1.0.0"]), ("primary_url", "ftp://x"), ("primary_url", "http://"),
    ("primary_url", "https://" + "x" * 1992), ("primary_url", "https://" + "x" * 1993), ("tags", []),
    ("tags", ["a", "a"]), ("tags", [f"t{n}" for n in range(100)]), ("tags", [f"t{n}" for n in range(101)]),
    ("tags", ["t" * 100]), ("tags", ["t" * 101]), ("tags", "peer"), ("tags", [1]), ("status", "active"),
    ("status", "on_hold"), ("status", "Active"), ("status", 1), ("country_iso_3166", "GB"), ("country_iso_3166", "UK"),
    ("country_iso_3166", "gb"), ("country_iso_3166", "XK"), ("country_iso_3166", "TW"),
    ("geolocation", {"lat": 90, "lon": -180}), ("geolocation", {"lat": 90.1, "lon": 0}), ("geolocation", {"lat": 1}),
    ("geolocation", {"lat": 1, "lon": 180.5}), ("geolocation", []), ("geolocation", {"lat": True, "lon": 1}),
    ("latitude", 3), ("latitude", -91), ("longitude", 3), ("locality", "l" * 101), ("locality", "l" * 100),
    ("region", 1), ("country_name", "c" * 101), ("urls", [{"url": "https://x"}]), ("urls", [{"name": "x"}]),
    ("urls", [{"url": "x"}]), ("urls", [{"url": "https://x"}, {"url": "https://x"}]), ("urls", {}),
    ("images", [{"url": "https://x", "name": "n" * 101}]), ("images", [{"url": "https://x"}] * 2), ("image", "x"),
    ("image", "http://x/y.png"), ("header_image", 1), ("rss", "https://x/feed"), ("rss", ""), ("description", []),
    ("description", "d" * 5000), ("mission", None), ("full_address", "a"), ("full_address", 1), ("starts_at", 0),
    ("starts_at", 1.5), ("starts_at", "2020"), ("ends_at", None), ("contact_details", {"email": 1}),
    ("contact_details", {"contact_form": "x"}), ("contact_details", {"contact_form": "https://x"}),
    ("contact_details", []), ("geographic_scope", "local"), ("geographic_scope", "planet"), ("telephone", "1"),
    ("telephone", 1), ("unique_id", "x"), ("unique_id", 1), ("expires", 1_000_000_000), ("expires", 1),
    ("expires", 1.5), ("relationships", [{"predicate_url": "https://x", "object_url": "https://y"}]),
    ("relationships", [{"predicate_url": "https://x"}]), ("relationships", [{}]), ("Capital", 1), ("a", 1),
    ("ab", 1), ("with-dash", 1), ("_x", 1), ("x_", 1), ("x" * 99, 1), ("x" * 100, 1), ("nickname", 1),
    ("extension", {"anything": [1, 2]}),
]  # fmt: skip


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"", "not-json"),
        (b"{", "not-json"),
        (b"\xff\xfe{}", "not-json"),
        (b'{"name": NaN}', "not-json"),
        (b"[" * 5000 + b"]" * 5000, "not-json"),
        (b"[]", "not-valid"),
        (b'"text"', "not-valid"),
        (b'{"name": "' + b"x" * ours.LARGEST + b'"}', "too-large"),
    ],
)
def test_what_is_no_profile_is_refused(body: bytes, code: str):
    with pytest.raises(ours.NotAProfile) as refused:
        ours.read(body)
    assert refused.value.code == code


def test_every_listing_of_the_real_lists_is_a_valid_profile(
    real_lists: Any, murmurations: Callable[..., list[str]]
):
    """One in fifty is asked of the official schemas, which are slow; all of our own rules, which agree."""
    from commonhearth.rooms.directory.selectors import open_data

    counted = 0
    for counted, one in enumerate(open_data.every_listing(), start=1):
        said = json.loads(json.dumps(ours.profile(one)))
        assert ours.faults(said) == (), one
        if counted % 50 == 0:
            assert murmurations(said) == [], one
    assert counted == Listing.objects.count() > 10_000


def test_a_community_has_a_valid_profile_no_finer_than_it_chose(
    world: Any, murmurations: Callable[..., list[str]]
):
    community = world.harbour.community
    listing = Listing.objects.get(community=community)
    answer = Client().get(f"/murmurations/profiles/{listing.id}.json")
    said = answer.json()
    assert murmurations(said) == []
    assert said["name"] == community.name
    assert said["commonhearth"]["place_is"] == listing.precision
    assert not answer.cookies
    Community.objects.filter(id=community.id).update(public_page=False)
    from commonhearth.rooms.directory.services import show_community

    community.refresh_from_db()
    show_community(community=community, now=world.harbour.now)
    assert Client().get(f"/murmurations/profiles/{listing.id}.json").status_code == 404


def test_a_hidden_place_has_no_coordinates_and_a_refuge_only_its_town(
    bring_in: Callable[..., Any], murmurations: Callable[..., list[str]]
):
    bring_in(
        {"Id": "r1", "Name": "Harbour Women's Refuge", "Street": "9 Secret Street", "Town": "Portsmouth",
         "Postcode": "PO1 2AB", "Country": "UK", "Y": "50.8123", "X": "-1.0777", "Web": "https://refuge.example/9-secret"},
        {"Id": "h1", "Name": "Nowhere Circle", "Town": "", "Country": "UK"},
    )  # fmt: skip
    refuge = Listing.objects.get(origin="r1")
    body = Client().get(f"/murmurations/profiles/{refuge.id}.json").content.decode()
    said = json.loads(body)
    assert murmurations(said) == []
    assert said["geolocation"] == {"lat": 50.799, "lon": -1.091}  # Portsmouth's own point
    assert said["commonhearth"]["place_is"] == "town" and said["commonhearth"]["sheltered"] is True
    assert not [trace for trace in ("Secret", "secret", "PO1", "50.8123", "1.0777") if trace in body]
    hidden = Listing.objects.get(origin="h1")
    assert "geolocation" not in Client().get(f"/murmurations/profiles/{hidden.id}.json").json()


def test_the_index_names_every_profile_page_by_page(bring_in: Callable[..., Any], monkeypatch: Any):
    from commonhearth.rooms.directory.selectors import open_data

    bring_in(*({"Id": f"n{n}", "Name": f"Group {n}", "Town": "Leeds", "Country": "UK"} for n in range(7)))
    monkeypatch.setattr(open_data.profiles, "__kwdefaults__", open_data.profiles.__kwdefaults__ | {"size": 3})
    address, seen = "/murmurations/profiles.json", []
    while address:
        page = Client().get(address).json()
        assert page["meta"]["number_of_results"] == 7
        seen += [row["profile_url"] for row in page["data"]]
        address = (page["links"]["next"] or "").replace("http://testserver", "").partition("8000")[2]
    assert len(seen) == len(set(seen)) == 7
    assert (
        Client().get(seen[0].partition("8000")[2]).json()["commonhearth"]["attribution"] == LIST.attribution
    )


def test_who_has_it_already_gets_a_short_answer(bakery: Listing):
    address = f"/murmurations/profiles/{bakery.id}.json"
    first = Client().get(address)
    assert first["ETag"] and first["Last-Modified"]
    assert "public" in first["Cache-Control"]
    again = Client().get(address, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert Client().get(address, headers={"If-Modified-Since": first["Last-Modified"]}).status_code == 304
    bakery.phone = "023 1"
    bakery.save(update_fields=["phone"])
    assert Client().get(address, headers={"If-None-Match": first["ETag"]}).status_code == 200


@pytest.mark.parametrize("key", ["x", "after=1", "00000000-0000-4000-8000-000000000000", "\x00"])
def test_a_made_up_page_of_the_index_is_not_there(key: str, db: None):
    assert Client().get("/murmurations/profiles.json", {"after": key}).status_code == 404
