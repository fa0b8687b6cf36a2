"""Who asked to come into a circle, and who is invited."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from commonhearth.foundation.access import NotVisible
from commonhearth.foundation.circles.access import Actor, may_answer_asking, may_open_circle_name
from commonhearth.foundation.circles.models import Asking, Circle
from commonhearth.foundation.circles.selectors.people import without_those_kept_apart
from commonhearth.foundation.circles.selectors.seeing import named, with_keepers
from commonhearth.foundation.members.models import Member


def own_askings(viewer: Actor) -> dict[UUID, Asking]:
    """Return the viewer's own open askings and invitations, by circle."""
    if not isinstance(viewer, Member):
        return {}
    rows = Asking.objects.filter(member=viewer, answered=None).select_related("circle")
    return {asking.circle_id: asking for asking in rows}


def asking_for(viewer: Actor, circle: Circle) -> Asking | None:
    """Return the viewer's own open asking or invitation to one circle."""
    if not isinstance(viewer, Member) or not circle.has_askings:
        return None
    return Asking.objects.filter(member=viewer, circle=circle, answered=None).first()


def invitation_for(viewer: Actor, circle_id: UUID, *, now: datetime) -> tuple[Circle, Asking]:
    """Return a circle and the viewer's open invitation to it, also where the circle is hidden.

    Raises:
        NotVisible: when the viewer has no invitation to a circle of this id.
    """
    circle = with_keepers(Circle.objects.filter(id=circle_id), now=now).first()
    asking = asking_for(viewer, circle) if circle else None
    if (
        circle is None
        or asking is None
        or asking.invited_by_id is None
        or not may_open_circle_name(viewer, circle)
    ):
        raise NotVisible
    return named([circle], viewer=viewer)[0], asking


def askings_of(viewer: Actor, circle: Circle) -> list[Asking]:
    """Return who waits for an answer, by the name under which they asked; none for who does not answer."""
    if not circle.has_askings or not may_answer_asking(viewer, circle):
        return []
    waiting = Asking.objects.filter(circle=circle, answered=None, invited_by=None, member__died=None)
    return list(without_those_kept_apart(waiting, viewer).order_by("created", "id")[:50])
