"""What every test may ask for. Nothing here sleeps, flushes a database, or leaves this machine."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tests import databases

#: When the tests take place: a Thursday evening.
NOW = datetime(2026, 3, 5, 18, 30, tzinfo=UTC)


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker: Any) -> Iterator[None]:
    """Give this process its own copy of the migrated template instead of migrating once more."""
    from commonhearth.foundation.sealed import hostkey

    label = os.environ.get("PYTEST_XDIST_WORKER", "alone")
    with databases.copied(label) as name:
        with django_db_blocker.unblock():
            databases.use(name)
        hostkey.create()  # the template was migrated in another process, with a host folder of its own
        yield
        with django_db_blocker.unblock():
            databases.use(name)


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
def real_commits(django_db_setup: None, django_db_blocker: Any) -> Iterator[RealDatabase]:
    """Give a copy of the migrated template to one test: for threads, kill -9 and other processes.

    `real_commits.environment` is what a subprocess needs to work on the same database.
    """
    from django.conf import settings

    before = settings.DATABASES["default"]["NAME"]
    with databases.copied("real") as name, django_db_blocker.unblock():
        databases.use(name)
        try:
            yield RealDatabase(name, os.environ | databases.environment(name))
        finally:
            databases.use(before)


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
