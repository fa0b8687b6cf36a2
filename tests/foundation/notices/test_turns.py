"""What comes round by itself comes round in every community of a host."""

from __future__ import annotations

from typing import Any

import pytest

from commonhearth.foundation.jobs import schedule
from commonhearth.foundation.jobs.models import Job
from tests.world import World

#: Asked of each community in its turn.
IN_EVERY_COMMUNITY = [
    "care.due",
    "circles.askings",
    "founding.brought",
    "members.removals",
    "notices.letters",
    "notices.terms",
]


@pytest.mark.parametrize("name", IN_EVERY_COMMUNITY)
def test_every_community_has_its_turn(world: World, name: str) -> None:
    entry: Any = schedule.SCHEDULE[name]
    Job.objects.all().delete()
    entry.task.call()
    asked = list(Job.objects.values_list("community_id", flat=True))
    assert sorted(asked) == sorted([world.harbour.community.id, world.meadow.community.id])
