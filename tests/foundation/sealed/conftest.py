from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import datetime
from types import SimpleNamespace
from typing import Any

import pytest

from commonhearth.foundation.communities.models import Community
from commonhearth.foundation.members.models import Application, Member
from commonhearth.foundation.sealed import hostkey, keys
from commonhearth.foundation.tenancy import in_community

SECRET = "The heron flew over the ninth bridge."


def community(name: str) -> Community:
    return Community.objects.create(
        name=name, slug=name.lower(), community_kind="other", public_key=b"-" * 32
    )


@pytest.fixture
def house(db: None, now: datetime) -> Iterator[Any]:
    """One community in reach, with two members and an application whose answers are sealed."""
    with reached("Heron", now) as place:
        yield place


class reached:
    """Make a community with rows that hold sealed values, and stay inside it."""

    def __init__(self, name: str, now: datetime) -> None:
        self.community = community(name)
        self.now = now
        self.context = in_community(self.community.id)

    def __enter__(self) -> Any:
        self.context.__enter__()
        return SimpleNamespace(
            community=self.community,
            rosa=Member.objects.create(name="Rosa", standing="member"),
            tom=Member.objects.create(name="Tom", standing="applicant"),
            application=application(self.now),
        )

    def __exit__(self, *args: Any) -> None:
        self.context.__exit__(*args)


def application(now: datetime, text: str = SECRET) -> Application:
    member = Member.objects.create(name=f"Ada {uuid.uuid4()}", standing="applicant")
    return Application.objects.create(member=member, answers=text, hear_by=now.date())


@pytest.fixture
def own_key_file(settings: Any, tmp_path: Any) -> Iterator[Any]:
    """A key file of this test's own, made by the first test that asks for one."""
    settings.HEARTH_KEY_FILE = tmp_path / "keys" / "host.key"
    hostkey.create()
    keys.forget()
    yield settings.HEARTH_KEY_FILE
    keys.forget()
