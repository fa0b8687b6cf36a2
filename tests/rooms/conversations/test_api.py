"""Conversations for programs: looked after, muted, missed, heard by mail; the same rules, nothing of hidden circles."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest

from commonhearth.rooms.conversations import services
from commonhearth.rooms.conversations.models import Muted, Post, Reading, Topic
from tests.counting import queries
from tests.world import World

HERE = "/api/v1/c/harbour"


def get(world: World, path: str, who: str = "member") -> Any:
    return world.client(who).get(f"{HERE}/{path}")


def post(world: World, path: str, body: dict[str, Any] | None = None, who: str = "member") -> Any:
    return world.client(who).post(
        f"{HERE}/{path}", json.dumps(body) if body is not None else b"", content_type="application/json"
    )


def topic(world: World, key: str = "open") -> str:
    return f"talk/{world.harbour.things['topic_id'][key]}"


def circle(world: World, key: str = "open") -> str:
    return f"circles/{world.harbour.circles[key].id}"


def test_a_topic_is_named_closed_put_first_and_moved(world: World):
    named = post(world, f"{topic(world)}/about", {"title": "Mornings", "tags": ["walk", "Soup"]}).json()
    assert (named["title"], named["tags"]) == ("Mornings", ["walk", "soup"])
    assert [one["title"] for one in get(world, f"{circle(world)}/talk?tag=soup").json()["items"]] == [
        "Mornings"
    ]
    assert get(world, f"{circle(world)}/talk?tag=leek").json()["items"] == []
    assert post(world, f"{topic(world)}/first", {"first": True}).json()["first"] is True
    assert post(world, f"{topic(world)}/close", {"closed": True}).json()["closed"] is True
    assert post(world, topic(world), {"text": "One more."}).status_code == 403
    assert post(world, f"{topic(world)}/close", {"closed": False}).json()["closed"] is False
    closed, root = (str(world.harbour.circles[key].id) for key in ("closed", "root"))
    assert post(world, f"{topic(world)}/move", {"to": closed}).status_code == 404
    assert post(world, f"{topic(world)}/move", {"to": root}).json()["circle"] == root
    for act, body in (("about", {"title": "Mine"}), ("close", {"closed": True}), ("first", {"first": True})):
        assert post(world, f"{topic(world, 'root')}/{act}", body, "guest").status_code == 403, act


def test_as_many_as_can_stand_first_and_no_more(world: World):
    place = world.harbour
    with place.within():
        for number in range(5):
            made = services.begin_topic(
                actor=place.acting("member"),
                circle=place.circles["open"],
                title=f"First {number}",
                text="Here.",
                now=world.now,
            )
            Topic.objects.filter(id=made.id).update(pinned=world.now)
    full = post(world, f"{topic(world)}/first", {"first": True})
    assert (full.status_code, full.json()["code"]) == (409, "not_yet") and "5" in full.json()["detail"]


def test_what_a_post_said_before_and_words_that_are_looked_for(world: World):
    said = f"posts/{world.harbour.things['post_id']['open']}"
    assert get(world, f"{said}/history").json() == []
    post(world, said, {"text": "Walking at noon.", "made_from": 0})
    [before] = get(world, f"{said}/history", "neighbour").json()
    assert (before["number"], before["text"]) == (0, "Walking in the morning, open.")
    found = get(world, f"{circle(world)}/talk/find?q=noon").json()
    assert [(one["kind"], one["id"]) for one in found["items"]] == [
        ("post", str(world.harbour.things["post_id"]["open"]))
    ]
    assert get(world, f"{circle(world)}/talk/find").json()["items"] == []


def test_what_one_missed_is_without_hidden_circles_and_goes_on_by_key(world: World):
    since = (world.now - timedelta(days=2)).isoformat().replace("+", "%2B")
    whole = get(world, f"talk/missed?since={since}").json()
    titles = {one["title"] for one in whole["items"]}
    assert titles == {"What helps, root", "What helps, open", "What helps, closed"}
    hidden = world.harbour.circles["hidden"].id
    assert str(hidden) not in json.dumps(whole)
    first = get(world, f"talk/missed?since={since}&limit=2").json()
    rest = get(world, first["next"].removeprefix(f"{HERE}/")).json()
    assert [one["id"] for one in first["items"] + rest["items"]] == [one["id"] for one in whole["items"]]


def test_how_far_one_has_read_is_kept_for_oneself(world: World):
    assert post(world, f"{topic(world)}/read", {}).status_code == 204
    assert post(world, f"{topic(world)}/read", {"until": "2026-01-01T00:00:00"}).status_code == 422
    assert post(world, "talk/all-read").status_code == 204
    with world.harbour.within():
        rows = Reading.objects.filter(member=world.harbour.acting("member"))
        assert {row.topic_id for row in rows} >= {world.harbour.things["topic_id"]["closed"]}
        assert not Reading.objects.filter(member=world.harbour.acting("neighbour")).exists()


def test_what_is_muted_is_listed_and_heard_again_and_sealed_words_are_not(world: World):
    muted = post(world, f"{topic(world)}/mute", {"term": "week"})
    assert muted.status_code == 201
    theirs = f"posts/{world.harbour.things['post_id']['open']}"
    assert post(world, f"{theirs}/mute", {"term": ""}).status_code == 403, "it is one's own"
    with world.harbour.within():
        other = Post.objects.get(topic=world.harbour.things["topic_id"]["open"], text="Soup.").id
        hidden = Topic.objects.get(id=world.harbour.things["topic_id"]["hidden"])
        services.mute_topic(actor=world.harbour.acting("member"), topic=hidden, until=None, now=world.now)
    person = post(world, f"posts/{other}/mute", {"term": ""}).json()["id"]
    rows = {one["id"]: one for one in get(world, "talk/quiet").json()}
    assert rows.keys() == {muted.json()["id"], person}
    assert rows[person]["until"] is None and rows[muted.json()["id"]]["what"] == "What helps, open"
    assert post(world, f"talk/quiet/{person}/again", None, "neighbour").status_code == 404
    assert post(world, f"talk/quiet/{person}/again").status_code == 204
    assert post(world, f"talk/quiet/{person}/again").status_code == 404
    assert post(world, f"{topic(world)}/mute", {"term": "year"}).status_code == 422
    with world.harbour.within():
        assert Muted.objects.filter(member=world.harbour.acting("member")).count() == 3


def test_one_chooses_what_one_hears_by_mail(world: World):
    at = f"{circle(world)}/talk/mail"
    assert get(world, at).json() == {"how": "daily"}
    assert post(world, at, {"how": "each"}).json() == {"how": "each"} == get(world, at).json()
    assert post(world, at, {"how": ""}).status_code == 422
    assert get(world, f"{topic(world)}/mail").json() == {"how": ""}
    assert post(world, f"{topic(world)}/mail", {"how": "never"}).json() == {"how": "never"}
    assert post(world, f"{topic(world)}/mail", {"how": ""}).json() == {"how": ""}
    assert post(world, at, {"how": "each"}, "neighbour").status_code == 403
    assert get(world, at, "neighbour").json() == {"how": "daily"}


@pytest.mark.parametrize(
    "path", ["{topic}/about", "{topic}/mail", "{circle}/talk/mail", "{circle}/talk/find?q=walking"]
)
def test_of_a_hidden_circle_a_program_finds_nothing(world: World, path: str):
    path = path.format(topic=topic(world, "hidden"), circle=circle(world, "hidden"))
    assert get(world, path).status_code == 404


def test_what_one_missed_costs_the_same_whatever_there_is(world: World):
    def begin(count: int) -> None:
        place = world.harbour
        with place.within():
            for number in range(count):
                services.begin_topic(
                    actor=place.acting("neighbour"),
                    circle=place.circles["root"],
                    title=f"Topic {number}",
                    text="Here.",
                    now=world.now + timedelta(seconds=number),
                )

    client, path = world.client("member"), f"{HERE}/talk/missed?limit=100"
    begin(1)
    few = queries(client, path)
    begin(40)
    assert queries(client, path) == few <= 8
