"""A circle's work through the API: points put in order, turns, minutes agreed, heads and hands counted."""

from __future__ import annotations

from datetime import timedelta

import pytest

from commonhearth.foundation.circles.models import CircleMembership
from commonhearth.rooms.meetings.models import Meeting, Minutes, RatherNot, Turn
from tests.rooms.meetings.test_api import get, meeting_of, planned, post
from tests.rooms.meetings.test_api_planning import circle, seat
from tests.world import World


def test_points_are_said_anew_moved_and_taken_off(world: World):
    at = f"meetings/{meeting_of(world, 'open')}/agenda"
    [kettle] = get(world, at).json()["points"]
    post(world, at, {"title": "Air", "minutes": 5, "pause": True})
    new = post(world, f"{at}/{kettle['id']}", {"title": "The pot", "minutes": 7}).json()["points"]
    assert [(one["title"], one["minutes"]) for one in new] == [("The pot", 7), ("Air", 5)]
    assert new[1]["sort"] == "pause"
    turned = post(world, f"{at}/{kettle['id']}/move", {"up": False}).json()["points"]
    assert [one["title"] for one in turned] == ["Air", "The pot"]
    assert [one["title"] for one in post(world, f"{at}/{kettle['id']}/off", {}).json()["points"]] == ["Air"]
    assert post(world, f"{at}/{kettle['id']}/off", {}).status_code == 404
    built = post(world, f"{at}/build", {}).json()
    assert built["waiting"] == [] and built["points"][0]["sort"] == "round"
    assert post(world, f"{at}/build", {}, "neighbour").status_code == 403


def test_minutes_are_shown_remarked_on_and_agreed(world: World):
    date = planned(world, "open")
    at = f"meetings/{date.id}/minutes"
    assert post(world, at, {"text": "We sang.", "made_from": 0}).status_code == 200
    early = post(world, f"{at}/show", {"closes": (world.now + timedelta(hours=1)).isoformat()})
    assert early.status_code == 422 and early.json()["errors"][0]["pointer"] == "/closes"
    shown = post(world, f"{at}/show", {"closes": (world.now + timedelta(days=2)).isoformat()})
    assert shown.json()["shown"] and get(world, f"{at}/versions").json()[0]["text"] == "We sang."
    remark = post(world, f"{at}/remarks", {"words": "It was Tuesday."})
    assert remark.status_code == 201
    before = post(world, f"{at}/agree", {})
    assert (before.status_code, before.json()["code"]) == (409, "not_yet")
    with world.harbour.within():
        Minutes.objects.filter(meeting=date).update(closes=world.now - timedelta(minutes=1))
    assert "not right" in post(world, f"{at}/agree", {}).json()["detail"]
    settled = post(world, f"{at}/remarks/{remark.json()['id']}/settle", {}).json()
    assert settled["remarks"][0]["settled"]
    assert post(world, f"{at}/agree", {}).json()["agreed"]
    assert post(world, at, {"text": "We hummed.", "made_from": 1}).status_code == 403
    added = post(world, f"{at}/addenda", {"words": "It was Tuesday."}).json()["addenda"]
    assert [one["words"] for one in added] == ["It was Tuesday."]
    assert post(world, f"{at}/addenda", {"words": " "}).status_code == 422


def test_turns_are_given_handed_on_and_rather_not_taken(world: World):
    at = f"meetings/{planned(world, 'root').id}/turns"
    given = post(world, f"{at}/give", {}).json()
    assert {one["hat"] for one in given} >= {"facilitator", "scribe"} and all(one["by_name"] for one in given)
    with world.harbour.within():
        Turn.objects.filter(meeting__series__title="A walk").update(holder=None)
    mine = next(one for one in post(world, f"{at}/take", {"hat": "scribe"}).json() if one["yours"])
    assert mine["hat"] == "scribe"
    second = post(world, f"{at}/take", {"hat": "facilitator"})
    assert (second.status_code, second.json()["code"]) == (409, "not_yet")
    them = seat(world, "neighbour", "root")
    swaps = post(world, f"{at}/{mine['id']}/swap", {"asked": them}).json()
    swap = next(one["swap"] for one in swaps if one["swap"])
    assert post(world, f"{at}/swaps/{swap}", {"yes": True}, "steward").status_code == 403
    theirs = post(world, f"{at}/swaps/{swap}", {"yes": True}, "neighbour").json()
    assert next(one for one in theirs if one["hat"] == "scribe")["yours"] is True
    assert post(world, f"{at}/{mine['id']}/back", {}).status_code == 403
    assert post(world, f"{at}/{mine['id']}/back", {}, "neighbour").status_code == 200
    wish = f"circles/{circle(world, 'root')}/turns"
    assert post(world, wish, {"hat": "host", "rather_not": True}).json() == {"rather_not": ["host"]}
    assert get(world, wish, "neighbour").json() == {"rather_not": []}
    assert post(world, wish, {"hat": "host", "rather_not": False}).json() == {"rather_not": []}
    with world.harbour.within():
        assert (
            RatherNot.objects.filter(hat="host", ended=None, seat__circle=circle(world, "root")).count() == 0
        )


def test_heads_are_counted_and_nobody_is_named(world: World):
    at = f"meetings/{meeting_of(world, 'open')}/here"
    told = post(world, f"{at}/heads", {"heads": 7}).json()
    assert (told["heads"], told["named"], told["people"], told["here"]) == (7, False, [], None)
    assert post(world, at, {"here": [], "among": []}).status_code == 403
    assert post(world, f"{at}/heads", {"heads": None}).json()["heads"] is None
    assert post(world, f"{at}/heads", {"heads": -1}).status_code == 422


def test_at_an_assembly_names_are_noted_by_ids_of_the_circle(world: World):
    date = planned(world, "root", kind="assembly").id
    at = f"meetings/{date}/here"
    own = seat(world, "member", "root")
    noted = post(world, at, {"here": [own], "among": [own]}).json()
    assert noted["here"] == 1 and [one["id"] for one in noted["people"] if one["here"]] == [own]
    nobody = "00000000-0000-4000-8000-000000000000"
    assert post(world, at, {"here": [nobody], "among": [nobody]}).status_code == 404


def test_hands_stand_when_two_have_counted_the_same(world: World):
    at = f"meetings/{planned(world, 'root').id}/hands"
    made = post(world, at, {"question": "Tea?"})
    assert made.status_code == 201
    hands = f"{at}/{made.json()['id']}"
    one = post(world, hands, {"yes": 5, "no": 2}).json()[0]
    assert one["settled"] is None and one["tallies"][0]["yours"] is True
    two = post(world, hands, {"yes": 5, "no": 2}, "neighbour").json()[0]
    assert two["settled"] and len(two["tallies"]) == 2
    assert post(world, hands, {"yes": 1, "no": 1}, "steward").status_code == 403


def test_what_is_promised_is_handed_on(world: World):
    own = seat(world, "member", "root")
    made = post(world, f"circles/{circle(world, 'root')}/actions", {"what": "Ring.", "owner": own}).json()[
        "id"
    ]
    them = seat(world, "neighbour", "root")
    asked = post(world, f"actions/{made}/hand-on", {"to": them}).json()
    assert asked["yours"] is True, "it stays with who had it until they say yes"
    assert post(world, f"actions/{made}", {"answer": "take"}, "neighbour").json()["yours"] is True
    free = post(world, f"actions/{made}/hand-on", {"to": None}, "neighbour").json()
    assert (free["by_name"], free["yours"]) == ("", False)


def test_one_says_it_for_somebody_without_a_sign_in(world: World):
    """Who chose `neighbour` to write for them is on hold in the world; without the hold they come."""
    place = world.harbour
    with place.within():
        them = CircleMembership.objects.get(
            circle=place.circles["root"], member=place.things["without_sign_in_id"], left=None
        )
    date = planned(world, "root").id
    refused = post(world, f"meetings/{date}/for/{them.id}", {"answer": "coming"}, "neighbour")
    assert refused.status_code == 403
    assert post(world, f"meetings/{date}/for/{them.id}", {"answer": "coming"}, "member").status_code == 404


@pytest.mark.parametrize("path", ["agenda", "minutes/versions", "turns", "here", "hands"])
def test_of_a_hidden_circle_a_program_reads_nothing(world: World, path: str):
    assert get(world, f"meetings/{meeting_of(world, 'hidden')}/{path}").status_code == 404
    with world.harbour.within():
        assert Meeting.objects.filter(id=meeting_of(world, "hidden")).exists()
