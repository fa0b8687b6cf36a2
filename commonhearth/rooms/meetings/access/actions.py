"""Who adds, does and hands on what was promised; who asks for a time to meet, and who answers for whom."""

from __future__ import annotations

from commonhearth.foundation.access import YES, Verdict, no, rule
from commonhearth.foundation.circles.access import Actor, acts_in, may_read_circle, seat_in
from commonhearth.foundation.circles.models import Circle, CircleMembership
from commonhearth.foundation.members.access import may_speak_for
from commonhearth.rooms.meetings.models.actions import Action, Standing
from commonhearth.rooms.meetings.models.polls import Poll


@rule
def may_add_action(actor: Actor, circle: Circle) -> Verdict:
    """Any full member of the circle; for somebody else only as a question."""
    return acts_in(actor, circle)


@rule
def may_take_action(actor: Actor, action: Action) -> Verdict:
    """Any full member of the circle what is someone of us's to do; whoever is asked what they are asked."""
    verdict = acts_in(actor, action.circle)
    if not verdict:
        return verdict
    if action.standing != Standing.OPEN:
        return no("action_over")
    seat = seat_in(actor, action.circle)
    if seat and action.offered_to_id == seat.membership_id:
        return YES
    return no("somebody_does") if action.owner_id else YES


@rule
def may_answer_action(actor: Actor, action: Action) -> Verdict:
    """Whoever does it says how it stands and hands it on; of what is someone of us's, any full member."""
    verdict = acts_in(actor, action.circle)
    if not verdict:
        return verdict
    seat = seat_in(actor, action.circle)
    if action.owner_id is None or (seat and action.owner_id == seat.membership_id):
        return YES
    return no("not_your_action")


@rule
def may_decline_action(actor: Actor, action: Action) -> Verdict:
    """Whoever was asked to take it on."""
    seat = seat_in(actor, action.circle)
    if seat and action.offered_to_id == seat.membership_id:
        return YES
    return no("not_asked")


@rule
def may_ask_when(actor: Actor, circle: Circle) -> Verdict:
    """Any full member of the circle."""
    return acts_in(actor, circle)


@rule
def may_read_poll(actor: Actor, poll: Poll) -> Verdict:
    """Whoever may read the circle that is asked."""
    return may_read_circle(actor, poll.circle)


@rule
def may_say_when(actor: Actor, poll: Poll, for_whom: CircleMembership | None = None) -> Verdict:
    """Any full member of the circle for themselves, and for a member without a sign-in who chose them to.

    Args:
        for_whom: the place in the circle of whoever does not answer themselves.
    """
    if not may_read_circle(actor, poll.circle):
        return no("only_its_people")
    if poll.ended:
        return no("poll_over")
    if for_whom is None:
        return acts_in(actor, poll.circle)
    if for_whom.circle_id != poll.circle_id or for_whom.left is not None:
        return no("not_in_circle")
    return may_speak_for(actor, for_whom.member)


@rule
def may_end_poll(actor: Actor, poll: Poll) -> Verdict:
    """Whoever asked, or whoever looks after the circle; any full member where nobody does."""
    verdict = acts_in(actor, poll.circle)
    if not verdict:
        return verdict
    if poll.meeting_id:
        return no("poll_over")
    seat = seat_in(actor, poll.circle)
    if seat and poll.asked_by_id in (None, seat.membership_id):
        return YES
    if not poll.circle.is_kept or (seat and seat.offices & poll.circle.keeping):
        return YES
    return no("needs_keeper")
