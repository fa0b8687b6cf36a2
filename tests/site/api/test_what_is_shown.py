"""Nothing of a hidden circle, no id of a member or person, nothing sealed, in any answer of the API."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.db import transaction

from commonhearth.foundation.accounts.models import Person
from commonhearth.foundation.api import limits
from commonhearth.foundation.circles.models import CircleMembership
from commonhearth.foundation.members.models import Member
from tests.access_table.bodies import body_of
from tests.access_table.things import values_of
from tests.addresses import every_address
from tests.counting import queries
from tests.world import World

HERE = "/api/v1/c/harbour"


def answers_of(world: World, who: str) -> list[tuple[str, str]]:
    """Ask every operation, with ids of each circle, once where it is about none, and undo what that did."""
    found = []
    for address in (one for one in every_address() if one.is_for_programs):
        asked = []
        for circle in ("open", "closed", "hidden"):
            path = address.path(values_of(address, world.harbour, circle=circle))
            body = body_of(address, world.harbour, circle=circle)
            if (path, body) in asked:
                continue
            asked.append((path, body))
            with transaction.atomic():
                limits.forget()
                client = world.client(who)
                got = client.get(path)
                done = client.post(path, body, content_type="application/json")
                transaction.set_rollback(True)
            found += [(path, got.content.decode()), (path, done.content.decode())]
    return found


@pytest.mark.parametrize("who", ["member", "paused", "steward"])
def test_no_answer_tells_of_hidden_circles_members_or_persons(world: World, who: str, settings):
    settings.HEARTH_API_ACTS = 10_000
    with world.harbour.within():
        hidden = world.harbour.circles["hidden"]
        secrets = {
            "a hidden circle": {str(hidden.id)},
            "somebody in it": {
                str(one)
                for one in CircleMembership.objects.filter(circle=hidden).values_list("id", flat=True)
            },
            "a member": {str(one) for one in Member.objects.values_list("id", flat=True)},
            "a person": {str(one) for one in Person.objects.values_list("id", flat=True)},
        }
        own = {str(world.harbour.acting(who).id), str(world.persons[who].id)}
    for path, said in answers_of(world, who):
        if str(hidden.id) in path:
            assert '"code": "not_there"' in said or '"code": "no_such_act"' in said, path
            continue
        for what, ids in secrets.items():
            # One's own rows say whose they are.
            allowed = own if path.endswith("/me/data") else set()
            assert not [one for one in ids - allowed if one in said], f"{what} in {path}"


def test_ones_own_data_is_without_what_is_sealed_or_said_in_circles(world: World):
    rows = world.client("neighbour").get(f"{HERE}/me/data").json()["rows"]
    said = json.dumps(rows)
    assert rows["members_member"][0]["name"] == "Nils"
    assert "Nørregaard" not in said and not any("circle" in table for table in rows)
    assert not any("answers" in row for row in rows["members_application"])


@pytest.mark.parametrize("field", ["standing", "person_id", "id", "community_id", "offices", "trial_until"])
def test_no_further_field_is_set(world: World, field: str):
    sent = {"name": "Mara", field: "member"}
    answer = world.client("guest").post(f"{HERE}/me/name", sent, content_type="application/json")
    assert answer.status_code == 422
    with world.harbour.within():
        assert world.harbour.acting("guest").standing == "guest"


def test_who_leaves_a_circle_reads_nothing_more_with_the_next_request(world: World):
    member = world.client("member")
    closed = f"{HERE}/circles/{world.harbour.circles['closed'].id}"
    assert member.get(f"{closed}/people").status_code == 200
    assert member.post(f"{closed}/leave", content_type="application/json").status_code == 204
    assert member.get(f"{closed}/people").status_code == 404


def test_lists_ask_the_database_as_often_for_many_as_for_few(world: World):
    def asked(path: str) -> int:
        limits.forget()
        return queries(world.client("member"), path)

    few = asked(f"{HERE}/people?limit=2")
    assert few == asked(f"{HERE}/people?limit=100") <= 8
    assert asked(f"{HERE}/circles") <= 8
    assert asked(f"{HERE}/notices") <= 8


def test_a_person_joins_and_takes_it_back(world: World):
    stranger = world.client("stranger")
    asked = stranger.post(
        f"{HERE}/join", {"name": "Sam", "old_enough": True}, content_type="application/json"
    )
    assert asked.status_code == 201
    mine: list[dict[str, Any]] = stranger.get("/api/v1/me/communities").json()
    assert [(one["slug"], one["standing"]) for one in mine] == [("harbour", "applicant")]
    for wrong in ({"name": "Sam"}, {"name": "Sam", "old_enough": False}):
        limits.forget()
        answer = world.client("reviewer").post(f"{HERE}/join", wrong, content_type="application/json")
        assert answer.status_code == 422


def test_words_are_found_as_on_the_page_and_nothing_of_a_hidden_circle(world: World):
    found = world.client("member").get(f"{HERE}/search?q=walking").json()
    assert {one["kind"] for one in found["items"]} == {"post"}
    titles = [one["title"] for one in found["items"]]
    assert len(titles) == 3 and not any("hidden" in one for one in titles)
    names = world.client("neighbour").get(f"{HERE}/search?q=mara").json()["items"]
    assert [(one["kind"], one["title"]) for one in names] == [("person", "Mara")]
    assert world.client("member").get(f"{HERE}/search").json() == {
        "items": [],
        "next": None,
        "bounded": False,
    }
