"""Two small communities and everybody who may come to their doors, made by the real services.

*Harbour* and *Meadow* have the same things in them, so that the ids of one can be tried in the other.
The cast is told from Harbour: its member is at home there, and `elsewhere` is a member and steward of Meadow.

    def test_a_member_reads(world):
        with world.harbour.within():
            assert may_read_circle(world.actor("member"), world.harbour.circles["closed"])

A room adds a `furnish(place)` of its own beside `people.py` and puts it into `PARTS`.
"""

from __future__ import annotations

import pickle  # noqa: TID251  our own objects, within one process
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, cast

from django.conf import settings
from django.test import Client
from django.test.client import ClientHandler
from django.utils import timezone

from bench.hosts import session_of
from commonhearth.foundation.access import VISITOR
from commonhearth.foundation.accounts.models import Person, Token
from commonhearth.foundation.accounts.services import people as sign_ins
from commonhearth.foundation.accounts.services.tokens import digest_of
from commonhearth.foundation.api.scopes import SCOPES
from commonhearth.foundation.circles.models import Circle
from commonhearth.foundation.circles.selectors import acting
from commonhearth.foundation.communities.models import Community
from commonhearth.foundation.members.models import Member
from commonhearth.foundation.tenancy import in_community

#: Who comes to the door, in the order of the access table's columns.
CAST = (
    "visitor",  # not signed in
    "stranger",  # signed in, no standing here
    "applicant",  # has asked to join
    "guest",  # a newcomer, getting to know each other
    "member",  # a full member, in the circle that the address is about
    "neighbour",  # a full member, in another circle
    "elsewhere",  # a member and steward of another community
    "former",  # has left
    "paused",  # a full member who is away, in the circle
    "steward",  # steward of this community, not in the circle
    "registrar",  # keeps this community's register of legal names, not in the circle
    "reviewer",  # checks the host's directory
    "operator",  # runs the host
)
#: How they are known in Harbour.
NAMES = {
    "applicant": "Ines",
    "guest": "Gwen",
    "member": "Mara",
    "neighbour": "Nils",
    "former": "Frida",
    "paused": "Pavel",
    "steward": "Stella",
    "registrar": "Karla",
}
#: The same people's counterparts in Meadow; its steward is Harbour's `elsewhere`.
OTHERS = {
    "applicant": "Iris",
    "guest": "Goran",
    "member": "Mila",
    "neighbour": "Noor",
    "former": "Felix",
    "paused": "Petra",
    "steward": "Edda",
    "registrar": "Kirsten",
}


@dataclass
class Place:
    """One community with its people, its circles and one of each further thing."""

    community: Community
    persons: dict[str, Person]
    now: datetime
    circles: dict[str, Circle] = field(default_factory=dict)
    #: Whatever addresses need besides: application, invitation token ... by the parameter's name.
    things: dict[str, Any] = field(default_factory=dict)

    @contextmanager
    def within(self) -> Iterator[None]:
        """Bring this community's rows into reach."""
        with in_community(self.community.id):
            yield

    def by_circle(self, key: str, **things: Any) -> None:
        """Keep things of one of the circles: `things["agreement_id"]["closed"]`."""
        for name, thing in things.items():
            self.things.setdefault(name, {})[key] = thing

    def acting(self, who: str) -> Member:
        """Return somebody as they act here now; inside `within`."""
        member = acting(self.persons[who], now=self.now)
        assert member is not None, f"{who} has no row in {self.community.slug}"
        return member


@dataclass
class World:
    """The host as the access table knows it."""

    harbour: Place
    meadow: Place
    persons: dict[str, Person]
    now: datetime

    @classmethod
    def load(cls) -> World:
        """Return the world that `build` made in this process's database, with objects of the caller's own."""
        return cast(World, pickle.loads(_made[0]))

    def actor(self, who: str) -> Any:
        """Return one of the cast as they act in Harbour: a Member, else a Person, else VISITOR."""
        if who == "visitor":
            return VISITOR
        person = self.persons[who]
        with self.harbour.within():
            return acting(person, now=self.now) or person

    def client(self, who: str) -> Client:
        """Return a test client signed in as one of the cast."""
        # A session for pages and a key for the API: neither counts at the door of the other.
        client = Client(headers={"Authorization": f"Bearer {_keys[who]}"} if who in _keys else {})
        client.handler = _handler  # middleware is set up once, not once per client
        if who in _sessions:
            client.cookies[settings.SESSION_COOKIE_NAME] = _sessions[who]
        return client

    def key(self, who: str) -> str:
        """Return one of the cast's key for programs: in Harbour or Meadow, where they have a place there."""
        return _keys[who]

    def session(self, who: str) -> str | None:
        """Return the session cookie of one of the cast, for a browser; None for a visitor."""
        return _sessions.get(who)


#: The world as it was read when it had been made, in bytes: reading it anew cost each test more than the test itself,
#: and Python's `deepcopy` eight times as much as this.
_made: list[bytes] = []
_sessions: dict[str, str] = {}
_keys: dict[str, str] = {}
_handler = ClientHandler(enforce_csrf_checks=False)


def email_who(email: str | None) -> str:
    """Return the part of an address that says who it is."""
    return (email or "").partition("@")[0]


def build() -> None:
    """Make the world in the database in use, and commit it."""
    from tests.world.parts import PARTS

    now = timezone.now()
    persons = {who: _sign_in(who, now) for who in CAST if who != "visitor"}
    Person.objects.filter(id=persons["reviewer"].id).update(is_reviewer=True)
    Person.objects.filter(id=persons["operator"].id).update(is_operator=True)
    mine = {who: persons[who] for who in NAMES}
    theirs = {who: _sign_in(f"{who}-of-meadow", now) for who in OTHERS if who != "steward"}
    theirs["steward"] = persons["elsewhere"]
    places = {
        slug: _furnish(slug, people, names, PARTS, now)
        for slug, people, names in (("harbour", mine, NAMES), ("meadow", theirs, OTHERS))
    }
    for who in persons:
        _sessions[who] = session_of(Person.objects.get(id=persons[who].id))
    at_home = dict.fromkeys(NAMES, "harbour") | {"elsewhere": "meadow"}
    for who, person in persons.items():
        _keys[who] = _key(who, person, at_home.get(who), now)
    _made[:] = [pickle.dumps(_read(places, now), pickle.HIGHEST_PROTOCOL)]


def _read(places: dict[str, Place], now: datetime) -> World:
    """Return the world as its rows are now."""
    persons = {email_who(person.email): person for person in Person.objects.exclude(email=None)}
    found = {}
    for slug, place in places.items():
        mine = {who: persons[email_who(person.email)] for who, person in place.persons.items()}
        with place.within():
            rows = Circle.objects.in_bulk([circle.id for circle in place.circles.values()])
        circles = {name: rows[circle.id] for name, circle in place.circles.items()}
        community = Community.objects.get(slug=slug)
        found[slug] = Place(community, mine, now, circles, place.things)
    return World(found["harbour"], found["meadow"], persons, now)


def _key(who: str, person: Person, slug: str | None, now: datetime) -> str:
    """Make a key that is good for everything, without the letter that a person would get."""
    secret = f"hearth_{who}-of-the-tests"
    Token.objects.create(
        person=person,
        name="tests",
        community=Community.objects.get(slug=slug).id if slug else None,
        scopes=[code for code, scope in SCOPES.items() if slug or not scope.inside],
        prefix=secret[:12],
        digest=digest_of(secret),
        expires=now + timedelta(days=1),
        created=now,
    )
    return secret


def _sign_in(key: str, now: datetime) -> Person:
    return sign_ins.arrive(email=f"{key}@example.org", now=now)


def _furnish(
    slug: str,
    people: dict[str, Person],
    names: dict[str, str],
    parts: list[Callable[[Place, dict[str, str]], None]],
    now: datetime,
) -> Place:
    from commonhearth.foundation.communities import services

    community = services.create_community(
        actor=people["steward"],
        name=f"{slug.title()} House",
        slug=slug,
        founder_name=names["steward"],
        now=now,
        community_kind="mental_health",
        public_page=True,
        reach_out=True,
        town="Portsmouth",
        country="GB",
        purpose="A house that looks after its people.",
        joining_questions=["What would you like from us?"],
        appeal_contact="the circle of elders",
    )
    place = Place(community, people, now)
    with place.within():
        for furnish in parts:
            furnish(place, names)
    return place
