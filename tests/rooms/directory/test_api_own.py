"""Looking after a listing, and saying that one starts a group, through the API; the reviewers' desk is not there."""

from __future__ import annotations

import json
from typing import Any

import pytest

from commonhearth.foundation.outbox.models import Mail
from commonhearth.rooms.directory.models import BeingStarted, Listing
from tests.world import World

CARD = {"called": "Mo", "place": "50.799,-1.091", "purpose": "A choir.", "kind": "peer"}


def post(world: World, path: str, body: dict[str, Any] | None = None, who: str = "member") -> Any:
    return world.client(who).post(
        f"/api/v1/{path}", json.dumps(body) if body is not None else b"", content_type="application/json"
    )


def test_who_looks_after_a_listing_corrects_it_and_what_is_left_out_stays(world: World):
    listing = world.harbour.things["listed_id"]
    before = Listing.objects.get(id=listing)
    assert world.client("member").get(f"/api/v1/directory/{listing}/claim").json()["state"] == "stands"
    told = post(world, f"directory/{listing}/correct", {"phone": "023 9200 0000"})
    assert told.status_code == 200 and told.json()["phone"] == "023 9200 0000"
    after = Listing.objects.get(id=listing)
    assert (after.name, after.town, after.description) == (before.name, before.town, before.description)
    for wrong, pointer in (
        ({"kind": "castle"}, "/kind"),
        ({"name": ""}, "/name"),
        ({"latitude": 91}, "/latitude"),
    ):
        answer = post(world, f"directory/{listing}/correct", wrong)
        assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, pointer)
    for who, status in (("neighbour", 403), ("reviewer", 404)):
        assert post(world, f"directory/{listing}/correct", {"phone": "1"}, who).status_code == status


def test_it_goes_on_stops_and_goes_on_after_all(world: World):
    listing = world.harbour.things["listed_id"]
    assert post(world, f"directory/{listing}/still-here").status_code == 200
    stopped = {"on": world.now.date().isoformat(), "successors": ["The new choir"]}
    told = post(world, f"directory/{listing}/close", stopped).json()
    assert [one["name"] for one in told["carried_on_by"]] == ["The new choir"]
    future = post(world, f"directory/{listing}/close", {"on": "2099-01-01"})
    assert (future.status_code, future.json()["errors"][0]["pointer"]) == (422, "/on")
    assert post(world, f"directory/{listing}/reopen").json()["carried_on_by"] == []
    assert post(world, f"directory/{listing}/claim/stop").json()["state"] == "none"
    assert post(world, f"directory/{listing}/reopen").status_code == 403


def test_a_card_is_shown_written_to_and_taken_down(world: World):
    made = post(world, "starting", CARD, "neighbour")
    assert made.status_code == 201
    card = f"starting/{made.json()['id']}"
    assert [one["id"] for one in world.client("neighbour").get("/api/v1/starting").json()] == [
        made.json()["id"]
    ]
    seen = world.client("visitor").get(f"/api/v1/{card}")
    assert (
        seen.json()["purpose"] == "A choir."
        and str(world.persons["neighbour"].id) not in seen.content.decode()
    )
    before = Mail.objects.count()
    letter = {"name": "Ada", "reply_to": "ada@example.org", "message": "I sing alto."}
    assert post(world, f"{card}/letter", letter).status_code == 204
    assert Mail.objects.count() == before + 1
    assert post(world, f"{card}/letter", letter | {"reply_to": "nobody"}).status_code == 422
    assert post(world, f"{card}/down").status_code == 403
    assert post(world, f"{card}/down", None, "neighbour").status_code == 204
    assert world.client("visitor").get(f"/api/v1/{card}").status_code == 404
    assert BeingStarted.objects.get(id=made.json()["id"]).ended


def test_a_place_that_nobody_knows_is_said_at_its_field(world: World, monkeypatch: pytest.MonkeyPatch):
    from commonhearth.rooms.directory.selectors import find_place

    nothing = find_place("50.799,-1.091")
    monkeypatch.setattr(
        "commonhearth.rooms.directory.selectors.find_place",
        lambda text: type(nothing)(
            **{**{slot: getattr(nothing, slot) for slot in nothing.__slots__}, "chosen": None}
        ),
    )
    answer = post(world, "starting", CARD | {"place": "Nowhere"})
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/place")
