"""How the door for programs behaves: what it reads, how it refuses, what may be kept of its answers."""

from __future__ import annotations

import gzip
import json
from collections import Counter
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from bench.inside import elements
from commonhearth.foundation.accounts.models import Token
from commonhearth.foundation.api.routers import unknown_scopes
from commonhearth.foundation.api.schemas import In, Out
from commonhearth.foundation.communities.models import Community
from commonhearth.foundation.members.models import Invitation, Member
from commonhearth.site.api.description import described
from commonhearth.site.api.reference import chapters
from commonhearth.site.api.routes import api
from tests.access_table.bodies import body_of
from tests.access_table.things import values_of
from tests.addresses import Address, every_address
from tests.world import World

HERE = "/api/v1/c/harbour"
JSON = "application/json"


def problem(answer, status: int, code: str) -> dict:
    assert answer.status_code == status, answer.content
    assert answer.headers["Content-Type"] == "application/problem+json"
    said = answer.json()
    assert (said["status"], said["code"]) == (status, code)
    assert said["title"] and said["detail"]
    return said


def test_problems_say_what_where_and_why(world: World):
    member = world.client("member")
    said = problem(member.post(f"{HERE}/me/name", {"nome": "x"}, content_type=JSON), 422, "unfit")
    assert {(one["pointer"], one["code"]) for one in said["errors"]} == {
        ("/name", "missing"),
        ("/nome", "unknown"),
    }
    problem(member.get(f"{HERE}/circles?depth=1"), 422, "unfit")
    problem(member.get("/api/v1/nothing"), 404, "not_there")
    problem(member.get("/api/v1/c/nowhere/circles"), 404, "not_there")
    said = problem(
        world.client("guest").post(f"{HERE}/circles", {"name": "A", "purpose": "B"}, content_type=JSON),
        403,
        "refused",
    )
    assert said["errors"][0]["code"] == "still_new" and "first weeks" in said["detail"]
    assert world.client("visitor").get(f"{HERE}/circles").headers["WWW-Authenticate"].startswith("Bearer")


@pytest.mark.parametrize(
    ("body", "kind", "status", "code"),
    [
        (b"{", JSON, 400, "unreadable"),
        (b'{"name": "\xff"}', JSON, 400, "unreadable"),
        (b'{"name": "A", "name": "B"}', JSON, 400, "unreadable"),
        (b'{"name": NaN}', JSON, 400, "unreadable"),
        (b"[" * 100_0 + b"]" * 100_0, JSON, 400, "unreadable"),
        (b'{"name": ' + b"9" * 5000 + b"}", JSON, 400, "unreadable"),
        (b'{"name": "' + b"a" * 70_000 + b'"}', JSON, 413, "too_large"),
        (b'{"name": "' + b"a" * 2_000_000 + b'"}', JSON, 413, "too_large"),
        (b"name=A", "application/x-www-form-urlencoded", 415, "not_json"),
        (b'{"name": "a\\u0000b"}', JSON, 422, "unfit"),
        (b'{"name": "\\ud800"}', JSON, 422, "unfit"),
        (b'{"name": ["A"]}', JSON, 422, "unfit"),
        (b"[]", JSON, 422, "unfit"),
        (b"", JSON, 422, "unfit"),
    ],
)
def test_hostile_bodies_change_nothing(world: World, body: bytes, kind: str, status: int, code: str):
    problem(world.client("member").post(f"{HERE}/me/name", body, content_type=kind), status, code)
    with world.harbour.within():
        assert world.harbour.acting("member").name == "Mara"


def test_a_body_where_none_is_taken_is_refused(world: World):
    problem(world.client("member").post(f"{HERE}/me/back", {"why": "x"}, content_type=JSON), 422, "unfit")


def test_a_key_counts_in_the_header_only(world: World):
    key = world.key("member")
    for answer in (
        Client().get(f"{HERE}/me?token={key}"),
        Client().get(f"{HERE}/me?access_token={key}"),
    ):
        assert answer.status_code == 401
    problem(Client().get(f"{HERE}/me", headers={"Authorization": f"Basic {key}"}), 401, "bad_token")
    problem(Client().get(f"{HERE}/me", headers={"Authorization": "Bearer hearth_no"}), 401, "bad_token")
    problem(Client().get("/api/v1/directory", headers={"Authorization": "Bearer x"}), 401, "bad_token")


def test_an_unlisted_community_is_told_from_none_by_nothing(world: World):
    Community.objects.filter(id=world.harbour.community.id).update(public_page=False)
    for who in ("visitor", "stranger", "elsewhere"):
        for path in ("", "/circles", "/circles?depth=1", "/me"):
            there, nowhere = (
                world.client(who).get(f"/api/v1/c/{slug}{path}") for slug in ("harbour", "nowhere")
            )
            assert (there.status_code, there.content) == (nowhere.status_code, nowhere.content), (who, path)
        for path in ("/join", "/letters", "/circles"):
            there, nowhere = (
                world.client(who).post(f"/api/v1/c/{slug}{path}", b"{", content_type=JSON)
                for slug in ("harbour", "nowhere")
            )
            assert (there.status_code, there.content) == (nowhere.status_code, nowhere.content), (who, path)


def test_a_copy_is_asked_after_and_never_kept_on_the_way(world: World):
    member = world.client("member")
    first = member.get(f"{HERE}/circles")
    assert first.headers["Cache-Control"] == "no-store, private"
    assert "Authorization" in first.headers["Vary"] and not first.cookies
    again = member.get(f"{HERE}/circles", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    other = member.get(f"{HERE}/circles", headers={"If-None-Match": '"something-else"'})
    assert other.status_code == 200
    public = Client().get("/api/v1/directory")
    assert public.headers["Cache-Control"] == "no-cache, private" and public.headers["ETag"]


def test_head_options_and_acts_that_no_address_takes(world: World):
    member = world.client("member")
    got, headed = member.get(f"{HERE}/circles"), member.head(f"{HERE}/circles")
    assert (headed.status_code, headed.content) == (200, b"")
    assert headed.headers["ETag"] == got.headers["ETag"]
    assert headed.headers["Content-Length"] == str(len(got.content))
    asked = member.options(f"{HERE}/circles")
    assert (asked.status_code, asked.headers["Allow"]) == (204, "GET, HEAD, OPTIONS, POST")
    for act in ("put", "patch", "delete"):
        refused = getattr(member, act)(f"{HERE}/me/away")
        problem(refused, 405, "no_such_act")
        assert refused.headers["Allow"] == "OPTIONS, POST"
    problem(member.get(f"{HERE}/me/away"), 405, "no_such_act")
    problem(member.options("/api/v1/nothing"), 404, "not_there")


def test_the_same_idempotency_key_acts_once(world: World):
    member, key = world.client("member"), {"Idempotency-Key": "a-key-of-a-program"}
    with world.harbour.within():
        before = Invitation.objects.count()
    first, again = (
        member.post(f"{HERE}/invitations", {"note": "a friend"}, content_type=JSON, headers=key)
        for _ in range(2)
    )
    assert first.status_code == again.status_code == 201
    assert first.json()["id"] == again.json()["id"]
    assert "come-in" in first.json()["link"] and again.json()["link"] is None
    with world.harbour.within():
        assert Invitation.objects.count() == before + 1
    short = member.post(f"{HERE}/invitations", {}, content_type=JSON, headers={"Idempotency-Key": "short"})
    problem(short, 400, "unreadable")


def test_a_key_does_what_it_was_made_for(world: World):
    Token.objects.filter(person=world.persons["member"]).update(scopes=["circles:read"])
    member = world.client("member")
    assert member.get(f"{HERE}/circles").status_code == 200
    problem(member.get(f"{HERE}/notices"), 403, "needs_scope")
    problem(
        member.post(f"{HERE}/circles", {"name": "A", "purpose": "B"}, content_type=JSON), 403, "needs_scope"
    )


def test_a_key_of_one_community_gives_nothing_in_another(world: World):
    """Edda is steward of Meadow and her key is for Meadow; at Harbour she is nobody, here and on the host."""
    edda = world.client("elsewhere")
    assert [one["slug"] for one in edda.get("/api/v1/me/communities").json()] == ["meadow"]
    with world.harbour.within():
        Member.objects.create(person=world.persons["elsewhere"], name="Edda", standing="member")
    for path in ("/me", "/circles", "/people", "/me/data", "/notices"):
        problem(edda.get(f"{HERE}{path}"), 404, "not_there")
    assert [one["slug"] for one in edda.get("/api/v1/me/communities").json()] == ["meadow"]
    problem(edda.post(f"{HERE}/join", {"name": "E", "old_enough": True}, content_type=JSON), 404, "not_there")


def test_a_key_for_no_community_gives_nothing_inside_one(world: World):
    Token.objects.filter(person=world.persons["member"]).update(community=None)
    member = world.client("member")
    assert {one["slug"] for one in member.get("/api/v1/me/communities").json()} == {"harbour"}
    problem(member.get(f"{HERE}/circles"), 404, "not_there")
    assert member.get(HERE).status_code == 200


def test_too_often_is_said_with_how_long_to_wait(world: World, settings):
    settings.HEARTH_API_READS, settings.HEARTH_API_ACTS = 3, 2
    member = world.client("member")
    assert [member.get("/api/v1/token").status_code for _ in range(4)] == [200, 200, 200, 429]
    said = member.get("/api/v1/token")
    problem(said, 429, "too_often")
    assert said.headers["Retry-After"] == "60"
    acts = [member.post(f"{HERE}/notices/read", content_type=JSON).status_code for _ in range(3)]
    assert acts == [204, 204, 429]
    assert Client().get("/api/v1/directory").status_code == 200


def test_a_closed_room_has_no_operations_either(world: World):
    Community.objects.filter(id=world.harbour.community.id).update(closed_rooms=["circles"])
    problem(world.client("member").get(f"{HERE}/circles"), 404, "not_there")
    assert world.client("member").get(f"{HERE}/agreements").status_code == 200


def test_a_frozen_community_can_be_read(world: World):
    Community.objects.filter(id=world.harbour.community.id).update(frozen_since=world.now)
    member = world.client("member")
    assert member.get(f"{HERE}/circles").status_code == 200
    problem(member.post(f"{HERE}/me/back", content_type=JSON), 409, "frozen")


def test_mistakes_of_ours_are_told_without_what_was_in_them(world: World, monkeypatch):
    def broken(*args, **kwargs):
        raise RuntimeError("Mara lives in the blue house")

    monkeypatch.setattr("commonhearth.foundation.circles.selectors.tree_for", broken)
    client = world.client("member")
    client.raise_request_exception = False
    answer = client.get(f"{HERE}/circles")
    problem(answer, 500, "our_mistake")
    assert b"blue house" not in answer.content


def test_lists_go_on_by_key(world: World):
    member = world.client("member")
    first = member.get(f"{HERE}/people?limit=2").json()
    assert len(first["items"]) == 2
    seen, following = [one["id"] for one in first["items"]], first["next"]
    while following:
        page = member.get(following).json()
        seen, following = seen + [one["id"] for one in page["items"]], page["next"]
    whole = member.get(f"{HERE}/people").json()
    assert seen == [one["id"] for one in whole["items"]] and whole["next"] is None
    problem(member.get(f"{HERE}/people?limit=101"), 422, "unfit")
    problem(member.get(f"{HERE}/people?limit=none"), 422, "unfit")


def test_every_scope_has_words():
    assert unknown_scopes(api) == set()


def test_no_two_shapes_share_a_name():
    """The library keeps shapes by name: two of one name would describe one another's fields."""
    shapes: dict[str, set[str]] = {}
    for router in api._get_bound_routers():
        for view in router.path_operations.values():
            for operation in view.operations:
                for model in operation.models:
                    for field in model.model_fields.values():
                        if hasattr(field.annotation, "model_fields"):
                            kind = field.annotation
                            shapes.setdefault(kind.__name__, set()).add(kind.__module__)
    assert {name for name, where in shapes.items() if len(where) > 1} == set()


def test_the_description_is_the_same_for_everybody_and_is_openapi(world: World):
    answer = Client().get("/api/v1/openapi.json")
    assert answer.json() == json.loads(json.dumps(described()))
    assert answer.json()["openapi"] == "3.1.0"
    again = Client().get("/api/v1/openapi.json", headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304


def test_the_reference_names_every_operation_on_the_page_of_its_chapter(world: World):
    shown = Client().get("/api/").content
    index = shown.decode()
    for chapter in chapters():
        answer = Client().get(f"/api/{chapter.name}/")
        page = answer.content.decode()
        assert elements(answer.content) < 1_500 and len(gzip.compress(answer.content)) < 14_000, chapter.name
        assert "<script" not in page.partition("<main")[2].partition("</main>")[0]
        for operation in chapter.operations:
            assert f"{operation.method} {operation.path}" in page
            assert f'id="{operation.anchor}"' in page
            assert f'href="/api/{chapter.name}/#{operation.anchor}"' in index
    told = [(one.method.lower(), one.path) for chapter in chapters() for one in chapter.operations]
    assert sorted(told) == sorted(
        (method, path) for path, methods in described()["paths"].items() for method in methods
    )
    assert elements(shown) < 1_500 and "<script" not in index.partition("<main")[2].partition("</main>")[0]
    assert Client().get("/api/nothing/").status_code == 404


def test_every_operation_says_in_a_sentence_what_it_does(world: World):
    for chapter in chapters():
        anchors = [operation.anchor for operation in chapter.operations]
        assert len(anchors) == len(set(anchors)), chapter.name
        for operation in chapter.operations:
            assert operation.title and operation.words.endswith("."), operation.path


def test_every_act_takes_an_idempotency_key_and_gives_its_first_answer_again(world: World, settings):
    """Each act, sent twice with one key: whatever the first time did, the second time is not refused for it."""
    settings.HEARTH_API_ACTS = 10_000
    key = {"Idempotency-Key": "one-key-for-one-act"}
    for address in (one for one in every_address() if one.is_for_programs):
        for path, body in acts_at(address, world):
            for who in ("member", "neighbour", "paused", "applicant", "stranger"):
                with transaction.atomic():
                    first, again = (
                        world.client(who).post(path, body, content_type=JSON, headers=key) for _ in range(2)
                    )
                    transaction.set_rollback(True)
                assert again.status_code == first.status_code, (who, path, first.content, again.content)
                if first.status_code == 405:  # for reading only, whoever comes (the access table sees it)
                    break


def acts_at(address: Address, world: World) -> list[tuple[str, Any]]:
    """Return path and body of an act at an open circle and at a closed one; once where it is about no circle."""
    acts: list[tuple[str, Any]] = []
    for circle in ("open", "closed"):
        path = address.path(values_of(address, world.harbour, circle=circle))
        act = path, body_of(address, world.harbour, circle=circle)
        if act not in acts:
            acts.append(act)
    return acts


def test_each_shape_has_a_name_of_its_own():
    """The description names shapes as their classes are called: of two with one name it would tell one only."""
    shapes, waiting = set(), [In, Out]
    while waiting:
        more = waiting.pop().__subclasses__()
        shapes.update(more)
        waiting += more
    names = Counter(shape.__name__ for shape in shapes if shape.__module__.startswith("commonhearth."))
    assert len(names) > 100
    assert [name for name, times in names.items() if times > 1] == []
