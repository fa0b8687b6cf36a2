"""Who says what a circle does without somebody, and who reads what was handed over."""

from __future__ import annotations

from commonhearth.foundation.access import YES, Verdict, no, rule
from commonhearth.foundation.circles.access import Actor, may_see_circle, seat_in
from commonhearth.foundation.circles.models import Circle, Openness
from commonhearth.foundation.members.models import Member, Standing
from commonhearth.foundation.sealed import opens
from commonhearth.rooms.care.models.stepping import Handover, Need


@rule
def may_see_need(actor: Actor, need: Need) -> Verdict:
    """The circle's own people, and those of a neighbour circle that was asked."""
    if not isinstance(actor, Member) or not actor.is_inside:
        return no("not_inside")
    if need.circle_id in actor.seats or (need.asked_id is not None and need.asked_id in actor.seats):
        return YES
    return no("not_in_circle")


@rule
def may_settle_need(actor: Actor, need: Need) -> Verdict:
    """A full member in the circle, who is here now."""
    if not isinstance(actor, Member) or not actor.is_acting or actor.standing != Standing.MEMBER:
        return no("not_inside")
    if need.over is not None:
        return no("need_is_over")
    return YES if need.circle_id in actor.circle_ids else no("not_in_circle")


@rule
def may_ask_neighbour(actor: Actor, need: Need, neighbour: Circle | None = None) -> Verdict:
    """Whoever may settle it, of a circle that is not hidden: asking would show that a hidden one is there."""
    verdict = may_settle_need(actor, need)
    if not verdict:
        return verdict
    if need.circle.openness == Openness.CONFIDENTIAL:
        return no("hidden_asks_nobody")
    if neighbour is not None and (
        neighbour.is_root or neighbour.is_hidden or neighbour.closed_on or neighbour.id == need.circle_id
    ):
        return no("no_neighbour")
    return YES


@rule
def may_come_to_help(actor: Actor, need: Need) -> Verdict:
    """A full member of the neighbour circle that was asked, until somebody has said so."""
    if not isinstance(actor, Member) or not actor.is_acting or actor.standing != Standing.MEMBER:
        return no("not_inside")
    if need.over is not None or need.helper_id is not None:
        return no("need_is_over")
    return YES if need.asked_id is not None and need.asked_id in actor.circle_ids else no("not_in_circle")


@rule
def may_write_handover(actor: Actor, circle: Circle) -> Verdict:
    """Anyone in the circle, about what they themselves hold; also while stepping back or away."""
    if not may_see_circle(actor, circle) or seat_in(actor, circle) is None:
        return no("not_in_circle")
    return YES


@rule
def may_read_handovers(actor: Actor, circle: Circle) -> Verdict:
    """Whoever looks after the circle now; where nobody does, anyone in it."""
    seat = seat_in(actor, circle)
    if seat is None:
        return no("not_in_circle")
    return YES if not circle.is_kept or seat.offices else no("needs_keeper")


@opens(Handover, "keys")
@opens(Handover, "promises")
@opens(Handover, "waiting")
@rule
def may_open_handover(actor: Actor, handover: Handover) -> Verdict:
    """Who wrote it, and whoever looks after the circle now."""
    if isinstance(actor, Member) and handover.seat.member_id == actor.id and actor.is_inside:
        return YES
    return may_read_handovers(actor, handover.circle)
