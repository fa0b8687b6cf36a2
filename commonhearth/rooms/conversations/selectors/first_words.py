"""What somebody is asked before their first words in a circle: whether they keep to its ground rules."""

from __future__ import annotations

from commonhearth.foundation.agreements import selectors as agreements
from commonhearth.foundation.circles.access import Actor, seat_in
from commonhearth.foundation.circles.models import Circle
from commonhearth.rooms.conversations.models import Post


def rules_first(viewer: Actor, circle: Circle) -> agreements.GroundRules | None:
    """Return the ground rules that wait for the viewer's yes, before they have written in a circle under their name.

    Nothing waits where there are no rules, and nobody who has spoken is asked again here: when a rule changes they
    are asked on the circle's page, and go on writing meanwhile.
    """
    if _has_written(viewer, circle):
        return None
    found = agreements.ground_rules(viewer, circle)
    return found if found.waits else None


def may_have_first_words(viewer: Actor, circle: Circle) -> bool:
    """Whether nothing waits for the viewer's yes; one query for who has written there, at most four for others."""
    return _has_written(viewer, circle) or agreements.keeps_to_rules(viewer, circle)


def _has_written(viewer: Actor, circle: Circle) -> bool:
    seat = seat_in(viewer, circle)
    return seat is not None and Post.objects.filter(circle=circle, author_id=seat.membership_id).exists()
