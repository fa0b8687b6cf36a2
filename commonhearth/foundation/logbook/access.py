"""Who reads the logbook."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any
from uuid import UUID

from commonhearth.foundation.access import YES, Verdict, no, rule
from commonhearth.foundation.logbook.models import Detail
from commonhearth.foundation.registry import Point
from commonhearth.foundation.sealed import opens

#: Standings that read what a community does; paused members read as before.
READING = frozenset({"guest", "member", "paused"})
#: Ids of circles whose lines a viewer reads without being in them: `circles` adds those that are not
#: confidential. Without it, a circle's lines are read by its own members only.
VISIBLE_CIRCLES: Point[Callable[[Any], Iterable[UUID]]] = Point("logbook.visible_circles")


def visible_circles(viewer: Any) -> set[UUID]:
    """Return ids of the circles whose lines a viewer reads."""
    found = set(getattr(viewer, "circle_ids", ()))
    for look_up in VISIBLE_CIRCLES:
        found.update(look_up(viewer))
    return found


@rule
def may_read_logbook(actor: Any) -> Verdict:
    """Newcomers, members and members who are away read the community's logbook."""
    inside = getattr(actor, "standing", None) in READING and not getattr(actor, "on_hold", False)
    return YES if inside else no("logbook.members_only")


@opens(Detail, "content")
@rule
def may_read_details(viewer: Any, detail: Detail) -> Verdict:
    """Who reads a line reads its details; a circle's own only where its lines are readable."""
    if detail.circle_id is None or detail.circle_id in getattr(viewer, "circle_ids", ()):
        return may_read_logbook(viewer)
    return (
        may_read_logbook(viewer) if detail.circle_id in visible_circles(viewer) else no("logbook.circle_only")
    )
