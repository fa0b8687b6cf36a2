"""Handbooks for programs: the same rules, and nothing of hidden circles."""

from __future__ import annotations

import json


def call(world, place, method, path, body=None, who="member"):
    client = world.client(who)
    address = f"/api/v1/c/harbour/{path}"
    if method == "get":
        return client.get(address)
    return client.post(address, json.dumps(body) if body else b"", content_type="application/json")


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
    assert call(world, place, "get", f"circles/{circle}/handbook/find?q=kitchen").status_code == 404
    for act in ("history", "history/1"):
        assert call(world, place, "get", f"handbook/{page.id}/{act}").status_code == 404
    for act in ("away", "back", "history/1/again"):
        assert call(world, place, "post", f"handbook/{page.id}/{act}").status_code == 404


def test_a_page_is_taken_out_put_back_and_stands_elsewhere(world, place, written):
    circle = place.circles["open"].id
    first, second = written(title="Bees"), written(title="Hives")
    at = f"handbook/{second.id}"
    assert call(world, place, "post", f"{at}/away").json()["put_away"]
    contents = call(world, place, "get", f"circles/{circle}/handbook").json()
    assert [one["title"] for one in contents["put_away"]] == ["Hives"]
    assert "Hives" not in [one["title"] for one in contents["pages"]]
    assert call(world, place, "post", f"{at}/away").status_code == 403, "it is out already"
    assert call(world, place, "post", f"{at}/back").json()["put_away"] is None
    up = call(world, place, "post", f"{at}/place", {"step": "up"}).json()["pages"]
    assert [one["title"] for one in up][-2:] == ["Hives", "Bees"]
    below = call(world, place, "post", f"{at}/place", {"below": str(first.id)}).json()["pages"]
    assert next(one for one in below if one["title"] == "Hives")["below"] == str(first.id)
    for act, body in (("away", None), ("place", {"step": "up"})):
        assert call(world, place, "post", f"{at}/{act}", body, who="neighbour").status_code == 403


def test_wordings_are_read_found_and_stand_again(world, place, written):
    page = written(title="Bees", text="They hum.")
    at = f"handbook/{page.id}"
    said = {"title": "Bees", "text": "They sing.", "made_from": 1}
    assert call(world, place, "post", f"{at}/change", said).json()["number"] == 2
    history = call(world, place, "get", f"{at}/history").json()
    assert [(one["number"], one["by_name"]) for one in history["items"]] == [(2, "Moss"), (1, "Moss")]
    one = call(world, place, "get", f"{at}/history/2").json()
    assert (one["text"], one["text_before"]) == ("They sing.", "They hum.")
    assert call(world, place, "get", f"{at}/history/1").json()["text_before"] is None
    assert call(world, place, "get", f"{at}/history/9").status_code == 404
    again = call(world, place, "post", f"{at}/history/1/again").json()
    assert (again["text"], again["number"]) == ("They hum.", 3)
    found = call(world, place, "get", f"circles/{place.circles['open'].id}/handbook/find?q=hum").json()
    assert [hit["title"] for hit in found] == ["Bees"]
