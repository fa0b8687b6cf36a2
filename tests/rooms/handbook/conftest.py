from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from commonhearth.rooms.handbook import services


@pytest.fixture
def place(world: Any, settings: Any, tmp_path: Path) -> Iterator[Any]:
    """Harbour in reach, with files in a folder of this test's own."""
    settings.HEARTH_DATA = tmp_path
    with world.harbour.within():
        yield world.harbour


@pytest.fixture
def member(place: Any) -> Any:
    return place.acting("member")


@pytest.fixture
def written(place: Any, member: Any) -> Any:
    """Write a page into one of the circles."""

    def write(
        circle: str = "open", title: str = "Kitchen", text: str = "One.\n\nTwo.\n\nThree.", **more: Any
    ) -> Any:
        return services.write_page(
            actor=member, circle=place.circles[circle], title=title, text=text, now=place.now, **more
        )

    return write
