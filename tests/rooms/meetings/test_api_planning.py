"""Planning through the API: a series, its dates, what is called off; asking when to meet, and meeting then."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from commonhearth.foundation.circles.models import CircleMembership
from commonhearth.rooms.meetings.models import Coming, Meeting, Poll, Series
from tests.counting import queries
from tests.rooms.meetings.test_api import get, meeting_of, planned, post
from tests.world import World

HERE = "/api/v1/c/harbour"
WALK = {"title": "A walk", "first": "2099-01-05", "at": "18:30", "zone": "Europe/London"}


def circle(world: World, key: str = "open") -> str:
    return str(world.harbour.circles[key].id)


def seat(world: World, who: str, key: str = "open") -> str:
    with world.harbour.within():
        member = world.harbour.acting(who)
        return str(CircleMembership.objects.get(circle=circle(world, key), member=member, left=None).id)


def test_one_plans_with_a_circle_and_with_everyone(world: World):
    told = WALK | {
        "circle": circle(world),
        "how_often": "weekly",
        "times": 3,
        "led_by": "Moss",
        "costs": "Nothing",
    }
    made = post(world, "meetings", told)
    assert made.status_code == 201
    date = get(world, f"meetings/{made.json()['meeting']}").json()
    assert (date["led_by"], date["costs"], date["known"]) == ("Moss", "Nothing", "")
    assert (date["title"], date["starts"], date["doors"]) == ("A walk", "2099-01-05T18:30:00Z", "circle")
    series = get(world, f"meetings/series/{date['series']}").json()
    assert len(series["dates"]) == 3 and series["yours_to_change"] is True
    assert series["rhythm"].endswith("3 times in all")
    assert get(world, f"meetings/series/{date['series']}", "guest").json()["yours_to_change"] is False
    everyone = post(world, "meetings", WALK | {"doors": "community"}).json()["meeting"]
    assert get(world, f"meetings/{everyone}", "neighbour").status_code == 200


def test_the_same_key_plans_one_series(world: World):
    key = {"Idempotency-Key": "k" * 20}
    first, again = (post(world, "meetings", WALK | {"circle": circle(world)}, **key).json() for _ in range(2))
    with world.harbour.within():
        assert first == again and Series.objects.filter(title="A walk").count() == 1


@pytest.mark.parametrize(
    ("wrong", "pointer"),
    [
        ({"until": "2099-01-01", "how_often": "weekly"}, "/until"),
        ({"until": "2099-03-01", "times": 3, "how_often": "weekly"}, "/times"),
        ({"zone": "Europe/Nowhere"}, "/zone"),
        ({"kind": "party"}, "/kind"),
        ({"at": "25:00"}, "/at"),
        ({"at": "18:30Z"}, "/at"),
        ({"first": "9999-12-31"}, "/first"),
        ({"online": "https://meet.example/x"}, "/online"),
        ({"minutes": 4}, "/minutes"),
        ({"access": ["nothing"]}, "/access/0"),
    ],
)
def test_what_does_not_fit_is_said_at_its_field_and_nothing_is_planned(
    world: World, wrong: dict[str, Any], pointer: str
):
    with world.harbour.within():
        before = Series.objects.count()
    answer = post(world, "meetings", WALK | wrong)
    assert answer.status_code == 422
    assert pointer in [one["pointer"] for one in answer.json()["errors"]], answer.json()
    with world.harbour.within():
        assert Series.objects.count() == before


def test_who_may_not_plan_plans_nothing(world: World):
    assert post(world, "meetings", WALK | {"circle": circle(world)}, "neighbour").status_code == 403
    assert post(world, "meetings", WALK | {"circle": circle(world, "closed")}, "neighbour").status_code == 404
    assert post(world, "meetings", WALK | {"circle": circle(world, "hidden")}).status_code == 404
    assert post(world, "meetings", WALK, "guest").status_code == 403
    assert post(world, "meetings", WALK | {"doors": "all"}, "neighbour").status_code in (403, 422)


def test_a_series_is_said_anew_and_what_is_left_out_stays(world: World):
    date = planned(
        world, "open", rule="FREQ=WEEKLY;COUNT=3", online="https://meet.example/secret", place="The hall"
    )
    with world.harbour.within():
        Coming.objects.filter(meeting=date).delete()
    at = f"meetings/series/{date.series_id}"
    changed = post(world, f"{at}/change", {"title": "A long walk", "at": "11:00"})
    assert changed.status_code == 200 and changed.json()["title"] == "A long walk"
    assert "meet.example" not in changed.content.decode()
    with world.harbour.within():
        row = Series.objects.get(id=date.series_id)
        assert (row.at.hour, row.place, row.minutes) == (11, "The hall", 90)
        assert row.online is not None, "the sealed link stays"
        assert Meeting.objects.filter(series=row, cancelled=None).count() == 3
    assert post(world, f"{at}/change", {"title": "Mine now"}, "neighbour").status_code == 403
    assert post(world, f"{at}/change", {"minutes": 1}).status_code == 422


def test_one_date_is_moved_called_off_and_takes_place_after_all(world: World):
    date = meeting_of(world, "open")
    moved = post(world, f"meetings/{date}/move", {"day": "2099-02-01", "at": "09:15", "minutes": 30}).json()
    assert (moved["starts"][:10], moved["moved"]) == ("2099-02-01", True)
    assert post(world, f"meetings/{date}/cancel", {}).json()["cancelled"] is True
    assert post(world, f"meetings/{date}/cancel", {}).json()["cancelled"] is True
    assert post(world, f"meetings/{date}/again", {}).json()["cancelled"] is False
    for act in ("cancel", "again"):
        assert post(world, f"meetings/{date}/{act}", {}, "neighbour").status_code == 403
    assert post(world, f"meetings/{date}/move", {"day": "x", "at": "09:15", "minutes": 30}).status_code == 422


def test_a_date_beside_the_rule_and_the_end_of_a_series(world: World):
    series = world.harbour.things["series_id"]["open"]
    extra = {"day": "2099-02-03", "at": "12:00"}
    made = post(world, f"meetings/series/{series}/dates", extra)
    assert made.status_code == 201 and get(world, f"meetings/{made.json()['meeting']}").status_code == 200
    twice = post(world, f"meetings/series/{series}/dates", extra)
    assert twice.status_code == 422 and twice.json()["errors"][0]["pointer"] == "/day"
    assert post(world, f"meetings/series/{series}/end", {}).json()["ended"]
    refused = post(world, f"meetings/series/{series}/dates", extra | {"day": "2099-02-04"})
    assert refused.status_code == 403


def test_somebody_else_is_host_of_one_date(world: World):
    date = planned(world, "root").id
    them = seat(world, "neighbour", "root")
    assert post(world, f"meetings/{date}/host", {"host": them}).status_code == 200
    with world.harbour.within():
        assert str(Meeting.objects.get(id=date).host_id) == them
    nobody = {"host": "00000000-0000-4000-8000-000000000000"}
    assert post(world, f"meetings/{date}/host", nobody).status_code == 404


def test_one_chooses_how_one_is_reminded(world: World):
    before = get(world, "meetings/wish").json()
    chosen = {"remind": "hours", "letters": not before["letters"]}
    assert before["remind"] != chosen["remind"]
    assert post(world, "meetings/wish", chosen).json() == chosen == get(world, "meetings/wish").json()
    assert get(world, "meetings/wish", "neighbour").json()["remind"] == "never"
    assert post(world, "meetings/wish", {"remind": "hourly", "letters": True}).status_code == 422


def asked(world: World, **more: Any) -> Any:
    soon = world.now + timedelta(days=9)
    told = {
        "title": "Soup",
        "starts": [soon.isoformat(), (soon + timedelta(days=1)).isoformat()],
        "closes": (world.now + timedelta(days=3)).isoformat(),
    }
    return post(world, f"circles/{circle(world)}/when", told | more)


def test_when_shall_we_meet_is_asked_answered_and_becomes_a_meeting(world: World):
    made = asked(world)
    assert made.status_code == 201
    poll = f"when/{made.json()['id']}"
    first, second = (slot["id"] for slot in get(world, poll).json()["slots"])
    said = post(world, poll, {"fits": {first: "no", second: "yes"}}).json()
    assert [slot["you"] for slot in said["slots"]] == ["no", "yes"]
    assert (said["best"], said["slots"][1]["yes"]) == ([second], ["Moss"])
    assert post(world, poll, {"fits": {first: "perhaps"}}).status_code == 422
    elsewhere = world.harbour.things["slot_id"]["closed"]
    assert post(world, poll, {"fits": {str(elsewhere): "yes"}}).status_code == 404
    meeting = post(world, f"{poll}/meet/{second}", {})
    assert meeting.status_code == 201
    assert get(world, poll).json()["meeting"] == meeting.json()["meeting"]
    assert post(world, f"{poll}/meet/{first}", {}).json() == meeting.json()
    assert post(world, poll, {"fits": {first: "yes"}}).status_code == 403


def test_a_question_that_cannot_be_answered_is_not_asked(world: World):
    past = (world.now - timedelta(days=1)).isoformat()
    for more, pointer in (
        ({"starts": [past]}, "/starts"),
        ({"starts": []}, "/starts"),
        ({"closes": past}, "/closes"),
        ({"zone": "Nowhere"}, "/zone"),
    ):
        answer = asked(world, **more)
        assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, pointer), more


def test_a_question_ends_without_a_meeting_and_none_of_a_hidden_circle_is_there(world: World):
    poll = f"when/{asked(world).json()['id']}"
    assert post(world, f"{poll}/end", {}).json()["ended"]
    hidden = world.harbour.things["poll_id"]["hidden"]
    assert get(world, f"when/{hidden}").status_code == 404
    assert get(world, f"circles/{circle(world, 'hidden')}/when").status_code == 404


def test_a_list_of_questions_costs_the_same_whatever_there_is(world: World):
    def ask(count: int) -> None:
        with world.harbour.within():
            for number in range(count):
                Poll.objects.create(
                    circle=world.harbour.circles["open"],
                    title=f"Soup {number}",
                    zone="Europe/London",
                    closes=world.now,
                    created=world.now + timedelta(seconds=number),
                )

    client, path = world.client("member"), f"{HERE}/circles/{circle(world)}/when?limit=100"
    ask(1)
    few = queries(client, path)
    ask(60)
    assert queries(client, path) == few <= 8
    seen, following = [], f"circles/{circle(world)}/when?limit=20"
    while following:
        page = get(world, following.removeprefix(f"{HERE}/")).json()
        seen, following = seen + [one["id"] for one in page["items"]], page["next"]
    assert len(seen) == len(set(seen)) >= 60
