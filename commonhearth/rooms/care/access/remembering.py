"""Who hears of a death first, who tells the circle, who reads a page of remembrance."""

from __future__ import annotations

from commonhearth.foundation.access import YES, Verdict, no, rule
from commonhearth.foundation.circles.access import Actor, may_read_circle, seat_in
from commonhearth.foundation.members.models import Member, Standing
from commonhearth.foundation.sealed import opens
from commonhearth.rooms.care.models.remembering import Farewell, Remembered


def _in_circle(actor: Actor, farewell: Farewell) -> bool:
    return isinstance(actor, Member) and actor.is_inside and farewell.circle_id in actor.seats


@rule
def may_tell_circle(actor: Actor, farewell: Farewell) -> Verdict:
    """Whoever looks after the circle; where nobody does, anyone in it. In the circle of everyone any full member."""
    if not _in_circle(actor, farewell) or not isinstance(actor, Member) or not actor.is_acting:
        return no("not_in_circle")
    if farewell.told is not None:
        return no("told_already")
    if farewell.circle.is_root:
        return YES if actor.standing == Standing.MEMBER else no("still_new")
    seat = seat_in(actor, farewell.circle)
    if not farewell.circle.is_kept or (seat and seat.offices & farewell.circle.keeping):
        return YES
    return no("needs_keeper")


@rule
def may_see_farewell(actor: Actor, farewell: Farewell) -> Verdict:
    """Once a person has told the circle, its own people; before that, who is to tell it."""
    if farewell.told is None:
        return may_tell_circle(actor, farewell)
    return YES if _in_circle(actor, farewell) else no("not_in_circle")


@rule
def may_begin_remembrance(actor: Actor, farewell: Farewell, wished: bool = True) -> Verdict:
    """Anyone who acts in the circle, once it was told, unless the member wished for none.

    Args:
        wished: whether the member did not say no to it.
    """
    if not _in_circle(actor, farewell) or not isinstance(actor, Member) or not actor.is_acting:
        return no("not_in_circle")
    if farewell.told is None:
        return no("not_told_yet")
    return YES if wished else no("wished_for_none")


@rule
def may_remember(actor: Actor, farewell: Farewell) -> Verdict:
    """Anyone who acts in the circle, where there is a page of remembrance."""
    verdict = may_begin_remembrance(actor, farewell)
    if not verdict:
        return verdict
    return YES if farewell.opened_by_id else no("no_remembrance")


@opens(Remembered, "words")
@rule
def may_read_remembered(actor: Actor, remembered: Remembered) -> Verdict:
    """The circle's own people."""
    farewell = remembered.farewell
    if _in_circle(actor, farewell) and may_read_circle(actor, farewell.circle):
        return YES
    return no("not_in_circle")
