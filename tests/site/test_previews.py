"""What a chat shows of a link: only what everybody may read; otherwise nothing in particular."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.db import transaction

from commonhearth.foundation.agreements.models import ClauseVersion
from commonhearth.foundation.communities.models import Community
from commonhearth.rooms.directory.models import BeingStarted
from tests.access_table import states
from tests.addresses import every_address
from tests.world import NAMES, World

META = re.compile(r'<meta (?:name|property)="(description|og:title|og:description)" content="([^"]*)"')
NEUTRAL = {
    "description": "Open the link to see what is there.",
    "og:title": "Commonhearth",
    "og:description": "Open the link to see what is there.",
}
#: What a preview must never say of somebody or something inside.
INSIDE = re.compile("|".join([*NAMES.values(), "How we are", "Thursday evening", "Buy a kettle"]))


def preview(answer: Any) -> dict[str, str]:
    """Return what a page says of itself to whoever shows a link to it."""
    return {name: unescape(said) for name, said in META.findall(answer.content.decode())}


def test_every_address_of_the_house_as_a_visitor(world: World):
    """Of a community that shows its page, the page itself previews; everything else of it is neutral."""
    named = []
    client = world.client("visitor")
    for address in every_address():
        for state in states.of(address):
            with transaction.atomic():
                answer = client.get(address.path(state.prepare(world, address)))
                transaction.set_rollback(True)
            if "html" not in answer.headers.get("Content-Type", "") or answer.status_code in (301, 302):
                continue
            said = preview(answer)
            if not said:  # a page of its own, such as Help now: then it says nothing of anybody
                assert "Harbour" not in answer.content.decode().partition("</head>")[0], address
                continue
            assert not INSIDE.search(" ".join(said.values())), address
            if "Harbour House" in " ".join(said.values()):
                named.append((address.route, state.name))
            elif address.name in ("conversations:stories", "conversations:story") and state.name == "public":
                # Told to everybody by members themselves, and of no house by name.
                assert said["og:title"] in ("Stories", "One window"), address
            elif address.in_community or address.route.startswith(("/o/", "/accounts/")):
                assert said == NEUTRAL, (address, state.name)
    # Its card in the public directory says the same as its page.
    assert set(named) - {("/directory/<uuid:listing_id>/", "always")} == {("/c/<slug:slug>/", "public")}


def test_a_public_page_says_what_it_says(world: World):
    said = preview(world.client("visitor").get("/c/harbour/"))
    assert said["og:title"] == "Harbour House"
    assert said["og:description"] == said["description"] == "A house that looks after its people."


@pytest.mark.parametrize("who", ["visitor", "member", "steward"])
def test_a_page_that_is_not_public_previews_as_nothing(world: World, who: str):
    Community.objects.filter(id=world.harbour.community.id).update(public_page=False)
    for path in ("", "home/", "people/", "agreements/", "bring/", "before/dates/", "before/decisions/"):
        assert preview(world.client(who).get(f"/c/harbour/{path}")) == NEUTRAL, path


def test_an_invitation_tells_nothing_even_to_who_opens_it(world: World):
    token = world.harbour.things["token"]
    for who in ("visitor", "stranger"):
        answer = world.client(who).get(f"/o/{world.harbour.community.id}/come-in/{token}/")
        assert preview(answer) == NEUTRAL


def test_words_of_people_are_escaped(world: World):
    Community.objects.filter(id=world.harbour.community.id).update(name='"><script>alert(1)</script>')
    html = world.client("visitor").get("/c/harbour/").content.decode()
    assert "<script>alert" not in html


# --- Copy as text for a chat -----------------------------------------------------------------------
def copied(answer: Any) -> str:
    found = re.search(r'<pre class="as-text"[^>]*>(.*?)</pre>', answer.content.decode(), re.DOTALL)
    return unescape(found[1]) if found else ""


def test_a_community_page_as_text(world: World):
    text = copied(world.client("visitor").get("/c/harbour/"))
    assert text.splitlines()[0] == "Harbour House" and text.splitlines()[-1].endswith("/c/harbour/")
    assert "Where: Portsmouth" in text and not INSIDE.search(text)
    Community.objects.filter(id=world.harbour.community.id).update(public_page=False)
    assert copied(world.client("member").get("/c/harbour/")) == ""


def test_agreements_as_text_without_names(world: World):
    with world.harbour.within():
        ClauseVersion.objects.filter(withdrawn=None).update(
            in_force_from=world.now - timedelta(days=1), closes=world.now - timedelta(days=2)
        )
    client = world.client("member")
    text = copied(client.get("/c/harbour/agreements/"))
    assert "How we are\n1. We let each other finish." in text
    assert not any(name in text for name in NAMES.values())
    for key, offered in (("open", True), ("closed", False), ("hidden", False)):
        agreement = world.harbour.things["agreement_id"][key]
        found = copied(client.get(f"/c/harbour/agreements/{agreement}/"))
        assert bool(found) is offered, key


def test_a_card_as_text(world: World):
    card = BeingStarted.objects.order_by("created").first()
    assert card is not None, "the world has a card of a group being started"
    answer = world.client("visitor").get(f"/directory/starting/{card.id}/")
    assert (
        f"/directory/starting/{card.id}/" in copied(answer) and preview(answer)["og:title"] != "Commonhearth"
    )
