"""What members do at news from below."""

from __future__ import annotations

from datetime import datetime

from commonhearth.foundation import logbook
from commonhearth.foundation.accounts.events import PersonErasing
from commonhearth.foundation.accounts.models import Person
from commonhearth.foundation.communities.events import CoFounder, CommunityCreated
from commonhearth.foundation.communities.services import erase_letters
from commonhearth.foundation.events import announce, hears
from commonhearth.foundation.members.events import FounderSeated, MemberAdmitted
from commonhearth.foundation.members.models import Bar, Member, Standing
from commonhearth.foundation.members.services.erasing import erase_own
from commonhearth.foundation.members.services.standing import set_standing
from commonhearth.foundation.sealed import erasure
from commonhearth.foundation.tenancy import community_ids, in_community


@hears(PersonErasing)
def erase_in_every_community(event: PersonErasing) -> None:
    """Who erases their sign-in erases what is theirs in each community, and their letters from outside."""
    person = Person.objects.get(id=event.person_id)
    for community_id in community_ids():
        with in_community(community_id):
            erase_letters(person=person, now=event.now)
            for row in Bar.objects.filter(person=person):
                erasure.erase_fields(row, ["person"])
            member = Member.objects.filter(person=person).first()
            if member is not None:
                erase_own(actor=member, now=event.now)


@hears(CommunityCreated)
def seat_the_founder(event: CommunityCreated) -> None:
    """Make whoever began the community its first member, and those who began it with them members too."""
    first = _founder(CoFounder(event.founder_id, event.founder_name, event.founder_word), event.now)
    announce(FounderSeated(first.id, event.now, event.steward_until))
    for founder in event.beside:
        member = _founder(founder, event.now)
        announce(MemberAdmitted(member.id, member.name, member.word, event.now))


def _founder(founder: CoFounder, now: datetime) -> Member:
    member = Member.objects.create(
        person=Person.objects.get(id=founder.person_id),
        name=founder.name,
        word=founder.word,
        standing=Standing.MEMBER,
        created=now,
    )
    set_standing(member, Standing.MEMBER, now=now)
    logbook.write(actor=member, verb="member.founded", now=now)
    return member
