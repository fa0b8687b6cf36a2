"""Meetings for programs: the same rules as on pages, nothing of hidden circles, nothing that is sealed."""

from __future__ import annotations

import json
from datetime import time, timedelta
from typing import Any

import pytest

from commonhearth.foundation.circles.models import CircleMembership
from commonhearth.rooms.meetings import selectors, services
from commonhearth.rooms.meetings.models import Coming, Draft, Meeting
from commonhearth.rooms.meetings.services import actions as promising
from tests.counting import queries
from tests.world import World

HERE = "/api/v1/c/harbour"


def get(world: World, path: str, who: str = "member") -> Any:
    return world.client(who).get(f"{HERE}/{path}")


def post(world: World, path: str, body: dict[str, Any], who: str = "member", **headers: str) -> Any:
    return world.client(who).post(
        f"{HERE}/{path}", json.dumps(body), content_type="application/json", headers=headers
    )


def meeting_of(world: World, circle: str) -> Any:
    return world.harbour.things["meeting_id"][circle]


def planned(world: World, key: str, **more: Any) -> Meeting:
    """Plan one date in a circle, in ten days."""
    place = world.harbour
    told = {
        "title": "A walk",
        "first": (world.now + timedelta(days=10)).date(),
        "at": time(10),
        "zone": "Europe/London",
    }
    with place.within():
        made = services.plan(
            actor=place.acting("member"),
            circle=place.circles[key],
            said=services.Plan(**(told | more)),
            now=world.now,
        )
        return selectors.first_date(made, now=world.now)


def test_what_is_ahead_is_listed_by_key_and_without_hidden_circles(world: World):
    whole = get(world, "meetings?limit=100").json()["items"]
    rounds = {"Round of root", "Round of open", "Round of closed"}
    assert {one["title"] for one in whole if one["title"].startswith("Round")} == rounds
    assert [one["starts"] for one in whole] == sorted(one["starts"] for one in whole)
    seen, following = [], "meetings?limit=7"
    while following:
        page = get(world, following.removeprefix(f"{HERE}/")).json()
        seen, following = seen + [one["id"] for one in page["items"]], page["next"]
    assert seen == [one["id"] for one in whole]
    mine = get(world, "meetings?mine=true").json()["items"]
    assert {one["you"] for one in mine} == {"coming"}
    others = {one["title"] for one in get(world, "meetings", "neighbour").json()["items"]}
    assert {"Round of root", "Round of open"} <= others and "Round of closed" not in others
    hidden = world.harbour.circles["hidden"].id
    assert get(world, f"meetings?circle={hidden}").status_code == 404
    assert get(world, f"meetings?circle={world.harbour.circles['open'].id}").json()["items"]


def test_one_says_whether_one_comes_and_what_one_needs_stays(world: World):
    date = meeting_of(world, "open")
    with world.harbour.within():
        row = selectors.meeting_row(world.harbour.acting("member"), date, now=world.now)
        services.answer(
            actor=world.harbour.acting("member"), meeting=row, says="coming", needs="A chair.", now=world.now
        )
    said = post(world, f"meetings/{date}/answer", {"answer": "coming", "bringing": 2}).json()
    assert (said["you"], said["bringing"], said["coming"]) == ("coming", 2, ["Moss + 2"])
    with world.harbour.within():
        coming = Coming.objects.get(meeting=date, member=world.harbour.acting("member"))
        assert selectors.own_needs(world.harbour.acting("member"), coming) == "A chair."
    assert post(world, f"meetings/{date}/answer", {"answer": "not"}).json()["you"] == "not"
    for wrong in (
        {"answer": "perhaps"},
        {"answer": "coming", "bringing": 6},
        {"answer": "coming", "needs": "x"},
    ):
        assert post(world, f"meetings/{date}/answer", wrong).status_code == 422


def test_who_wants_more_places_than_there_are_is_told_how_many(world: World):
    date = planned(world, "open", seats=2, doors="community").id
    assert post(world, f"meetings/{date}/answer", {"answer": "coming"}).json()["places_left"] == 1
    full = post(world, f"meetings/{date}/answer", {"answer": "coming", "bringing": 3})
    assert full.status_code == 422 and full.json()["errors"][0]["pointer"] == "/bringing"
    assert post(world, f"meetings/{date}/answer", {"answer": "coming"}, "neighbour").json()["you"] == "coming"
    waits = post(world, f"meetings/{date}/answer", {"answer": "coming"}, "steward").json()
    assert waits["you_wait"] is True and waits["waiting"] == 1


def test_an_answer_sent_twice_with_one_key_is_one_answer(world: World):
    date, key = meeting_of(world, "open"), {"Idempotency-Key": "k" * 20}
    for _time in range(2):
        assert post(world, f"meetings/{date}/answer", {"answer": "maybe"}, **key).json()["you"] == "maybe"
    assert post(world, f"meetings/{date}/answer", {"answer": "maybe"}, "guest").status_code == 200


def test_a_support_circle_names_nobody(world: World):
    date = get(world, f"meetings/{meeting_of(world, 'closed')}").json()
    assert (date["named"], date["coming"], date["heads"]) == (False, [], 1)
    assert get(world, f"meetings/{meeting_of(world, 'closed')}/minutes").status_code == 404


def test_of_a_hidden_circle_a_program_finds_nothing(world: World):
    date, circle = meeting_of(world, "hidden"), world.harbour.circles["hidden"].id
    action = world.harbour.things["action_id"]["hidden"]
    for path in (f"meetings/{date}", f"meetings/{date}/agenda", f"circles/{circle}/actions"):
        assert get(world, path).status_code == 404
    assert post(world, f"meetings/{date}/answer", {"answer": "not"}).status_code == 404
    assert post(world, f"actions/{action}", {"answer": "done"}).status_code == 404
    assert str(action) not in get(world, "actions").content.decode()
    with world.harbour.within():
        assert Coming.objects.get(meeting=date).answer == "coming"


def test_everybody_is_told_what_is_open_to_all_and_no_more(world: World):
    hello = planned(
        world, "open", title="Tea for all", doors="all", place_for="hello", place="7 Back Lane", district="Southsea",
        online="https://meet.example/secret",
    )  # fmt: skip
    answer = get(world, "meetings/open?limit=100", "visitor")
    found = {one["id"]: one for one in answer.json()["items"]}
    assert {"Round of open", "Tea for all"} <= {one["title"] for one in found.values()}
    assert "Round of root" not in {one["title"] for one in found.values()}
    tea = found[str(hello.id)]
    assert (tea["place"], tea["hello_first"], tea["online"]) == ("Southsea", True, True)
    text = answer.content.decode()
    assert "Back Lane" not in text and "meet.example" not in text and "Moss" not in text
    assert answer.headers["ETag"]


def test_no_answer_has_the_way_in_online(world: World):
    for path in ("meetings", f"meetings/{meeting_of(world, 'open')}", "meetings/open"):
        assert "meet.example" not in get(world, path).content.decode()


def test_a_place_that_nobody_knows_is_said_beside_the_field(world: World, monkeypatch):
    monkeypatch.setattr("commonhearth.rooms.directory.selectors.find_place", lambda text: None)
    answer = world.client("visitor").get("/api/v1/open-meetings?place=Nowhere")
    assert answer.status_code == 422 and answer.json()["errors"][0]["pointer"] == "query/place"


def test_points_come_on_the_agenda(world: World):
    date = meeting_of(world, "open")
    made = post(world, f"meetings/{date}/agenda", {"title": "The roof", "minutes": 15})
    assert made.status_code == 201
    agenda = get(world, f"meetings/{date}/agenda").json()
    assert [point["title"] for point in agenda["points"]] == ["The kettle", "The roof"]
    assert "What we said we would do" in agenda["waiting"]
    assert post(world, f"meetings/{date}/agenda", {"title": "", "minutes": 15}).status_code == 422
    assert post(world, f"meetings/{date}/agenda", {"title": "A", "minutes": 481}).status_code == 422


def test_minutes_are_written_together(world: World):
    date = meeting_of(world, "open")
    read = get(world, f"meetings/{date}/minutes").json()
    assert (read["text"], read["version"], read["remarks"][0]["words"]) == ("## Tea\nYes.", 1, "Coffee too.")
    first = post(world, f"meetings/{date}/minutes", {"text": "## Tea\nYes.\n\n## Roof\nDry.", "made_from": 1})
    assert first.json()["version"] == 2
    also = post(world, f"meetings/{date}/minutes", {"text": "## Tea today\nYes.", "made_from": 1})
    assert also.json()["text"] == "## Tea today\nYes.\n\n## Roof\nDry."
    collides = post(world, f"meetings/{date}/minutes", {"text": "## No tea\nYes.", "made_from": 1})
    assert collides.status_code == 409 and "kept aside" in collides.json()["detail"]
    assert get(world, f"meetings/{date}/minutes").json()["version"] == 3
    with world.harbour.within():
        assert Draft.objects.filter(minutes__meeting=date, aside=True).count() == 1
    assert post(world, f"meetings/{date}/minutes", {"text": "x", "made_from": 77}).status_code == 404
    assert post(world, f"meetings/{date}/minutes", {"text": "a\x00b", "made_from": 3}).status_code == 422


def test_what_one_will_do_is_taken_on_and_done(world: World):
    circle = world.harbour.circles["open"]
    with world.harbour.within():
        own = CircleMembership.objects.get(circle=circle, member=world.harbour.acting("member"), left=None)
    made = post(world, f"circles/{circle.id}/actions", {"what": "Ring the plumber.", "owner": str(own.id)})
    assert made.status_code == 201
    mine = get(world, "actions").json()
    assert [(one["what"], one["yours"]) for one in mine] == [("Ring the plumber.", True)]
    done = post(world, f"actions/{mine[0]['id']}", {"answer": "done"}).json()
    assert done["standing"] == "done" and get(world, "actions").json() == []
    over = get(world, f"circles/{circle.id}/actions?over=true").json()["items"]
    assert [one["what"] for one in over] == ["Ring the plumber."]
    someone = world.harbour.things["action_id"]["open"]
    assert post(world, f"actions/{someone}", {"answer": "take"}).json()["by_name"] == "Moss"
    nobody = {"what": "A", "owner": "00000000-0000-4000-8000-000000000000"}
    assert post(world, f"circles/{circle.id}/actions", nobody).status_code == 404


@pytest.mark.parametrize("path", ["meetings?limit=100", "actions", "circles/{circle}/actions?limit=100"])
def test_a_list_costs_the_same_whatever_there_is(world: World, path: str):
    path = path.format(circle=world.harbour.circles["open"].id)
    client = world.client("member")
    _promise(world, 1)
    few = queries(client, f"{HERE}/{path}")
    planned(world, "open", rule="FREQ=DAILY;COUNT=60")
    _promise(world, 30)
    assert queries(client, f"{HERE}/{path}") == few <= 8


def _promise(world: World, count: int) -> None:
    """Let the member say of some things that they will do them."""
    circle = world.harbour.circles["open"]
    with world.harbour.within():
        member = world.harbour.acting("member")
        seat = CircleMembership.objects.get(circle=circle, member=member, left=None)
        for number in range(count):
            at = world.now + timedelta(minutes=number)
            promising.add_action(actor=member, circle=circle, what=f"Thing {number}", owner=seat, now=at)
