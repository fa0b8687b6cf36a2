"""A role is without anyone, or is held again."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from commonhearth.foundation.circles.events import CircleLeft, RoleGiven, SomeoneNeeded
from commonhearth.foundation.circles.models import CircleMembership
from commonhearth.foundation.events import hears
from commonhearth.foundation.members.events import MemberBack, MemberDeathUndone, SteppedUp
from commonhearth.rooms.care.services import stepping


@hears(SomeoneNeeded)
def note_that_someone_is_needed(event: SomeoneNeeded) -> None:
    """The circle says what it does meanwhile."""
    stepping.note_need(circle_id=event.circle_id, office=event.office, now=event.now)


@hears(RoleGiven)
def put_the_need_away(event: RoleGiven) -> None:
    """Somebody holds the role again."""
    stepping.close_met([event.circle_id], now=event.now)


@hears(SteppedUp)
def put_needs_away_when_back(event: SteppedUp) -> None:
    """Whoever is back holds their roles again."""
    _close(event.member_id, event.now)


@hears(MemberBack)
def put_needs_away_after_away(event: MemberBack) -> None:
    """The same."""
    _close(event.member_id, event.now)


@hears(MemberDeathUndone)
def put_needs_away_after_a_mistake(event: MemberDeathUndone) -> None:
    """The same."""
    _close(event.member_id, event.now)


def _close(member_id: UUID, now: datetime) -> None:
    circles = CircleMembership.objects.filter(member_id=member_id, left=None).values_list(
        "circle_id", flat=True
    )
    stepping.close_met(list(circles), now=now)


@hears(CircleLeft)
def let_go_of_handovers(event: CircleLeft) -> None:
    """What somebody handed over goes with their place; whoever steps in has read it."""
    stepping.forget_handovers(event.membership_id)
