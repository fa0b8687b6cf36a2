"""The cast stands where the access table says it stands."""

from __future__ import annotations

import pytest

from commonhearth.foundation.circles.access import may_read_circle, may_see_circle
from commonhearth.foundation.members.models import Member
from tests.world import CAST

STANDINGS = {
    "applicant": "applicant",
    "guest": "guest",
    "member": "member",
    "neighbour": "member",
    "former": "former",
    "paused": "paused",
    "steward": "member",
    "registrar": "member",
}


@pytest.mark.parametrize("who", CAST)
def test_each_stands_where_they_are_said_to(world, who):
    actor = world.actor(who)
    if who in STANDINGS:
        assert isinstance(actor, Member)
        assert actor.standing == STANDINGS[who]
    else:
        assert not isinstance(actor, Member)


def test_the_steward_is_in_office_and_elsewhere_is_so_elsewhere(world):
    assert world.actor("steward").offices == {"steward"}
    with world.meadow.within():
        assert world.meadow.acting("steward").offices == {"steward"}
        assert world.meadow.acting("steward").person == world.persons["elsewhere"]


@pytest.mark.parametrize("name", ["open", "closed", "hidden"])
def test_only_member_and_paused_are_in_the_circles(world, name):
    circle = world.harbour.circles[name]
    with world.harbour.within():
        inside = {who for who in CAST if name != "open" and may_read_circle(world.actor(who), circle)}
        sees = {who for who in CAST if may_see_circle(world.actor(who), circle)}
    insiders = {"guest", "member", "neighbour", "paused", "steward", "registrar"}
    assert inside == (set() if name == "open" else {"member", "paused"})
    assert sees == ({"member", "paused"} if name == "hidden" else insiders)


def test_both_communities_have_the_same_things(world):
    assert world.harbour.circles.keys() == world.meadow.circles.keys()
    assert world.harbour.things.keys() == world.meadow.things.keys()
    assert not set(map(str, world.harbour.things.values())) & set(map(str, world.meadow.things.values()))


def test_sessions_are_their_persons(world):
    for who in CAST:
        client = world.client(who)
        signed_in = client.session.get("_auth_user_id")
        assert signed_in == (None if who == "visitor" else str(world.persons[who].pk))


def test_a_world_with_real_commits(world, real_commits):
    with world.harbour.within():
        assert world.harbour.acting("member").name == "Mara"
