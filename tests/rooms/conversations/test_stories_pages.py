"""The pages of stories: an author's way, what a stranger sees, and what a link shows of it."""

from __future__ import annotations

import re
from datetime import timedelta

from commonhearth.rooms.conversations.access.stories import COOLING
from commonhearth.rooms.conversations.models import Story
from commonhearth.rooms.conversations.services import stories as services
from tests.counting import queries
from tests.world import World

BASE = "/c/harbour/stories/"
KEY = "a-key-of-this-form-0002"
FORM = {
    "title": "One window",
    "text": "The ward had one window.\n\n<script>alert(1)</script>",
    "named_as": "a member, 47",
    "care_note": "about a hospital",
    "once_key": KEY,
}


def words(page) -> str:
    return page.content.decode()


def test_an_author_writes_lets_one_read_and_takes_it_back(world: World):
    author, reader = world.client("member"), world.client("neighbour")
    for _twice in range(2):
        made = author.post(f"{BASE}new/", FORM)
    with world.harbour.within():
        story = Story.objects.filter(state="draft").exclude(id=world.harbour.things["story_id"]).get()
    assert made["Location"] == f"{BASE}{story.id}/own/"
    assert author.post(f"{BASE}{story.id}/readers/", {"person": "Nils"}).status_code == 302
    shown = words(reader.get(f"{BASE}{story.id}/read/"))
    assert "The ward had one window." in shown and "<script>alert" not in shown
    assert "about a hospital" in shown
    with world.harbour.within():
        reading = story.readers.get()
    author.post(f"{BASE}{story.id}/readers/{reading.id}/end/")
    assert reader.get(f"{BASE}{story.id}/read/").status_code == 404
    assert author.post(f"{BASE}{story.id}/readers/", {"person": "Nobody"}).status_code == 422
    author.post(f"{BASE}{story.id}/ready/")
    assert author.post(f"{BASE}{story.id}/yes/").status_code == 403
    author.post(f"{BASE}{story.id}/back/")
    author.post(f"{BASE}{story.id}/erase/")
    assert author.get(f"{BASE}{story.id}/own/").status_code == 404


def test_a_stranger_reads_what_is_public_and_a_link_says_no_more(world: World):
    story = world.harbour.things["public_story_id"]
    page = world.client("visitor").get(f"{BASE}{story}/")
    shown = words(page)
    assert "I learned the names of the birds." in shown
    head = shown.partition("</head>")[0]
    assert "birds" not in head and "hospital" not in head
    assert "One window" in head
    assert page["Cache-Control"].startswith("no-store") and "noarchive" in page["X-Robots-Tag"]
    assert "/help/" in shown
    assert "birds" not in words(world.client("visitor").get(BASE))
    draft = world.harbour.things["story_id"]
    refused = words(world.client("visitor").get(f"{BASE}{draft}/"))
    assert "Draft of mine" not in refused


def test_the_communitys_page_leads_there_only_while_there_is_one(world: World):
    visitor = world.client("visitor")
    assert BASE in words(visitor.get("/c/harbour/"))
    with world.harbour.within():
        Story.objects.filter(state="public").update(state="draft", ready=None, published=None)
    assert BASE not in words(visitor.get("/c/harbour/"))


def test_a_steward_answers(world: World):
    with world.harbour.within():
        story = Story.objects.get(id=world.harbour.things["story_id"])
        author = world.harbour.acting("member")
        services.say_ready(actor=author, story=story, now=world.now - COOLING)
        services.offer(actor=author, story=story, now=world.now)
    steward = world.client("steward")
    assert "Draft of mine" in words(steward.get(f"{BASE}mine/"))
    assert steward.post(f"{BASE}{story.id}/steward/", {"answer": "yes"}).status_code == 302
    assert world.client("visitor").get(f"{BASE}{story.id}/").status_code == 200
    assert steward.get(f"{BASE}{story.id}/steward/").status_code == 404, "it is done"


def test_the_public_list_costs_the_same_however_many_there_are(world: World):
    visitor = world.client("visitor")

    def fill(count: int) -> None:
        with world.harbour.within():
            author = world.harbour.acting("member")
            for number in range(count):
                story = services.write_story(
                    actor=author, title=f"Story {number}", text="Words.", now=world.now
                )
                at = world.now - timedelta(minutes=number + count)
                Story.objects.filter(id=story.id).update(state="public", ready=at, published=at)

    fill(10)
    few = queries(visitor, BASE)
    fill(50)
    assert queries(visitor, BASE) == few <= 8
    page = words(visitor.get(BASE))
    seen = set(re.findall(rf"{BASE}([0-9a-f-]{{36}})/", page))
    while older := re.search(r'rel="next" href="(\?after=[^"]+)"', page):
        page = words(visitor.get(BASE + older[1].replace("&amp;", "&")))
        more = set(re.findall(rf"{BASE}([0-9a-f-]{{36}})/", page))
        assert not more & seen
        seen |= more
    assert len(seen) == 61


def test_ones_own_page_costs_no_more_than_eight(world: World):
    member = world.client("member")
    assert queries(member, f"{BASE}mine/") <= 8
    assert queries(member, f"{BASE}{world.harbour.things['story_id']}/own/") <= 8
