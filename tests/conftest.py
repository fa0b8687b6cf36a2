"""What every test may ask for. Nothing here sleeps, flushes a database, or leaves this machine."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connections

from tests import databases

if TYPE_CHECKING:
    from tests.world import World

#: When the tests take place: a Thursday evening.
NOW = datetime(2026, 3, 5, 18, 30, tzinfo=UTC)


@pytest.fixture(scope="session")
def django_db_setup() -> None:
    """Nothing to migrate: `tests.plugin` points each test at a copy of the migrated template."""


@pytest.fixture
def transactional_db() -> None:
    """Refused: it flushes, and what it flushes are the migrated rows and the guards' tables."""
    pytest.fail("ask for real_commits instead of transactional_db")


@dataclass(frozen=True)
class RealDatabase:
    """A database of one test's own, where commits are commits."""

    name: str
    environment: dict[str, str] = field(repr=False)


@pytest.fixture
def real_commits(request: pytest.FixtureRequest, django_db_blocker: Any) -> Iterator[RealDatabase]:
    """Give one test a database of its own: for threads, kill -9 and other processes.

    With `world` it starts with the cast in it, otherwise as migrated. `real_commits.environment` is what a
    subprocess needs to work on the same database.
    """
    with django_db_blocker.unblock():
        before = databases.standing("world" if "world" in request.fixturenames else "plain")
        connections["default"].close()
        with databases.copied("real", of=before) as name:
            databases.use(name)
            try:
                yield RealDatabase(name, os.environ | databases.environment(name))
            finally:
                databases.use(before)


@pytest.fixture
def world(request: pytest.FixtureRequest) -> World:
    """Give two small communities with the whole cast, made by the real services.

    Rolled back after the test; with `real_commits` it is a database of the test's own.
    """
    request.getfixturevalue("real_commits" if "real_commits" in request.fixturenames else "db")
    from tests.world import World

    return World.load()


@pytest.fixture(autouse=True)
def nobody_read_before(monkeypatch: pytest.MonkeyPatch) -> None:
    """Forget what this process has counted in memory: a test before may have read a lot."""
    from commonhearth.foundation import throttle
    from commonhearth.foundation.api import limits

    monkeypatch.setattr(throttle, "_GLANCES", throttle._Glances())
    limits.forget()


@pytest.fixture
def now() -> datetime:
    """Return the evening on which the tests take place."""
    return NOW


@pytest.fixture
def fault_rounds() -> int:
    """Return how often a fault is tried: once in `make test`, many times in `make faults`."""
    return int(os.environ.get("HEARTH_FAULT_ROUNDS", "1"))


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Return the folder of real files; a test that needs them is left out, and counted, without it."""
    folder = Path(os.environ.get("HEARTH_TEST_DATA", databases.ROOT.parent / "shared" / "data")).resolve()
    if not folder.is_dir():
        raise pytest.skip.Exception(f"the shared data is not at {folder}")
    return folder
