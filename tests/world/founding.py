"""What a community set out with."""

from __future__ import annotations

from commonhearth.rooms.founding.models import Beginning
from tests.world import Place


def furnish(place: Place, names: dict[str, str]) -> None:
    """Note whose numbers stand on its cards."""
    Beginning.objects.create(helplines="GB", created=place.now)
