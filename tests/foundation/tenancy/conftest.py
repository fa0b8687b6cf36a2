from __future__ import annotations

import contextlib
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
from django.db import connections

from commonhearth.foundation.communities.models import Community
from commonhearth.foundation.members.models import Member, Period
from commonhearth.foundation.tenancy import in_community
from tests import databases


class Place:
    """A community with a member and a period of theirs."""

    def __init__(self, name: str, now: datetime) -> None:
        self.community = Community.objects.create(
            name=name, slug=name.lower(), community_kind="other", public_key=b"-" * 32
        )
        with self.within():
            self.member = Member.objects.create(name=f"One of {name}", standing="member")
            self.period = Period.objects.create(member=self.member, standing="member", since=now)

    def within(self) -> Any:
        return in_community(self.community.id)


@pytest.fixture
def heron(db: None, now: datetime) -> Place:
    return Place("Heron", now)


@pytest.fixture
def wren(db: None, now: datetime) -> Place:
    return Place("Wren", now)


@pytest.fixture
def as_owner(real_commits: Any) -> Iterator[Any]:
    """Work on one test's own database as whoever migrates it."""
    with owner():
        yield real_commits


@contextlib.contextmanager
def owner() -> Iterator[None]:
    """On PostgreSQL: be the owner's role for a while. On SQLite there are no roles."""
    if not databases.on_postgres():
        yield
        return
    from tests import postgres

    settings = connections["default"].settings_dict
    before = settings["USER"]
    connections["default"].close()
    settings["USER"] = postgres.OWNER
    try:
        yield
    finally:
        connections["default"].close()
        settings["USER"] = before
