from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connections

from tests import chance, databases
from tests.world import World

from .boxes import OtherHost, Packed, other_host, pack


@pytest.fixture
def packed(real_commits: Any, world: Any, tmp_path: Path) -> Packed:
    """Harbour in a file, packed where the test is at home."""
    return pack(world.harbour.community, tmp_path / "harbour.zip", world.now)


@pytest.fixture(scope="module")
def harbour(tmp_path_factory: pytest.TempPathFactory, django_db_blocker: Any) -> Packed:
    """Harbour in a file, packed once for all that only read it."""
    chance.draw_for("an archive")
    with django_db_blocker.unblock():
        before = connections["default"].settings_dict["NAME"]
        with databases.copied("packed", of=databases.standing("world")) as name:
            databases.use(name)
            try:
                world = World.load()
                file = tmp_path_factory.mktemp("packed") / "harbour.zip"
                return pack(world.harbour.community, file, world.now)
            finally:
                databases.use(before)


@pytest.fixture(scope="module")
def _host_beside(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OtherHost]:
    with databases.copied("beside") as name:
        yield OtherHost(tmp_path_factory.mktemp("beside"), name)


@pytest.fixture
def empty_host(_host_beside: OtherHost, django_db_blocker: Any) -> Iterator[OtherHost]:
    """Give a host on which nothing is ever taken in: one for all that is refused."""
    with django_db_blocker.unblock():
        yield _host_beside


@pytest.fixture
def another_host(tmp_path: Path) -> Callable[..., Any]:
    """Stand, inside the `with`, on another host of a name."""
    return lambda name="other": other_host(tmp_path / name)
