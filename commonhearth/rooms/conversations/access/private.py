"""What somebody wants to hear nothing of. It concerns them alone, and nobody ever learns of it."""

from __future__ import annotations

from commonhearth.foundation.access import YES, Verdict, no, rule
from commonhearth.foundation.circles.access import Actor, may_read_circle
from commonhearth.foundation.circles.models import CircleMembership
from commonhearth.foundation.members.models import Member
from commonhearth.rooms.conversations.models import Topic


@rule
def may_mute_topic(actor: Actor, topic: Topic) -> Verdict:
    """Whoever may read it, for themselves; also while away."""
    return may_read_circle(actor, topic.circle)


@rule
def may_mute_person(actor: Actor, person: CircleMembership) -> Verdict:
    """Whoever may read the circle, for themselves, somebody else as that circle knows them."""
    if isinstance(actor, Member) and any(seat.membership_id == person.id for seat in actor.seats.values()):
        return no("not_yourself_muted")
    return may_read_circle(actor, person.circle)


@rule
def may_put_word_aside(actor: Actor) -> Verdict:
    """Anyone inside, for themselves; also while away."""
    return YES if isinstance(actor, Member) and actor.is_inside else no("not_inside")
