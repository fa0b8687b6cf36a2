"""Two who are kept apart are shown to each other in no list of any room: every page is walked, new rooms too.

A room's pages come into this by themselves, with what its part of the tests' world puts on them.
"""

from __future__ import annotations

import pytest

from commonhearth.foundation.circles.models import CircleMembership
from commonhearth.foundation.members import services as members
from commonhearth.foundation.members.models import Member
from tests.access_table import states
from tests.addresses import every_address

#: About what pages show, like the modules that are called so.
pytestmark = pytest.mark.sqlite

#: Names that stand nowhere else in the product.
HERS, HIS = "Quillwort", "Zaffrecombe"
#: Where names are the viewer's own: who they asked to be kept apart from is theirs to take back.
OWN_LISTS = (
    "/c/<slug:slug>/you/together/",
    "/c/<slug:slug>/you/",
    # What the two wrote to each other before is each one's own; it ends by this (docs/adr/0021).
    "/c/<slug:slug>/between-two/",
)


def rename(place, who, name):
    """Call somebody by a name that can be found again, everywhere."""
    with place.within():
        member = place.acting(who)
        Member.objects.filter(id=member.id).update(name=name)
        CircleMembership.objects.filter(member=member).update(name=name, word="")
    return member


def walk(world, who, *, name):
    """Return the pages of the community on which somebody reads a name."""
    client, found, seen = world.client(who), [], 0
    for address in every_address():
        if not address.in_community or address.is_for_programs or address.route.startswith(OWN_LISTS):
            continue
        for state in states.of(address)[:3]:
            path = address.path(state.prepare(world, address))
            answer = client.get(path)
            if answer.status_code == 200 and not answer.streaming:
                seen += 1
                if name in answer.content.decode("utf-8", "replace"):
                    found.append(address.route)
            if answer.status_code == 405:  # a button's address, in every state
                break
    assert seen > 60, "the walk finds the pages"
    return sorted(set(found))


@pytest.mark.parametrize("asker", ["member", "paused"])
def test_neither_finds_the_other_on_any_page(world, asker):
    place = world.harbour
    hers, his = rename(place, "member", HERS), rename(place, "paused", HIS)
    with place.within():
        pair = (hers, his) if asker == "member" else (his, hers)
        # Set as they stand: who is away may ask too.
        members.keep_apart(actor=pair[0], other=pair[1], now=world.now)
    assert walk(world, "paused", name=HERS) == []
    assert walk(world, "member", name=HIS) == []


def test_without_the_asking_they_do_find_each_other(world):
    rename(world.harbour, "member", HERS)
    assert walk(world, "paused", name=HERS) != [], "the walk would see it"


def test_who_is_on_hold_opens_no_page_of_any_room_but_what_is_their_own(world):
    with world.harbour.within():
        members.place_hold(
            actor=world.harbour.acting("steward"), member=world.harbour.acting("member"), talk_to="Olga", why="x",
            now=world.now,
        )  # fmt: skip
    client, opened = world.client("member"), []
    for address in every_address():
        if address.in_community and not address.is_for_programs:
            for state in states.of(address)[:3]:
                path = address.path(state.prepare(world, address))
                if client.get(path).status_code == 200:
                    opened.append(address.route.removeprefix("/c/<slug:slug>/"))
    # What everybody reads without belonging, and what is the member's own, is there; of the others nothing.
    shut = (
        "circles/",
        "talk/",
        "agreements/",
        "letters/with",
        "members/",
        "office/",
        "handbook",
        "find",
        "search",
    )
    assert [one for one in sorted(set(opened)) if one.startswith(shut)] == []
    assert {"care/report/", "care/decided/", "plan/"} <= set(opened)
