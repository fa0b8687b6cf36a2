"""What the tests of circles share: a community of one's own making, small and quick."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pytest

from commonhearth.foundation.accounts.models import Person
from commonhearth.foundation.circles import services
from commonhearth.foundation.circles.models import Circle, CircleKind, CircleMembership, Openness
from commonhearth.foundation.circles.selectors import as_actor, circle_of
from commonhearth.foundation.communities.models import Community
from commonhearth.foundation.communities.services import create_community
from commonhearth.foundation.events import announce
from commonhearth.foundation.members.events import MemberAdmitted
from commonhearth.foundation.members.models import Member, Standing
from commonhearth.foundation.tenancy import in_community


@dataclass
class House:
    """A community in reach, with ways to fill it."""

    community: Community
    now: datetime

    @property
    def root(self) -> Circle:
        return Circle.objects.get(circle_kind=CircleKind.ROOT)

    def member(self, name: str, standing: str = Standing.MEMBER, word: str = "") -> Member:
        """Let somebody in, as an actor."""
        member = Member.objects.create(name=name, word=word, standing=standing, created=self.now)
        if standing in (Standing.MEMBER, Standing.GUEST, Standing.PAUSED):
            announce(MemberAdmitted(member.id, name, word, self.now))
        return self.acting(member)

    def acting(self, member: Member) -> Member:
        """Return a member as they act now, read afresh."""
        return as_actor(Member.objects.get(id=member.id), now=self.now)

    def steward(self) -> Member:
        """Return who began the community."""
        return self.acting(Member.objects.get(name="Stella"))

    def circle(self, by: Member, openness: str = Openness.OPEN, **more: Any) -> Circle:
        """Open a circle."""
        told = {
            "parent": self.root,
            "kind": CircleKind.WORKING,
            "name": "Kitchen",
            "purpose": "Soup.",
            "own_name": by.name,
        }
        made = services.open_circle(actor=by, openness=openness, now=self.now, **(told | more))
        return circle_of(made.id, now=self.now)

    def at_root(self, member: Member) -> CircleMembership:
        """Return somebody's place in the root circle."""
        return CircleMembership.objects.get(circle=self.root, member=member, left=None)

    def seat(self, circle: Circle, member: Member) -> CircleMembership:
        """Return somebody's place in a circle."""
        return CircleMembership.objects.get(circle=circle, member=member, left=None)

    def bring(self, by: Member, circle: Circle, member: Member, name: str = "") -> CircleMembership:
        """Invite somebody where that is needed, and let them come in under a name."""
        if circle.openness != Openness.OPEN:
            services.invite(actor=by, circle=circle, person=self.at_root(member), now=self.now)
        return services.join(actor=member, circle=circle, name=name or member.name, now=self.now)


@pytest.fixture
def house(db: None, now: datetime) -> Iterator[House]:
    """A community with one steward, Stella, in reach."""
    person = Person.objects.create_user(email="stella@example.org")
    community = create_community(
        actor=person,
        name="Willow House",
        slug="willow",
        founder_name="Stella",
        now=now,
        community_kind="mental_health",
    )
    with in_community(community.id):
        yield House(community, now)
