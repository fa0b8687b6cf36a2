"""What a member arranges for themselves."""

from __future__ import annotations

from commonhearth.foundation.access import YES, Verdict, no, rule
from commonhearth.foundation.circles.access import Actor
from commonhearth.foundation.members.models import Member


@rule
def may_have_feed(actor: Actor) -> Verdict:
    """Everyone inside, for their own calendar; also while away."""
    return YES if isinstance(actor, Member) and actor.is_inside else no("not_inside")
