"""What members do at news from below."""

from __future__ import annotations

from commonhearth.foundation import logbook
from commonhearth.foundation.accounts.models import Person
from commonhearth.foundation.communities.events import CommunityCreated
from commonhearth.foundation.events import announce, hears
from commonhearth.foundation.members.events import FounderSeated
from commonhearth.foundation.members.models import Member, Standing
from commonhearth.foundation.members.services.standing import set_standing


@hears(CommunityCreated)
def seat_the_founder(event: CommunityCreated) -> None:
    """Make whoever began the community its first member."""
    member = Member.objects.create(
        person=Person.objects.get(id=event.founder_id),
        name=event.founder_name,
        standing=Standing.MEMBER,
        created=event.now,
    )
    set_standing(member, Standing.MEMBER, now=event.now)
    logbook.write(actor=member, verb="member.founded", now=event.now)
    announce(FounderSeated(member.id, event.now))
