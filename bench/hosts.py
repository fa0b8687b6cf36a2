"""Two generated hosts in one folder: a small one, and the large one that `make bench` is about.

Both are one database file each, with the same keys and styles, so that one process can go from one to
the other between two requests and the machine's mood falls on both alike.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, fields
from pathlib import Path
from random import Random
from typing import Any

from tests import postgres

#: Environment variable that says on which port the PostgreSQL of this run listens.
POSTGRES = "BENCH_POSTGRES"
#: Members of each community of the large host: three whose pages are compared, and the rest.
COMPARED = {"ten": 10, "sixty": 60, "threehundred": 300}
PEOPLE, COMMUNITIES, LISTINGS, LINES = 25_000, 20, 10_000, 20_000
#: Listings of the wide host: the size of the largest open aggregator.
WIDE = 75_000
#: The small host: as many communities as the front page shows, and little in them; of its listings so many stand in
#: the town that is searched, and around each community as many as its page shows.
SMALL_OTHERS, SMALL_SIZE, SMALL_LISTINGS, SMALL_HERE, SMALL_AROUND = 12, 9, 320, 200, 8


@dataclass(frozen=True, slots=True)
class Scale:
    """How large the large host is; smaller for a quick try."""

    people: int = PEOPLE
    communities: int = COMMUNITIES
    listings: int = LISTINGS
    lines: int = LINES

    def sizes(self) -> list[int]:
        """Return how many members each community besides the compared ones has."""
        count = self.communities - len(COMPARED)
        rest = self.people - sum(COMPARED.values())
        weights = [number + 3 for number in range(count)]
        found = [max(9, rest * weight // sum(weights)) for weight in weights]
        found[-1] += rest - sum(found)
        return found


def environment(folder: Path, *, host: str = "large", settings: str = "bench.settings") -> dict[str, str]:
    """Return the environment of a process that works on one of the hosts; nothing of the caller's own host."""
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("HEARTH_", "DATABASE_"))
    }
    if POSTGRES in os.environ:
        where = f"@127.0.0.1:{os.environ[POSTGRES]}/{host}"
        kept["DATABASE_URL"] = f"postgres://{postgres.RUNTIME}{where}"
        kept["DATABASE_OWNER_URL"] = f"postgres://{postgres.OWNER}{where}"
    else:
        kept["DATABASE_URL"] = f"sqlite:///{folder / f'{host}.sqlite3'}"
    return kept | {
        "HEARTH_DATA": str(folder),
        "DJANGO_SETTINGS_MODULE": settings,
        "PYTHONPATH": str(Path(__file__).parents[1]),
    }


def python_of_hosts() -> str:
    """Return the Python that runs a host, where it has been set up beside this one; this one loads tools as well."""
    found = Path(__file__).parents[1] / ".venv" / "bin" / "python"
    return str(found) if found.exists() else sys.executable


def make(folder: Path, *, seed: int, scale: Scale, say: Callable[[str], object]) -> dict[str, Any]:
    """Make both hosts in this process, whose settings point at the large one; return who is who in them."""
    from django.db import connection
    from django.utils import timezone

    from commonhearth.site import setup

    now = timezone.now()
    setup.make_ready(demo=False, now=now, say=say)
    _fold()
    connection.close()
    for name in ("small", "empty"):
        copy(folder, "large", name)
    say(f"Filling the large host: {scale.people:,} members, {scale.listings:,} listings ...")
    who: dict[str, Any] = {"large": _fill(seed, COMPARED, scale.sizes(), scale.listings, scale.lines)}
    say("Filling the small host ...")
    small = {slug: size for slug, size in COMPARED.items() if size <= 60}
    with on(folder, "small"):
        who["small"] = _fill(seed, small, [SMALL_SIZE] * SMALL_OTHERS, SMALL_LISTINGS, 0)
    (folder / "who.json").write_text(json.dumps(who, default=str, indent=1))
    return who


def copy(folder: Path, source: str, name: str) -> None:
    """Make a host that is a copy of another which nobody uses now."""
    if POSTGRES in os.environ:
        os.environ[postgres.PLACE] = os.environ[POSTGRES]
        postgres.copy(source, name)
    else:
        shutil.copyfile(folder / f"{source}.sqlite3", folder / f"{name}.sqlite3")


def fill_wide(*, seed: int, count: int) -> None:
    """Fill the host in use with as many listings as the largest open aggregator has."""
    from django.utils import timezone

    from bench.listings import fill_listings
    from bench.names import MANY_TOWNS

    fill_listings(rng=Random(seed), count=count, now=timezone.now(), towns=MANY_TOWNS, varied=True)
    _fold()


def fill_talk(*, seed: int, quick: bool) -> tuple[dict[str, str], dict[str, str]]:
    """Fill the host in use with a community that talks much; return its addresses, and who looks at it."""
    from bench import talk
    from commonhearth.foundation.accounts.models import Person

    found = talk.fill_talk(seed=seed, posts=talk.POSTS // 50 if quick else talk.POSTS)
    _fold()
    emails = {"member": found.member_email, "other": found.other_email}
    sessions = {who: session_of(Person.objects.get(email=email)) for who, email in emails.items()}
    return talk.told(found), sessions | {"visitor": "", "stranger": sessions["member"]}


def _fill(
    seed: int, compared: dict[str, int], others: list[int], listings: int, lines: int
) -> dict[str, Any]:
    from django.utils import timezone

    from bench.filling import fill_community, make_people
    from bench.listings import fill_listings
    from bench.names import TOWNS
    from commonhearth.rooms.directory.models import Listing

    rng, now = Random(seed), timezone.now()
    total = sum(compared.values()) + sum(others)
    named = {
        slug: fill_community(
            rng=Random(f"{seed} {slug}"),
            slug=slug,
            size=size,
            now=now,
            lines=lines * size // total,
            told=True,
        )
        for slug, size in compared.items()
    }
    for number, size in enumerate(others):
        fill_community(rng=rng, slug=f"house-{number}", size=size, now=now, lines=lines * size // total)
    # On the small host most are in the town that is searched, so that the pages there are as full.
    few = (TOWNS[0]._replace(share=SMALL_HERE), *(town._replace(share=SMALL_AROUND) for town in TOWNS[1:]))
    fill_listings(rng=rng, count=listings, now=now, towns=TOWNS if listings > SMALL_LISTINGS else few)
    [stranger] = make_people(rng, 1, "stranger-", now)
    found: dict[str, Any] = {slug: _who(filled) for slug, filled in named.items()}
    found["stranger"] = {"session": session_of(stranger), "email": stranger.email}
    found["often"] = {"session": session_of(_in_three(others, now)), "email": ""}
    found["listing"], found["other"] = (
        row.id for row in Listing.objects.filter(town="Portsmouth", community=None).order_by("origin")[:2]
    )
    _fold()
    return found


def _who(filled: Any) -> dict[str, Any]:
    """Return a community's addresses and viewers as they go into a file; people become their sessions."""
    told = {field.name: getattr(filled, field.name) for field in fields(filled)}
    return told | {who: session_of(told[who]) for who in ("steward", "member")}


def _in_three(others: list[int], now: Any) -> Any:
    """Return somebody who belongs to three communities."""
    from commonhearth.foundation.accounts.models import Person
    from commonhearth.foundation.communities.models import Community
    from commonhearth.foundation.members.models import Member, Standing
    from commonhearth.foundation.tenancy import in_community

    person = Person.objects.get(email="house-0-3@example.org")
    for number in (1, 2):
        with in_community(Community.objects.get(slug=f"house-{number}").id):
            Member.objects.create(person=person, standing=Standing.MEMBER, name="Often Here", created=now)
    return person


def session_of(person: Any) -> str:
    """Sign somebody in, on a device that is noted as at every sign-in; return the session's cookie."""
    from allauth.usersessions.models import UserSession
    from django.conf import settings
    from django.test import Client

    client = Client()
    client.force_login(person, backend=settings.AUTHENTICATION_BACKENDS[0])
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    UserSession.objects.create(user=person, session_key=session, ip="192.0.2.1", user_agent="")
    return session


def _fold() -> None:
    """Put everything committed into the one file, and let PostgreSQL know how much is in each table."""
    from django.db import connection

    if connection.vendor == "postgresql":
        os.environ[postgres.PLACE] = os.environ[POSTGRES]
        postgres.execute("VACUUM ANALYZE", database=str(connection.settings_dict["NAME"]))
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


_open: dict[str, Any] = {}


@contextmanager
def on(folder: Path, host: str) -> Iterator[None]:
    """Work on one of the hosts in this process; its connection stays open for the next time."""
    from django.db import connections
    from django.db.utils import load_backend

    before = connections["default"]
    if host not in _open:
        name = host if POSTGRES in os.environ else str(folder / f"{host}.sqlite3")
        found = before.settings_dict | {"NAME": name}
        _open[host] = load_backend(found["ENGINE"]).DatabaseWrapper(found, "default")
    connections["default"] = _open[host]
    try:
        yield
    finally:
        connections["default"] = before
