"""Finding people, circles and agreements inside a community, as different people there."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from commonhearth.foundation import search
from commonhearth.foundation.agreements import services as agreements
from commonhearth.foundation.agreements.models import Agreement, ClauseVersion
from commonhearth.foundation.circles import services as circles
from commonhearth.foundation.circles.access import may_read_circle
from commonhearth.foundation.circles.models import Circle, CircleMembership, Openness
from commonhearth.foundation.circles.selectors import read_plainly_by, visible_circles
from commonhearth.foundation.members import services as members
from commonhearth.foundation.search.models import CommunityEntry
from commonhearth.rooms.conversations.models import Post, Topic
from commonhearth.rooms.handbook.models import Page
from commonhearth.site.finding import kinds
from tests.counting import asked, queries
from tests.world import World


def found(world: World, who: str, query: str) -> list[tuple[str, str]]:
    with world.harbour.within():
        hits = search.find(
            query, kinds=["person", "circle", "agreement"], viewer=world.actor(who), limit=20, now=world.now
        ).hits
    return [(hit.kind, hit.title) for hit in hits]


def test_people_are_found_by_their_name_in_the_community(world: World) -> None:
    assert found(world, "member", "Stella") == [("person", "Stella")]
    assert found(world, "guest", "stlela") == [("person", "Stella")]
    assert found(world, "member", "Ines") == []  # has asked to join, and is not here yet
    assert found(world, "member", "Frida") == []  # has left


def test_names_in_other_circles_are_found_nowhere(world: World) -> None:
    for who in ("member", "steward", "neighbour"):
        assert found(world, who, "Moss") == []


def test_hidden_circles_are_not_in_the_index_at_all(world: World) -> None:
    for who in ("member", "steward", "neighbour"):
        assert ("circle", "Lantern") not in found(world, who, "Lantern")
    with world.harbour.within():
        words = " ".join(CommunityEntry.objects.values_list("name_words", flat=True))
        assert "lantern" not in words
        assert "kitchen" in words


def test_circles_by_invitation_are_found_by_all_inside_since_all_see_that_they_exist(world: World) -> None:
    for who in ("guest", "member", "neighbour", "paused", "steward"):
        assert found(world, who, "evening") == [("circle", "Evening")]


@pytest.mark.parametrize("who", ["guest", "member", "neighbour", "paused", "steward"])
def test_circles_are_found_by_whom_they_are_seen(world: World, who: str) -> None:
    with world.harbour.within():
        viewer, ids = world.actor(who), [circle.id for circle in world.harbour.circles.values()]
        found = {id for id in ids if kinds._visible_circles(id, viewer.id)}
        seen = visible_circles(viewer).filter(closed_on=None, id__in=ids)
        assert found == set(seen.values_list("id", flat=True))


@pytest.mark.parametrize("who", ["visitor", "stranger", "applicant", "elsewhere", "former", "operator"])
def test_outside_there_is_nothing_to_find(world: World, who: str) -> None:
    address = f"/c/{world.harbour.community.slug}/search/?q=kitchen"
    assert world.client(who).get(address).status_code == 404
    with world.harbour.within():
        everything = [name for name, kind in search.KINDS.items() if not kind.of_host]
        assert not search.find(
            "kitchen", kinds=everything, viewer=world.actor(who), limit=9, now=world.now
        ).hits


@pytest.mark.parametrize("who", ["guest", "member", "neighbour", "paused", "steward"])
def test_the_page_shows_what_was_found_and_where_it_is(world: World, who: str) -> None:
    answer = world.client(who).get(f"/c/{world.harbour.community.slug}/search/?q=kithcen")
    page = answer.content.decode()
    assert answer.status_code == 200
    circle = world.harbour.circles["open"]
    assert f'href="/c/{world.harbour.community.slug}/circles/{circle.id}/"' in page
    assert "Cooks on Thursdays." in page


def test_a_person_s_address_names_their_place_in_the_circle_and_no_member(world: World) -> None:
    page = world.client("member").get(f"/c/{world.harbour.community.slug}/search/?q=stella").content.decode()
    with world.harbour.within():
        steward = world.actor("steward")
        place = CircleMembership.objects.get(circle=world.harbour.circles["root"], member=steward)
    assert f"/people/{place.id}/" in page
    assert str(steward.id) not in page
    assert (
        world.client("member").get(page.split('class="row-title" href="')[1].split('"')[0]).status_code == 200
    )


def test_who_is_kept_apart_is_not_found_by_either(world: World) -> None:
    with world.harbour.within():
        members.keep_apart(actor=world.actor("member"), other=world.actor("steward"), now=world.harbour.now)
    assert found(world, "member", "Stella") == []
    assert found(world, "steward", "Mara") == []
    assert found(world, "neighbour", "Stella") == [("person", "Stella")]


def test_the_index_stays_in_step(world: World) -> None:
    later = world.harbour.now + timedelta(hours=1)
    with world.harbour.within():
        members.rename(actor=world.actor("steward"), name="Estrella", word="garden", now=later)
    assert found(world, "member", "Stella") == []
    assert found(world, "member", "garden") == [("person", "Estrella (garden)")]

    with world.harbour.within():
        circles.change_circle(
            actor=world.actor("member"), circle=world.harbour.circles["open"], name="Bakery", purpose="Bread.",
            openness=Openness.OPEN, now=later,
        )  # fmt: skip
    assert found(world, "member", "Kitchen") == []
    assert found(world, "member", "bread") == [("circle", "Bakery")]


def test_what_becomes_hidden_is_forgotten(world: World) -> None:
    with world.harbour.within():
        circles.change_circle(
            actor=world.actor("member"), circle=world.harbour.circles["open"], name="Kitchen", purpose="Cooks.",
            openness=Openness.CONFIDENTIAL, now=world.harbour.now,
        )  # fmt: skip
        assert not CommunityEntry.objects.filter(about_id=world.harbour.circles["open"].id).exists()
        assert not CommunityEntry.objects.filter(scope_id=world.harbour.circles["open"].id).exists()


def in_force(world: World, key: str) -> None:
    """Let the wording that is shown in a circle come in force."""
    place = world.harbour
    later = place.now + timedelta(days=15)
    version = ClauseVersion.objects.select_related("clause__agreement__circle").get(
        circle=place.circles[key], in_force_from=None
    )
    agreements.put_in_force(actor=world.actor("member"), version=version, now=later)


def test_agreements_in_force_are_found_by_those_who_may_read_them(world: World) -> None:
    assert found(world, "member", "finish") == []
    with world.harbour.within():
        for key in ("open", "closed", "hidden"):
            in_force(world, key)
    assert found(world, "member", "heard finsih") == [("agreement", "How we are")] * 2
    assert found(world, "neighbour", "heard finsih") == [("agreement", "How we are")]
    assert found(world, "guest", "we are") == [("agreement", "How we are")]


def test_indexing_again_gives_the_same(world: World) -> None:
    def entries() -> list[Any]:
        fields = ("about_kind", "about_id", "title", "text", "keys", "scope_id")
        return list(CommunityEntry.objects.order_by("about_kind", "about_id").values_list(*fields))

    with world.harbour.within():
        for key in ("open", "closed", "hidden"):
            in_force(world, key)
        before = entries()
        assert {kind for kind, *_rest in before} == {
            "person",
            "circle",
            "agreement",
            "topic",
            "post",
            "handbook",
        }
        CommunityEntry.objects.all().delete()
        kinds.index_again(now=world.harbour.now)
        assert entries() == before


def test_the_other_community_finds_its_own(world: World) -> None:
    with world.harbour.within():
        here = {
            hit.id
            for hit in search.find(
                "kitchen", kinds=["circle"], viewer=world.actor("member"), limit=9, now=world.now
            )
        }
    assert len(here) == 1
    page = (
        world.client("elsewhere").get(f"/c/{world.meadow.community.slug}/search/?q=kitchen").content.decode()
    )
    assert str(here.pop()) not in page
    assert "Cooks on Thursdays." in page


def test_strange_questions_get_a_page(world: World) -> None:
    client = world.client("member")
    for question in (
        "",
        "%00",
        "'; drop table",
        "a" * 5000,
        "%F0%9F%94%A5",
        "q&after=12",
        "kitchen&after=%00",
        "kitchen&after=" + "9" * 5000,
    ):
        assert client.get(f"/c/{world.harbour.community.slug}/search/?q={question}").status_code == 200


@pytest.mark.parametrize("who", ["guest", "member", "neighbour", "paused", "steward"])
def test_what_is_read_plainly_is_what_may_be_read(world: World, who: str) -> None:
    with world.harbour.within():
        viewer, all_circles = world.actor(who), list(Circle.objects.all())
        for model in (Agreement, Topic, Post, Page):
            seen = set(model.objects.filter(read_plainly_by(viewer.id)).values_list("circle_id", flat=True))
            there = set(model.objects.values_list("circle_id", flat=True))
            may = {one.id for one in all_circles if not one.is_hidden and may_read_circle(viewer, one)}
            assert seen == there & may


def test_what_may_be_seen_of_all_kinds_is_one_question(world: World) -> None:
    with world.harbour.within():
        viewer, now = world.actor("member"), world.now
        circle = world.harbour.circles["open"]
        place = CircleMembership.objects.get(circle__circle_kind="root", member=viewer, left=None)
        things = {
            "person": place.id,
            "circle": world.harbour.circles["closed"].id,
            "agreement": Agreement.objects.filter(circle=circle)[0].id,
            "topic": world.harbour.things["topic_id"]["open"],
            "post": world.harbour.things["post_id"]["open"],
            "handbook": Page.objects.filter(circle=circle, put_away=None)[0].id,
        }
        for kind, id in things.items():
            search.index(kind=kind, id=id, title="Marmalade", scope=circle.id, now=now)

        def found() -> search.Found:
            return search.find("marmalade", kinds=list(things), viewer=viewer, limit=20, now=world.now)

        found()  # what Django asks once of a database, and what is written once, stand now
        with CaptureQueriesContext(connection) as caught:
            hits = found().hits
        assert {(hit.kind, hit.id) for hit in hits} == set(things.items())
        assert asked(caught) == 4, (
            "what fits, what of it may be seen, what was put aside, and the key of that"
        )
    address = f"/c/{world.harbour.community.slug}/search/?q=marmalade"
    assert queries(world.client("member"), address) <= 7
    inside = f"/c/harbour/circles/{circle.id}/talk/find/?q=marmalade"
    assert queries(world.client("member"), inside) <= 8


def test_the_page_asks_as_often_however_much_is_found(world: World) -> None:
    address = f"/c/{world.harbour.community.slug}/search/?q="
    assert queries(world.client("member"), address + "evening kitchen") <= 6
