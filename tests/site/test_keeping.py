"""What a device may keep, and the house installed under the name that each member chose."""

from __future__ import annotations

import json
import re

import pytest

from commonhearth.foundation.members.services import set_named_outside
from commonhearth.rooms.care.services import plan


@pytest.fixture
def here(world, db):
    return world.harbour


def at(here, rest: str) -> str:
    return f"/c/{here.community.slug}/{rest}"


def mark(page: bytes) -> str | None:
    found = re.search(rb'name="hearth-keep" content="([^"]*)"', page)
    return found.group(1).decode() if found else None


def test_a_visitor_a_stranger_and_a_shared_computer_keep_nothing(world, here):
    assert mark(world.client("visitor").get("/directory/").content) is None
    assert mark(world.client("stranger").get("/home/").content) is None
    client = world.client("member")
    assert mark(client.get(at(here, "plan/")).content)
    session = client.session
    session["shared"] = True
    session.save()
    page = client.get(at(here, "plan/")).content
    assert mark(page) == "" and b"manifest" not in page


def test_one_persons_copies_are_told_from_anothers_without_naming_either(world, here):
    marks = {who: mark(world.client(who).get(at(here, "plan/")).content) for who in ("member", "steward")}
    assert len(set(marks.values())) == 2
    for who, one in marks.items():
        assert one is not None and re.fullmatch("[0-9a-f]{16}", one)
        assert one not in str(world.persons[who].id).replace("-", "")


def test_the_list_names_help_the_own_plan_and_nothing_else(world, here):
    told = json.loads(world.client("member").get(at(here, "kept/")).content)
    assert told["below"] == at(here, "")
    assert [(page["url"], page["asks"]) for page in told["pages"]] == [
        ("/help/", False),
        (at(here, "plan/paper/"), True),
        (at(here, "today/"), False),
    ]
    # Who has written nothing is offered nothing to keep.
    told = json.loads(world.client("steward").get(at(here, "kept/")).content)
    assert [page["url"] for page in told["pages"]] == ["/help/", at(here, "today/")]


def test_what_is_kept_of_the_plan_names_nobody_who_may_read_it(world, here):
    with here.within():
        neighbour = str(here.acting("neighbour").name)
        plan.write_part(actor=here.acting("member"), kind="crisis", text="Ring twice.", now=here.now)
    assert neighbour in world.client("member").get(at(here, "plan/")).content.decode()
    paper = world.client("member").get(at(here, "plan/paper/")).content.decode()
    assert "Ring twice." in paper and neighbour not in paper
    # It is also what a telephone shows on a bad night: how to print it stands below.
    assert paper.index("Ring twice.") < paper.index("To print this page")


def test_the_installed_house_is_called_as_the_member_chose(world, here):
    first = json.loads(world.client("member").get(at(here, "app.webmanifest")).content)
    assert first["name"] == here.community.named_outside != here.community.name
    with here.within():
        set_named_outside(actor=here.acting("member"), name="Thursday books")
    answer = world.client("member").get(at(here, "app.webmanifest"))
    told = json.loads(answer.content)
    assert told["name"] == told["short_name"] == "Thursday books"
    assert here.community.name not in answer.content.decode()
    assert answer["Content-Type"].startswith("application/manifest+json")
    assert {icon["sizes"] for icon in told["icons"]} == {"192x192", "512x512"}
    # Another's stays as it was.
    assert (
        json.loads(world.client("neighbour").get(at(here, "app.webmanifest")).content)["name"]
        == first["name"]
    )


def test_the_worker_is_the_same_for_everyone_and_the_policy_lets_it_in(world, db):
    answers = [world.client(who).get("/worker.js") for who in ("visitor", "member", "operator")]
    assert len({answer.content for answer in answers}) == 1
    assert all("worker-src 'self'" in answer["Content-Security-Policy"] for answer in answers)
    assert all(answer["Content-Type"].startswith("text/javascript") for answer in answers)
    assert b"{{" not in answers[0].content and b"undefined" not in answers[0].content


def test_without_a_line_the_page_about_it_is_the_same_for_everyone(world, db):
    pages = {world.client(who).get("/no-line/").content for who in ("visitor", "member")}
    assert len(pages) == 1
