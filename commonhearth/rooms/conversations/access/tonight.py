"""Who may call a circle tonight, be woken, and answer. Nobody is ever put on watch by it."""

from __future__ import annotations

from commonhearth.foundation.access import YES, Verdict, no, rule
from commonhearth.foundation.circles.access import Actor, seat_in
from commonhearth.foundation.circles.models import Circle
from commonhearth.foundation.members.models import Member
from commonhearth.rooms.conversations.models import Post, TonightCall


@rule
def may_see_tonight(actor: Actor, circle: Circle) -> Verdict:
    """A circle's own people, while it goes on."""
    if seat_in(actor, circle) is None:
        return no("not_in_circle")
    return no("circle_ended") if circle.closed_on else YES


@rule
def may_call_tonight(actor: Actor, circle: Circle) -> Verdict:
    """Anyone who is in the circle and here now, newcomers in the circle of everyone too."""
    verdict = may_see_tonight(actor, circle)
    if verdict and isinstance(actor, Member) and not actor.is_acting:
        return no("away_now")
    return verdict


@rule
def may_mark_post_for_tonight(actor: Actor, post: Post) -> Verdict:
    """Who wrote it, under their name there."""
    seat = seat_in(actor, post.circle)
    if seat is None or post.author_id != seat.membership_id or post.withdrawn or post.taken_down:
        return no("not_yours")
    return may_call_tonight(actor, post.circle)


@rule
def may_choose_waking(actor: Actor, circle: Circle) -> Verdict:
    """Anyone in the circle, for themselves; also while away, when nothing wakes them."""
    return may_see_tonight(actor, circle)


@rule
def may_answer_call(actor: Actor, call: TonightCall) -> Verdict:
    """Anyone else in the circle who is here now."""
    seat = seat_in(actor, call.circle)
    if seat is not None and seat.membership_id == call.seat_id:
        return no("not_yourself")
    return may_call_tonight(actor, call.circle)


@rule
def may_end_call(actor: Actor, call: TonightCall) -> Verdict:
    """Who called."""
    seat = seat_in(actor, call.circle)
    return YES if seat is not None and seat.membership_id == call.seat_id else no("not_yours")
