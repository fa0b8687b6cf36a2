"""What is put into each of the two communities, part by part, in this order."""

from __future__ import annotations

from tests.world import (
    agreements,
    bringing,
    care,
    carrying,
    circles,
    directory,
    founding,
    hard_days,
    letters,
    lost,
    meetings,
    minutes,
    office,
    people,
    plan,
    resources,
    stories,
    talk,
    webhooks,
)

PARTS = [
    people.furnish,
    circles.furnish,
    agreements.furnish,
    talk.furnish,
    hard_days.furnish,
    office.furnish,
    lost.furnish,
    directory.furnish,
    founding.furnish,
    resources.furnish,
    bringing.furnish,
    care.furnish,
    plan.furnish,
    carrying.furnish,
    letters.furnish,
    stories.furnish,
    meetings.furnish,
    minutes.furnish,
    people.furnish_away_and_gone,
    webhooks.furnish,
]
