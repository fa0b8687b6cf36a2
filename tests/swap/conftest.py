"""A world of the test's own, behind the wall that it asks for."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.swap.walls import only, walls
from tests.world import World


@pytest.fixture(params=walls())
def walled(request: pytest.FixtureRequest, real_commits: object, world: World) -> Iterator[World]:
    """Give the world with one wall standing."""
    with only(request.param):
        yield world
