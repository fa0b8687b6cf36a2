"""Who may say which other programs are told."""

from __future__ import annotations

from commonhearth.foundation.access import YES, Verdict, no, rule
from commonhearth.foundation.members.access import Actor
from commonhearth.foundation.members.models import Member


@rule
def may_keep_webhooks(actor: Actor) -> Verdict:
    """A steward."""
    if isinstance(actor, Member) and actor.is_acting and "steward" in actor.offices:
        return YES
    return no("webhooks.steward")
