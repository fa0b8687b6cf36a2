"""Looking after each other, for programs: hours, company, stepping back, what a circle needs; nothing sealed."""

from __future__ import annotations

import json
from typing import Any

from commonhearth.rooms.care.models import Buddies, Need, Offer, Tally
from tests.counting import queries
from tests.world import World

HERE = "/api/v1/c/harbour"


def get(world: World, path: str, who: str = "member") -> Any:
    return world.client(who).get(f"{HERE}/{path}")


def post(world: World, path: str, body: dict[str, Any] | None = None, who: str = "member") -> Any:
    return world.client(who).post(
        f"{HERE}/{path}", json.dumps(body) if body is not None else b"", content_type="application/json"
    )


def test_hours_are_stated_by_who_is_on_duty_and_taken_back(world: World):
    evening = {"weekday": 3, "starts": "18:00", "ends": "02:00"}
    hours = post(world, "care/hours", evening, "steward").json()
    [mine] = [one for one in hours if one["weekday"] == 3]
    assert (mine["starts"], mine["ends"]) == ("18:00:00", "02:00:00")
    assert mine["id"] not in [
        one["id"] for one in post(world, f"care/hours/{mine['id']}/back", None, "steward").json()
    ]
    assert post(world, f"care/hours/{mine['id']}/back", None, "steward").status_code == 404
    assert post(world, "care/hours", evening).status_code == 403
    assert post(world, "care/hours", evening | {"weekday": 7}, "steward").status_code == 422


def test_who_is_there_when_is_told_by_names_in_the_community(world: World):
    post(world, "care/hours", {"weekday": 3, "starts": "18:00", "ends": "02:00"}, "steward")
    answer = get(world, "care/duty")
    told = {one["name"]: one["hours"] for one in answer.json()["people"]}
    with world.harbour.within():
        steward = world.harbour.acting("steward")
    assert {"weekday": 3, "starts": "18:00:00", "ends": "02:00:00"} in told[str(steward)]
    assert str(steward.id) not in answer.content.decode()
    assert get(world, "care/duty", "stranger").status_code == 404


def test_of_years_that_are_over_small_numbers_are_not_told(world: World):
    with world.harbour.within():
        Tally.objects.filter(year=world.now.year - 1).delete()
        for code, count in (("reported", 12), ("closed", 3)):
            Tally.objects.create(year=world.now.year - 1, code=code, count=count, created=world.now)
    [last] = [one for one in get(world, "care/years", "visitor").json() if one["year"] == world.now.year - 1]
    assert (last["counts"]["reported"], last["counts"]["closed"]) == (12, None)


def test_what_one_offers_others_read_and_what_one_carries_they_do_not(world: World):
    said = {
        "to_listen": True,
        "times": "Evenings",
        "would_like": "A walk.",
        "cap": 7,
        "rest_from": "2099-01-01",
    }
    assert post(world, "care/offer", said).json()["cap"] == 7
    listed = get(world, "care/offers", "neighbour")
    [mine] = [one for one in listed.json()["items"] if one["times"] == "Evenings"]
    assert (mine["by_name"], mine["to_listen"], mine["has_room"]) == ("Mara", True, True)
    assert "cap" not in mine and "rest_from" not in listed.content.decode()
    nothing_back = post(world, "care/offer", said | {"would_like": ""})
    assert (nothing_back.status_code, nothing_back.json()["errors"][0]["pointer"]) == (422, "/would_like")
    backwards = post(world, "care/offer", said | {"rest_until": "2098-01-01"})
    assert backwards.json()["errors"][0]["pointer"] == "/rest_until"
    assert get(world, "care/offer", "neighbour").json()["cap"] != 7


def test_company_is_asked_for_answered_and_ended(world: World):
    with world.harbour.within():
        Buddies.objects.all().delete()
        offer = Offer.objects.filter(id=world.harbour.things["buddy_offer_id"]).get()
        offers = [
            who
            for who in ("member", "steward", "neighbour")
            if world.harbour.acting(who).id == offer.member_id
        ]
    pair = post(world, f"care/offers/{offer.id}/ask", None, "guest").json()["id"]
    [mine] = get(world, "care/company", "guest").json()
    assert (mine["id"], mine["you_are_new"], mine["agreed"]) == (pair, True, None)
    assert get(world, "care/company", "registrar").json() == []
    assert post(world, f"care/company/{pair}", {"yes": True}, "registrar").status_code == 404
    answered = post(world, f"care/company/{pair}", {"yes": True}, offers[0]).json()
    assert answered[0]["agreed"] and answered[0]["you_are_new"] is False
    assert post(world, f"care/company/{pair}/end", None, "guest").json() == []


def test_one_steps_back_and_takes_up_again(world: World):
    assert get(world, "me/stepped-back").json() == {"since": None}
    assert post(world, "me/step-back").json()["since"]
    assert post(world, "me/step-back").status_code == 403
    assert get(world, "me/stepped-back", "neighbour").json() == {"since": None}
    assert post(world, "me/here-again").json() == {"since": None}


def test_a_circle_says_what_it_does_while_somebody_is_missing(world: World):
    circle, need = world.harbour.circles["open"].id, world.harbour.things["need_id"]["open"]
    with world.harbour.within():
        Need.objects.filter(id=need).update(way="", asked=None, helper=None)
    assert str(need) in [one["id"] for one in get(world, f"circles/{circle}/needs").json()]
    assert get(world, f"circles/{circle}/needs", "neighbour").status_code == 404
    said = post(world, f"needs/{need}", {"way": "without"}).json()
    assert (said["way"], said["yours"], said["said_by_name"]) == ("without", True, "Moss")
    assert post(world, f"needs/{need}", {"way": "neighbour"}).status_code == 403
    assert post(world, f"needs/{need}", {"way": "fly"}).status_code == 422
    assert post(world, f"needs/{need}", {"way": "move"}, "neighbour").status_code == 404


def test_of_a_hidden_circle_a_program_finds_no_need(world: World):
    hidden = world.harbour.things["need_id"]["hidden"]
    assert get(world, f"needs/{hidden}").status_code == 404
    assert get(world, f"circles/{world.harbour.circles['hidden'].id}/needs").status_code == 404


def test_the_list_of_offers_costs_the_same_whatever_there_is(world: World):
    client = world.client("member")
    few = queries(client, f"{HERE}/care/offers")
    with world.harbour.within():
        for who in ("member", "steward", "neighbour", "registrar"):
            Offer.objects.get_or_create(
                member=world.harbour.acting(who),
                defaults={"to_listen": True, "would_like": "Tea.", "created": world.now},
            )
    assert queries(client, f"{HERE}/care/offers") == few <= 8
