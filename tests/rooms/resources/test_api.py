"""The list for programs: everybody reads it, members add and say, reviewers' acts are not here."""

from __future__ import annotations

import json
from typing import Any

from commonhearth.rooms.resources.models import Recommendation, Resource, State
from tests.world import World

CHOIR = {
    "name": "Choir",
    "sort": "practice",
    "about": "Singing on Mondays.",
    "needs": ["company"],
    "country": "GB",
}


def post(world: World, path: str, body: dict[str, Any] | None, who: str = "member", **headers: str) -> Any:
    return world.client(who).post(
        f"/api/v1/{path}",
        json.dumps(body) if body is not None else b"",
        content_type="application/json",
        headers=headers,
    )


def test_everybody_reads_the_list_and_looks_in_it(world: World):
    visitor = world.client("visitor")
    whole = visitor.get("/api/v1/resources").json()["items"]
    assert {one["name"] for one in whole} >= {"Walks by the water of harbour"}
    assert visitor.get("/api/v1/resources?need=voices").json()["items"] == []
    near = visitor.get("/api/v1/resources?need=company&country=GB&words=lighthouse").json()["items"]
    assert len(near) == len(whole)
    wrong = visitor.get("/api/v1/resources?need=everything")
    assert (wrong.status_code, wrong.json()["errors"][0]["pointer"]) == (422, "query/need")
    one = visitor.get(f"/api/v1/resources/{world.harbour.things['resource_id']}").json()
    assert one["said"] == [] and one["yours"] is None, "what waits for a reviewer is for its author alone"


def test_a_member_adds_once_and_a_reviewer_reads_it_first(world: World):
    key = {"Idempotency-Key": "k" * 20}
    first, again = (post(world, "resources", CHOIR, **key) for _ in range(2))
    assert first.status_code == 201 and first.json() == again.json()
    made = Resource.objects.get(id=first.json()["id"])
    assert (made.state, made.name) == (State.WAITING, "Choir")
    assert world.client("member").get(f"/api/v1/resources/{made.id}").json()["name"] == "Choir"
    assert world.client("neighbour").get(f"/api/v1/resources/{made.id}").status_code == 404
    assert post(world, "resources", CHOIR, "stranger").status_code == 403
    for wrong, pointer in (
        ({"sort": "miracle"}, "/sort"),
        ({"needs": ["all"]}, "/needs"),
        ({"country": "XX"}, "/country"),
        ({"website": "javascript:alert(1)"}, "/website"),
        ({"state": "public"}, "/state"),
    ):
        answer = post(world, "resources", CHOIR | wrong)
        assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, pointer), wrong


def test_one_says_what_it_was_like_anew_and_takes_it_back(world: World):
    at = f"resources/{world.harbour.things['resource_id']}"
    yours = post(world, f"{at}/say", {"said": "It rained, and it was good."}).json()["yours"]
    assert yours == {"said": "It rained, and it was good.", "named": "", "state": "waiting"}
    assert Recommendation.objects.filter(person=world.persons["member"]).count() == 1
    assert post(world, f"{at}/take-back", None).json()["yours"] is None
    assert post(world, f"{at}/take-back", None).status_code == 404
    assert post(world, f"{at}/say", {"said": "Good."}, "stranger").status_code == 403
