from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from commonhearth.foundation.circles.models import CircleMembership
from commonhearth.rooms.treasury import services
from commonhearth.rooms.treasury.models import Count, Tin


@pytest.fixture
def place(world: Any, settings: Any, tmp_path: Path) -> Iterator[Any]:
    """Harbour in reach, with files in a folder of this test's own."""
    settings.HEARTH_DATA = tmp_path
    with world.harbour.within():
        yield world.harbour


@pytest.fixture
def member(place: Any) -> Any:
    """Mara, who keeps the tins."""
    return place.acting("member")


@pytest.fixture
def tin(place: Any, member: Any) -> Tin:
    """The tin of the kitchen, an open circle, with no count waiting."""
    found = Tin.objects.select_related("circle").get(circle=place.circles["open"])
    Count.objects.filter(tin=found, state="waits").delete()
    return found


@pytest.fixture
def here(place: Any) -> Any:
    """Return somebody's place in the open circle, which they join where they are not in it."""
    from commonhearth.foundation.circles import services as circling

    def seat(who: str, name: str = "") -> CircleMembership:
        circle, actor = place.circles["open"], place.acting(who)
        found = CircleMembership.objects.filter(circle=circle, member=actor, left=None).first()
        return found or circling.join(actor=actor, circle=circle, name=name or who.title(), now=place.now)

    return seat


@pytest.fixture
def write(place: Any, tin: Tin) -> Any:
    """Write an entry as who keeps the tin."""

    def written(amount: int = 1000, what: str = "Bread", **more: Any) -> Any:
        now = more.pop("now", place.now)
        said = {"actor": place.acting("member"), "tin": tin, "day": now.date(), "now": now} | more
        return services.write_entry(amount=amount, what=what, **said)

    return written
