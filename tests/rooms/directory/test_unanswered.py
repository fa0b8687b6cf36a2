"""Somebody wrote and nobody answered: told once, with an apology and the nearest others."""

from __future__ import annotations

from datetime import timedelta

from commonhearth.foundation.access import VISITOR
from commonhearth.foundation.communities import services as communities
from commonhearth.foundation.outbox.models import Mail
from commonhearth.rooms.directory.services import show_community
from commonhearth.rooms.directory.services.unanswered import tell_those_unanswered


def test_told_once_with_the_nearest_others(world):
    for place, latitude in ((world.harbour, 50.79), (world.meadow, 50.80)):
        place.community.latitude, place.community.longitude, place.community.precision = latitude, -1.09, "km"
        place.community.save()
        show_community(community=place.community, now=world.now)
    with world.harbour.within():
        communities.reach_out(
            actor=VISITOR,
            community=world.harbour.community,
            name="Una",
            reply_to="una@example.org",
            message="Hello",
            now=world.now,
        )
        assert (
            tell_those_unanswered(community=world.harbour.community, now=world.now + timedelta(days=2)) == 0
        )
        assert (
            tell_those_unanswered(community=world.harbour.community, now=world.now + timedelta(days=6)) >= 1
        )
        assert (
            tell_those_unanswered(community=world.harbour.community, now=world.now + timedelta(days=7)) == 0
        )
    body = Mail.objects.get(to="una@example.org").text.body
    assert "Meadow House" in body and "Harbour House:" not in body
