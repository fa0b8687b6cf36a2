"""Whoever acts is asked about holds; it must be the answer of the holds themselves."""

from __future__ import annotations

from datetime import timedelta

import pytest

from commonhearth.foundation.circles.selectors import acting
from commonhearth.foundation.members.models import Hold
from commonhearth.foundation.members.selectors import open_holds, own_row_at
from commonhearth.foundation.tenancy import in_own_rows
from tests.world import CAST

HOUR = timedelta(hours=1)


@pytest.mark.parametrize("lifted", [False, True])
@pytest.mark.parametrize("confirmed", [False, True])
@pytest.mark.parametrize("after", [1, 24, 25, 72, 73])
def test_an_actor_is_on_hold_as_their_holds_say(world, lifted, confirmed, after):
    with world.harbour.within():
        member, steward = world.harbour.acting("member"), world.harbour.acting("steward")
        Hold.objects.create(
            member=member,
            placed_by=steward,
            confirmed_by=steward if confirmed else None,
            confirm_by=world.now + 24 * HOUR,
            until=world.now + 72 * HOUR,
            lifted=world.now if lifted else None,
            talk_to="Olga",
        )
        then = world.now + after * HOUR
        held = open_holds(now=then).filter(member=member).exists()
        assert held == (not lifted and after < (72 if confirmed else 24))
        acts = acting(member.person, now=then)
        assert (acts.on_hold, acts.is_inside, bool(acts.circle_ids)) == (held, not held, not held)
        assert not acting(steward.person, now=then).on_hold


@pytest.mark.parametrize("who", [who for who in CAST if who != "visitor"])
def test_the_doorway_meets_the_member_as_acting_does(world, who):
    person = world.persons[who]
    with world.harbour.within():
        expected = acting(person, now=world.now)
    for where in ({"slug": "harbour"}, {"id": str(world.harbour.community.id)}):
        with in_own_rows(person.id):
            found = own_row_at(**where)
        assert found == expected
        assert found is None or found.community == world.harbour.community
    with in_own_rows(person.id):
        assert own_row_at(slug="nowhere") is None


def test_who_is_held_is_told_so_and_sees_nothing(world):
    with world.harbour.within():
        Hold.objects.create(
            member=world.harbour.acting("member"),
            placed_by=world.harbour.acting("steward"),
            confirm_by=world.now + 24 * HOUR,
            until=world.now + 72 * HOUR,
            talk_to="Olga",
        )
    client = world.client("member")
    assert client.get("/c/harbour/circles/").status_code in (403, 404)
    home = client.get("/c/harbour/home/")
    assert home.status_code == 403
    assert "Olga" in home.content.decode()
