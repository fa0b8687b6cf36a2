"""What is decided by two people under a circle's rules: they have been asked already when this is."""

from __future__ import annotations

from commonhearth.foundation.access import YES, System, Verdict, no, rule
from commonhearth.foundation.circles.access import Actor
from commonhearth.rooms.conversations.models import Post

#: The room that keeps the rules for two people, reasons and time limits, and calls these services under them.
CARE = System("care")


@rule
def may_put_out_of_sight(actor: Actor, post: Post) -> Verdict:
    """Two people under the circle's rules, through the room for care; no office of itself."""
    if post.withdrawn:
        return no("post_gone")
    return YES if actor == CARE else no("care_only")


@rule
def may_open_authorship(actor: Actor, post: Post) -> Verdict:
    """Two named officers in an emergency, through the room for care, with a reason and a time limit."""
    return YES if actor == CARE and post.anonymous else no("care_only")
