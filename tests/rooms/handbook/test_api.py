"""Handbooks for programs: the same rules, and nothing of hidden circles."""

from __future__ import annotations

import json


def call(world, place, method, path, body=None, who="member"):
    client = world.client(who)
    address = f"/api/v1/c/harbour/{path}"
    if method == "get":
        return client.get(address)
    return client.post(address, json.dumps(body), content_type="application/json")


def test_a_page_is_written_changed_and_checked(world, place):
    circle = place.circles["open"].id
    made = call(world, place, "post", f"circles/{circle}/handbook", {"title": "Bees", "text": "One.\n\nTwo."})
    assert made.status_code == 201
    at = f"handbook/{made.json()['id']}"
    said = {"title": "Bees", "text": "One!\n\nTwo.", "made_from": 1}
    assert call(world, place, "post", f"{at}/change", said).json()["number"] == 2
    together = call(world, place, "post", f"{at}/change", said | {"text": "One.\n\nTwo!"})
    assert together.json()["text"] == "One!\n\nTwo!"
    collided = call(world, place, "post", f"{at}/change", said | {"text": "One?\n\nTwo."})
    assert collided.status_code == 409
    assert "One!" in collided.json()["detail"]
    checked = call(world, place, "post", f"{at}/checked", {"again": "2099-01-01"}).json()
    assert (checked["checked_by_name"], checked["check_again"]) == ("Moss", "2099-01-01")
    titles = [
        page["title"] for page in call(world, place, "get", f"circles/{circle}/handbook").json()["pages"]
    ]
    assert titles == ["First evening", "Bees"]


def test_of_a_hidden_circle_a_program_finds_nothing(world, place, written):
    page = written("hidden")
    circle = place.circles["hidden"].id
    for path in (f"circles/{circle}/handbook", f"handbook/{page.id}"):
        assert call(world, place, "get", path).status_code == 404
    assert call(world, place, "post", f"circles/{circle}/handbook", {"title": "A"}).status_code == 404
