"""Two hosts that really run, on this machine, and follow each other."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from commonhearth.foundation.accounts.models import Person
from commonhearth.foundation.communities.models import Community
from commonhearth.foundation.communities.services import create_community
from commonhearth.rooms.directory import services
from commonhearth.rooms.directory.models import Followed, Listing
from commonhearth.rooms.directory.services import show_community
from tests import databases
from tests.ports import free_port
from tests.site import house as houses
from tests.site.house import House, served, wait_until, without_places

pytestmark = pytest.mark.faults
PATIENCE = 120


@dataclass
class Host:
    """A running host, its address, and a way to act in its database."""

    name: str
    url: str
    house: House

    @contextmanager
    def within(self) -> Iterator[None]:
        before = settings.DATABASES["default"]["NAME"]
        databases.use(self.name)
        try:
            yield
        finally:
            databases.use(before)

    def follows(self, other: Host, now: datetime) -> None:
        """A reviewer enters the other's address, or asks them again; the job of the host does the rest."""
        with self.within():
            reviewer = Person.objects.get(email="reviewing@example.org")
            row = Followed.objects.filter(address=other.url).first()
            if row is None:
                services.follow(actor=reviewer, address=other.url, now=now)
            else:
                services.ask_again(actor=reviewer, followed_id=row.id)

    def names(self) -> list[str]:
        said = json.loads(self.house.get("/murmurations/profiles.json").text)
        return sorted(one["name"] for one in said["data"])


@pytest.fixture
def hosts(
    world: Any, real_commits: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, now: datetime
) -> Iterator[tuple[Host, Host]]:
    """The world's host with its two communities, and another one with one of its own."""
    ports = [free_port(), free_port()]
    urls = [f"http://127.0.0.1:{port}" for port in ports]
    let_out = ",".join(f"127.0.0.1:{port}" for port in ports)
    given = iter(ports)
    monkeypatch.setattr(houses, "free_port", lambda: next(given))

    def environment(name: str, url: str) -> dict[str, str]:
        return {
            **real_commits.environment,
            **databases.environment(name),
            "HEARTH_URL": url,
            "HEARTH_KEY_FILE": str(settings.HEARTH_KEY_FILE),
            "HEARTH_EGRESS": "listed",
            "HEARTH_EGRESS_PRIVATE": let_out,
        }

    without_places()
    Person.objects.create_user("reviewing@example.org", is_reviewer=True)
    with databases.copied("second", of=databases.standing("plain")) as second:
        databases.use(second)
        without_places()
        Person.objects.create_user("reviewing@example.org", is_reviewer=True)
        founder = Person.objects.create_user("founder@example.org")
        create_community(
            actor=founder,
            name="Lantern Street",
            founder_name="Ida",
            now=now,
            purpose="We read.",
            public_page=True,
        )
        databases.use(real_commits.name)
        for folder in ("a", "b"):
            (tmp_path / folder).mkdir()
        with (
            served(tmp_path / "a", environment(real_commits.name, urls[0])) as first_house,
            served(tmp_path / "b", environment(second, urls[1])) as second_house,
        ):
            yield Host(real_commits.name, urls[0], first_house), Host(second, urls[1], second_house)
        databases.use(real_commits.name)


def test_a_second_host_follows_the_first_and_nothing_echoes(
    hosts: tuple[Host, Host], world: Any, now: datetime
):
    ours, theirs = hosts
    community = Community.objects.get(id=world.harbour.community.id)
    own = ours.names()
    assert community.name in own and theirs.names() == ["Lantern Street"]

    theirs.follows(ours, now)
    assert wait_until(lambda: found(theirs, community.name), PATIENCE), log(theirs)
    assert wait_until(lambda: settled(theirs), PATIENCE), log(theirs)  # all of theirs has come
    with theirs.within():
        taken = Listing.objects.get(name=community.name)
        assert taken.source.by_way_of == "127.0.0.1" and taken.as_of is not None
        assert taken.followed_as.community == community.id  # signed by the community, and true
        before = Listing.objects.count()
    assert "127.0.0.1" in theirs.house.get(f"/directory/{taken.id}/").text

    # The first follows back: each gets the other's own, and neither gets its own back.
    ours.follows(theirs, now)
    assert wait_until(lambda: found(ours, "Lantern Street"), PATIENCE), log(ours)
    theirs.follows(ours, now)
    assert wait_until(lambda: settled(theirs), PATIENCE), log(theirs)
    assert ours.names() == own and theirs.names() == ["Lantern Street"]
    with theirs.within():
        assert Listing.objects.count() == before

    # What the first changes changes here.
    says(ours, community, now, purpose="We mend nets together.")
    theirs.follows(ours, now)
    assert wait_until(lambda: "mend nets" in theirs.house.get(f"/directory/{taken.id}/").text, PATIENCE)

    # What it no longer shows is said to be gone, and is not deleted.
    says(ours, community, now, public_page=False)
    theirs.follows(ours, now)
    page: Callable[[], str] = lambda: theirs.house.get(f"/directory/{taken.id}/").text  # noqa: E731
    assert wait_until(lambda: "No longer published by them since" in page(), PATIENCE), log(theirs)


def found(host: Host, name: str) -> bool:
    return name in host.house.get(f"/find/?words={name.split()[0]}").text


def settled(host: Host) -> bool:
    """Whether no job to ask somebody waits."""
    from commonhearth.foundation.jobs.models import Job

    with host.within():
        return not Job.objects.filter(key__startswith="followed-").exclude(state=Job.State.DONE).exists()


def says(host: Host, community: Community, now: datetime, **told: Any) -> None:
    with host.within():
        row = Community.objects.get(id=community.id)
        for name, value in told.items():
            setattr(row, name, value)
        row.save(update_fields=list(told))
        show_community(community=row, now=now)


def log(host: Host) -> str:
    return host.house.log.read_text()[-3000:]
