"""What is put into each of the two communities, part by part, in this order."""

from __future__ import annotations

from tests.world import circles, people

PARTS = [people.furnish, circles.furnish, people.furnish_away_and_gone]
