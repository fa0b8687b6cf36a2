"""Who may read notices and set wishes: each their own."""

from __future__ import annotations

from commonhearth.foundation.access import YES, Verdict, no, rule
from commonhearth.foundation.members.access import Actor
from commonhearth.foundation.members.models import Member


@rule
def may_read_notices(actor: Actor) -> Verdict:
    """Anyone inside, their own."""
    if isinstance(actor, Member) and actor.is_inside:
        return YES
    return no("not_inside")


@rule
def may_set_wish(actor: Actor) -> Verdict:
    """Anyone inside, for themselves; also while away."""
    return may_read_notices(actor)
