from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection, transaction

from commonhearth.foundation import logbook
from commonhearth.foundation.access import System
from commonhearth.foundation.communities.models import Community
from commonhearth.foundation.members.models import Application, Member
from commonhearth.foundation.sealed import keys
from commonhearth.foundation.tenancy import in_community
from commonhearth.site import host

from .hosts import Host, empty

CANARY = "The heron flew over the ninth bridge."


class Seeded:
    """A host with one community in which a member wrote something that is sealed with their own key."""

    def __init__(self, now: datetime) -> None:
        host.mark(demo=False, now=now)
        self.community = Community.objects.create(
            name="Heron", slug="heron", community_kind="other", public_key=b"-" * 32
        )
        with self.within():
            self.member = Member.objects.create(name="Ada", standing="member")
            self.application = self.apply(CANARY, now)
            with transaction.atomic():
                logbook.write(actor=System("test"), verb="a.b", now=now, details={"text": CANARY})

    def apply(self, text: str, now: datetime) -> Application:
        """Have somebody ask to join, with an answer that is sealed."""
        member = Member.objects.create(name="Bo", standing="applicant")
        return Application.objects.create(member=member, answers=text, hear_by=now.date())

    def within(self) -> Any:
        return in_community(self.community.id)


@pytest.fixture
def seeded(real_commits: Any, now: datetime, monkeypatch: pytest.MonkeyPatch) -> Iterator[Seeded]:
    # A test's database has a place of its own; the programs that copy it find it by the same setting.
    if connection.vendor == "postgresql":
        from tests import postgres

        owner = postgres.url(settings.DATABASES["default"]["NAME"], role=postgres.OWNER)
        monkeypatch.setattr(settings, "DATABASE_OWNER_URL", owner)
    keys.forget()
    yield Seeded(now)
    keys.forget()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where backups are kept."""
    return tmp_path / "backups"


@pytest.fixture
def other(tmp_path: Path, seeded: Seeded) -> Iterator[Host]:
    """An empty host whose operator has put the host key in place."""
    with empty(tmp_path / "other") as found:
        found.take_key()
        yield found
