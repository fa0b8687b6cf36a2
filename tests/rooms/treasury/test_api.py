"""Tins for programs: the same rules, and nothing of hidden circles."""

from __future__ import annotations

import json


def call(world, method, path, body=None, who="member", **headers):
    client = world.client(who)
    address = f"/api/v1/c/harbour/{path}"
    if method == "get":
        return client.get(address)
    return client.post(
        address,
        json.dumps(body) if body is not None else b"",
        content_type="application/json",
        headers=headers,
    )


def test_an_entry_is_written_read_and_set_right(world, place, tin):
    at = f"circles/{tin.circle_id}/tin"
    before = call(world, "get", at).json()
    assert (before["currency"], before["digits"], before["you_keep"]) == ("GBP", 2, True)
    body = {"amount": 1250, "day": place.now.date().isoformat(), "what": "Raffle"}
    made = [
        call(world, "post", f"{at}/entries", body, **{"Idempotency-Key": "k" * 20}).json()["id"]
        for _time in range(2)
    ]
    assert made[0] == made[1]
    assert call(world, "get", at).json()["balance"]["amount"] == before["balance"]["amount"] + 1250
    assert call(world, "get", f"tin/entries/{made[0]}", who="guest").json()["what"] == "Raffle"
    assert call(world, "post", f"tin/entries/{made[0]}/set-right", {}).status_code == 201
    assert call(world, "post", f"tin/entries/{made[0]}/set-right", {}).status_code == 403
    assert call(world, "get", at).json()["balance"]["amount"] == before["balance"]["amount"]


def test_what_is_not_there_is_409_and_says_by_how_much(world, place, tin):
    body = {"amount": -1_000_000, "day": place.now.date().isoformat(), "what": "A boat"}
    answer = call(world, "post", f"circles/{tin.circle_id}/tin/entries", body)
    assert answer.status_code == 409
    assert "short by GBP" in answer.json()["detail"]


def test_two_count(world, place, tin, here):
    here("neighbour")
    at = f"circles/{tin.circle_id}/tin/counts"
    assert call(world, "post", at, {"amount": 2670}, who="neighbour").json() == {"state": "waits"}
    assert call(world, "get", at).json()["yours_waits"] is False
    assert call(world, "post", at, {"amount": 2670}).json() == {"state": "stands"}
    assert call(world, "get", at, who="guest").json()["counts"][0]["amount"] is None


def test_others_are_told_no_balance_while_dues_are_few(world, place, tin):
    told = call(world, "get", f"circles/{tin.circle_id}/tin", who="guest").json()
    assert (told["balance"], told["dues"], told["you_keep"]) == (None, [], False)
    kinds = {
        one["kind"]
        for one in call(world, "get", f"circles/{tin.circle_id}/tin/entries", who="guest").json()["items"]
    }
    assert kinds == {"money"}


def test_of_a_hidden_circle_a_program_finds_nothing(world, place):
    circle, entry = place.circles["hidden"].id, place.things["entry_id"]["hidden"]
    count = place.things["count_id"]["hidden"]
    for path in (f"circles/{circle}/tin", f"circles/{circle}/tin/entries", f"tin/entries/{entry}"):
        assert call(world, "get", path).status_code == 404
    assert call(world, "post", f"tin/counts/{count}/book").status_code == 404
