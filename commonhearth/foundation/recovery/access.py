"""Who may make a code, vouch, and stop it."""

from __future__ import annotations

from commonhearth.foundation.access import YES, System, Verdict, no, rule
from commonhearth.foundation.members.access import Actor
from commonhearth.foundation.members.models import INSIDE, Member, Standing
from commonhearth.foundation.recovery.models import Recovery

#: The job that carries out what is due.
KEEPER = System("recovery.due")


@rule
def may_make_code(actor: Actor) -> Verdict:
    """Anybody who is signed in, for their own sign-in."""
    person = actor.person if isinstance(actor, Member) else actor
    if getattr(person, "is_authenticated", False) and getattr(person, "is_active", False):
        return YES
    return no("sign_in_first")


@rule
def may_vouch(actor: Actor, member: Member, found: Recovery | None = None) -> Verdict:
    """A full member who is here now, for another who has or had a sign-in; each of the two once."""
    if not isinstance(actor, Member) or not actor.is_inside:
        return no("not_inside")
    if actor.standing != Standing.MEMBER or not actor.is_acting:
        return no("away_now" if actor.standing == Standing.PAUSED else "still_new")
    if actor.id == member.id:
        return no("not_yourself")
    if member.standing not in INSIDE:
        return no("not_inside_them")
    if member.person_id is None:
        return no("recovery_no_sign_in")
    if found is not None and found.second_by_id:
        return no("recovery_vouched_by_two")
    if found is not None and found.first_by_id == actor.id:
        return no("needs_second_person")
    return YES


@rule
def may_see_recovery(actor: Actor, recovery: Recovery) -> Verdict:
    """Whom it is about, the two who vouched, and the stewards."""
    if not isinstance(actor, Member) or actor.standing not in INSIDE:
        return no("not_inside")
    concerned = {recovery.member_id, recovery.first_by_id, recovery.second_by_id}
    return YES if actor.id in concerned or "steward" in actor.offices else no("not_yours")


@rule
def may_stop_recovery(actor: Actor, recovery: Recovery) -> Verdict:
    """Whom it is about, either of the two, or a steward, until it is done."""
    if recovery.stopped or recovery.done:
        return no("recovery_over")
    return may_see_recovery(actor, recovery)


@rule
def may_carry_out_recovery(actor: Actor) -> Verdict:
    """The job for it, when two have vouched and the time has passed."""
    return YES if actor == KEEPER else no("not_yours")
