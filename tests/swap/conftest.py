"""The world, behind the wall that a test asks for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction

from tests.swap.walls import only, walls
from tests.world import World


@pytest.fixture(params=walls())
def walled(request: pytest.FixtureRequest, django_db_blocker: Any) -> Iterator[World]:
    """Give the world with one wall standing; rolled back after the test.

    The wall comes before the transaction, since one of them is about who is connected.
    """
    with django_db_blocker.unblock(), only(request.param), transaction.atomic():
        yield World.load()
        transaction.set_rollback(True)


@pytest.fixture(params=walls())
def walled_for_real(request: pytest.FixtureRequest, real_commits: object, world: World) -> Iterator[World]:
    """Give a world of the test's own with one wall standing, for what a database says at a commit."""
    with only(request.param):
        yield world
