"""Whatever is found may be opened, and whatever may be opened and fits is found: for everybody, after hard days."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from html import escape
from typing import Any
from uuid import UUID

import pytest
from django.urls import reverse

from commonhearth.foundation import search
from commonhearth.foundation.agreements.models import Agreement
from commonhearth.foundation.circles import services as circles
from commonhearth.foundation.circles.models import Circle, CircleKind, CircleMembership, Openness
from commonhearth.foundation.communities.models import Community
from commonhearth.foundation.members import services as members
from commonhearth.foundation.search import finding
from commonhearth.rooms.conversations import selectors, services
from commonhearth.rooms.conversations.access import CARE
from commonhearth.rooms.conversations.models import Post, Topic
from commonhearth.rooms.conversations.selectors.reading import gone
from commonhearth.rooms.conversations.selectors.seeing import quiet_of
from commonhearth.rooms.conversations.wording import REASONS
from commonhearth.rooms.handbook import services as handbook
from commonhearth.rooms.handbook.models import Page
from commonhearth.site.finding.kinds import look_for
from tests.site.finding.test_finding import in_force
from tests.world import CAST, World

ADDRESS = {
    "person": "circles:person",
    "circle": "circles:circle",
    "agreement": "agreements:agreement",
    "topic": "conversations:topic",
    "post": "conversations:post",
    "handbook": "handbook:page",
}


@pytest.fixture
def troubled(world: World) -> World:
    """The world after hard days: people kept apart, put aside, on hold; things taken back, moved, closed, hidden."""
    place = world.harbour
    now = place.now + timedelta(hours=1)
    with place.within():
        mara, nils, stella = (place.acting(who) for who in ("member", "neighbour", "steward"))
        seats = {
            seat.member_id: seat for seat in CircleMembership.objects.filter(circle=place.circles["root"])
        }

        def talk(actor: Any, circle: Circle, word: str, **more: Any) -> Topic:
            return services.begin_topic(
                actor=actor, circle=circle, title=f"{word} title", text=f"{word} said.", now=now, **more
            )

        def opened(actor: Any, name: str, openness: Openness = Openness.OPEN) -> Circle:
            return circles.open_circle(
                actor=actor, parent=place.circles["root"], kind=CircleKind.WORKING, openness=openness,
                name=name, purpose=f"{name} purpose.", own_name="Alder", now=now,
            )  # fmt: skip

        for key in ("open", "closed"):
            in_force(world, key)
        root = place.circles["root"]
        apart = talk(nils, root, "Quince")
        talk(stella, root, "Medlar", care_note="loss")
        talk(stella, root, "Damson")
        services.put_word_aside(actor=mara, word="damson", until=None, now=now)
        muted = talk(stella, root, "Rowan")
        services.write_post(actor=mara, topic=apart, text="Elder said.", now=now)
        talk(nils, root, "Sorrel")
        for word, undo in (("Withdrawn", services.withdraw_post), ("Hidden", services.hide_post),
                           ("Taken", services.take_down_post)):  # fmt: skip
            post = services.write_post(actor=mara, topic=muted, text=f"{word} words.", now=now)
            as_whom = (
                {"actor": mara} if word == "Withdrawn" else {"actor": CARE, "reason": next(iter(REASONS))}
            )
            undo(post=post, now=now, **as_whom)
        services.mute_topic(actor=place.acting("guest"), topic=muted, until=None, now=now)
        services.mute_person(actor=place.acting("guest"), person=seats[mara.id], until=None, now=now)
        put_away = Page.objects.get(id=place.things["page_id"]["open"])
        handbook.put_away(actor=mara, page=put_away, now=now)

        opened(stella, "Kitchen")
        circles.end_circle(actor=stella, circle=opened(stella, "Attic"), now=now)
        for openness in (Openness.CLOSED, Openness.CONFIDENTIAL):
            circle = opened(mara, f"Cellar {openness}")
            talk(place.acting("member"), circle, f"Cider {openness}")
            circles.change_circle(
                actor=place.acting("member"), circle=circle, name=circle.name, purpose="Later.",
                openness=openness, now=now,
            )  # fmt: skip
        members.keep_apart(actor=nils, other=mara, now=now)
        members.keep_apart(actor=place.acting("paused"), other=stella, now=now)
        members.place_hold(
            actor=stella, member=place.acting("registrar"), talk_to="Edda", why="Shouting.", now=now
        )
    return world


def things() -> Iterator[tuple[str, UUID, str]]:
    """Every thing of the community in reach whose words stand plain: its kind, id and words."""
    for place in CircleMembership.objects.filter(circle__circle_kind="root"):
        yield "person", place.id, str(place)
    for circle in Circle.objects.exclude(circle_kind="root").exclude(openness="confidential"):
        yield "circle", circle.id, circle.name
    for agreement in Agreement.objects.filter(clauses__versions__in_force_from__isnull=False).exclude(
        circle__openness="confidential"
    ):
        yield "agreement", agreement.id, agreement.title
    for topic in Topic.objects.exclude(circle__openness="confidential"):
        yield "topic", topic.id, topic.title
    for post in Post.objects.exclude(circle__openness="confidential"):
        yield "post", post.id, post.text
    for page in Page.objects.exclude(circle__openness="confidential"):
        yield "handbook", page.id, page.title


def address(world: World, kind: str, id: UUID) -> str:
    """Where a thing is read; people are read in a circle."""
    within = [world.harbour.circles["root"].id] if kind == "person" else []
    return reverse(ADDRESS[kind], args=["harbour", *within, id])


def everything_found(world: World, viewer: Any, words: str) -> list[search.Hit]:
    """What fits some words on all pages of it."""
    hits: list[search.Hit] = []
    after = ""
    while True:
        found = look_for(viewer, words, community=world.harbour.community, after=after, now=world.now)
        hits += found.hits
        if not (after := found.after):
            return hits


def is_listed(viewer: Any, kind: str, id: UUID, world: World) -> bool:
    """Whether what a viewer may open is out where they see it: not gone, ended, or put aside by them."""
    now = world.harbour.now + timedelta(hours=2)
    if kind == "circle":
        return Circle.objects.get(id=id).closed_on is None
    if kind == "handbook":
        return Page.objects.get(id=id).put_away is None
    if kind == "topic":
        circle = Topic.objects.select_related("circle").get(id=id).circle
        return id in {one.topic.id for one in listed(selectors.topics_of(viewer, circle, now=now))}
    if kind == "post":
        post, quiet = Post.objects.get(id=id), quiet_of(viewer, now=now)
        return not gone(post) and post.topic_id not in quiet.topics and post.author_id not in quiet.people
    return True


def listed(page: selectors.TopicPage) -> list[Any]:
    return [*page.pinned, *page.topics]


@pytest.mark.parametrize("who", CAST)
def test_what_is_found_may_be_opened_and_what_may_be_opened_is_found(troubled: World, who: str) -> None:
    world, client = troubled, troubled.client(who)
    viewer = world.actor(who)
    with world.harbour.within():
        everything = list(things())
        found: dict[tuple[str, UUID], str] = {}
        hits_of: dict[str, set[tuple[str, UUID]]] = {}
        for words in {words for _kind, _id, words in everything}:
            hits = everything_found(world, viewer, words)
            hits_of[words] = {(hit.kind, hit.id) for hit in hits}
            found |= {(hit.kind, hit.id): hit.title for hit in hits}
    pages = {
        (kind, id): client.get(address(world, kind, id))
        for kind, id in {*found, *((kind, id) for kind, id, _words in everything)}
    }
    for thing, title in found.items():
        page = pages[thing]
        assert page.status_code == 200, f"{who} finds {title} and may not open it"
        assert title == "Something you put aside" or escape(title) in page.content.decode(), title
    with world.harbour.within():
        for kind, id, words in everything:
            shown = pages[kind, id].status_code == 200 and is_listed(viewer, kind, id, world)
            assert ((kind, id) in hits_of[words]) is shown, f"{who}: {kind} {words}"


@pytest.mark.parametrize("who", ["member", "steward"])
def test_what_is_hidden_is_found_in_no_words(troubled: World, who: str) -> None:
    with troubled.harbour.within():
        viewer = troubled.actor(who)
        for words in ("Lantern", "hidden", "cider confidential", "cellar confidential"):
            hits = everything_found(troubled, viewer, words)
            hidden = set(Circle.objects.filter(openness="confidential").values_list("id", flat=True))
            assert not hidden & {hit.id for hit in hits}
            posts = Post.objects.filter(id__in=[hit.id for hit in hits], circle__in=hidden)
            topics = Topic.objects.filter(id__in=[hit.id for hit in hits], circle__in=hidden)
            assert not posts.exists() and not topics.exists()


def test_what_bears_a_word_put_aside_keeps_its_title_to_itself(troubled: World) -> None:
    address = "/c/harbour/search/?q=damson"
    assert "Damson" not in troubled.client("member").get(address).content.decode()
    assert "Damson title" in troubled.client("guest").get(address).content.decode()


def test_inside_a_hidden_circle_it_does_so_too(world: World) -> None:
    circle, client = world.harbour.circles["hidden"], world.client("member")

    def seen(words: str) -> str:
        return client.get(f"/c/harbour/circles/{circle.id}/talk/find/?q={words}").content.decode()

    assert "What helps, hidden" in seen("walking") and "What helps, hidden" in seen("what")
    with world.harbour.within():
        member = world.actor("member")
        services.put_word_aside(actor=member, word="helps", until=None, now=world.now)
    for words in ("walking", "what"):
        assert "What helps, hidden" not in seen(words) and "Something you put aside" in seen(words)


@pytest.mark.parametrize("door", ["/c/harbour/search/?q={}", "/api/v1/c/harbour/search?q={}"])
def test_of_a_room_that_was_closed_nothing_is_found(world: World, door: str) -> None:
    client = world.client("member")

    def seen(words: str) -> str:
        return client.get(door.format(words)).content.decode()

    assert (
        "What helps" in seen("helps") and "First evening" in seen("slippers") and "Kitchen" in seen("cooks")
    )
    Community.objects.filter(slug="harbour").update(closed_rooms=["conversations", "handbook"])
    assert "What helps" not in seen("helps") and "First evening" not in seen("slippers")
    assert "Kitchen" in seen("cooks")


def test_what_is_out_of_sight_takes_no_place_and_no_count(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(finding, "MOST_WEIGHED", 2)
    place = world.harbour
    with place.within():
        told: dict[str, Any] = {"actor": world.actor("member"), "title": "Elderberry", "text": "Elderberry."}
        services.begin_topic(circle=place.circles["root"], now=place.now, **told)
        for minute in range(3):
            later = place.now + timedelta(minutes=minute)
            services.begin_topic(circle=place.circles["closed"], now=later, **told)

        def seen(who: str) -> tuple[int, bool]:
            found = look_for(world.actor(who), "elderberry", community=place.community, now=world.now)
            return len(found.hits), found.bounded

        assert seen("neighbour") == (2, True)  # the topic and its post, of which two are weighed
        monkeypatch.setattr(finding, "MOST_WEIGHED", 3)
        assert seen("neighbour") == (2, False)
        assert seen("member") == (3, True)


def test_the_walls_stand_inside_the_question_too(world: World) -> None:
    with world.meadow.within():
        theirs = [(kind, id) for kind, id, _words in things()]
        assert {kind for kind, _id in theirs} >= {"person", "circle", "topic", "post", "handbook"}
    with world.harbour.within():
        for kind, id in theirs:
            search.index(kind=kind, id=id, title="Gooseberry", now=world.now)
        assert not everything_found(world, world.actor("member"), "gooseberry")
