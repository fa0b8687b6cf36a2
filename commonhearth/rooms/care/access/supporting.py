"""Who reads a wish or a worry, who asks whom for company."""

from __future__ import annotations

from commonhearth.foundation.access import YES, Verdict, no, rule
from commonhearth.foundation.circles.access import Actor
from commonhearth.foundation.members.models import INSIDE, Member, Standing
from commonhearth.foundation.sealed import opens
from commonhearth.rooms.care.models.supporting import Buddies, Offer, QuietWish, Worry


@rule
def may_wish_for_quiet(actor: Actor) -> Verdict:
    """Anyone inside, for themselves; while away and on hold too."""
    return YES if isinstance(actor, Member) and actor.standing in INSIDE else no("not_inside")


@opens(QuietWish, "way")
@opens(QuietWish, "words")
@rule
def may_read_wish(actor: Actor, wish: QuietWish) -> Verdict:
    """Whose it is, and whom they chose: their buddy, or who worries about them."""
    if isinstance(actor, Member) and wish.member_id == actor.id:
        return may_wish_for_quiet(actor)
    if isinstance(actor, Member) and actor.is_inside and wish.for_viewer:
        return YES
    return no("not_yours")


@rule
def may_worry(actor: Actor, about: Member) -> Verdict:
    """Newcomers and members who are here, about somebody else who is inside."""
    if not isinstance(actor, Member) or not actor.is_acting:
        return no("not_inside")
    if about.id == actor.id:
        return no("worry_about_yourself")
    return YES if about.standing in INSIDE else no("not_inside_them")


@rule
def may_hear_worries(actor: Actor, on_duty: bool) -> Verdict:
    """Who is on duty, as the rota says.

    Args:
        on_duty: whether the actor is among those who look after such things now.
    """
    if isinstance(actor, Member) and actor.is_acting and on_duty:
        return YES
    return no("needs_office", office="on_duty")


@opens(Worry, "words")
@rule
def may_read_worry(actor: Actor, worry: Worry) -> Verdict:
    """Who is on duty; never whom it is about. Who wrote it sees that it stands, not the words again."""
    if not isinstance(actor, Member) or worry.about.member_id == actor.id:
        return no("not_yours")
    return may_hear_worries(actor, worry.for_viewer)


@rule
def may_offer(actor: Actor) -> Verdict:
    """A full member, for themselves, at any time."""
    if not isinstance(actor, Member) or not actor.is_inside:
        return no("not_inside")
    return YES if actor.standing != Standing.GUEST else no("still_new")


@rule
def may_see_offers(actor: Actor) -> Verdict:
    """Everyone inside."""
    return YES if isinstance(actor, Member) and actor.is_inside else no("not_inside")


@rule
def may_ask_for_buddy(actor: Actor, offer: Offer, *, has_one: bool, has_room: bool) -> Verdict:
    """Whoever is here and has no buddy yet, where there is room.

    Args:
        has_one: whether the actor has a buddy, or has asked somebody.
        has_room: whether the other carries less than they said, and does not rest.
    """
    if not isinstance(actor, Member) or not actor.is_acting:
        return no("not_inside")
    if offer.member_id == actor.id:
        return no("buddy_of_yourself")
    if has_one:
        return no("one_buddy_at_a_time")
    return YES if offer.for_newcomers and has_room else no("buddy_not_just_now")


@rule
def may_answer_buddy(actor: Actor, pair: Buddies) -> Verdict:
    """Who was asked, until they have answered."""
    if isinstance(actor, Member) and actor.is_acting and pair.buddy_id == actor.id and pair.agreed is None:
        return YES
    return no("not_yours")


@rule
def may_end_buddies(actor: Actor, pair: Buddies) -> Verdict:
    """Either of the two, at any time and without a reason."""
    return YES if getattr(actor, "id", None) in (pair.newcomer_id, pair.buddy_id) else no("not_yours")
