"""Who may keep, read and share a plan."""

from __future__ import annotations

from django.db.models import Q

from commonhearth.foundation.access import YES, Verdict, no, rule
from commonhearth.foundation.circles.access import Actor
from commonhearth.foundation.members.models import INSIDE, KeptApart, Member, Standing
from commonhearth.foundation.sealed import opens
from commonhearth.rooms.care.models.plan import PlanPart, PlanShare

#: Who reads what they wrote: whoever is inside, and who has left or was asked to.
WROTE_HERE = INSIDE | {Standing.FORMER, Standing.REMOVED}


@rule
def may_read_own_plan(actor: Actor) -> Verdict:
    """Whoever belongs here or did, for their own; while away and while on hold too. After a death nobody."""
    return YES if isinstance(actor, Member) and actor.standing in WROTE_HERE else no("not_inside")


@rule
def may_write_plan(actor: Actor) -> Verdict:
    """Newcomers, members, who is away and who is on hold, for themselves."""
    return YES if isinstance(actor, Member) and actor.standing in INSIDE else no("not_inside")


@rule
def may_take_away_part(actor: Actor, part: PlanPart) -> Verdict:
    """Only whose plan it is, inside or out."""
    return may_read_own_plan(actor) if part.member_id == getattr(actor, "id", None) else no("not_yours")


@rule
def may_share_part(actor: Actor, part: PlanPart) -> Verdict:
    """Only whose plan it is, with somebody in a circle they share; not while on hold."""
    if not isinstance(actor, Member) or part.member_id != actor.id:
        return no("not_yours")
    return YES if actor.is_inside else no("not_inside")


@rule
def may_end_share(actor: Actor, share: PlanShare) -> Verdict:
    """Whose plan it is, at any time; and the one it was shared with, who need not carry it."""
    me = getattr(actor, "id", None)
    return YES if me is not None and me in (share.part.member_id, share.reader.member_id) else no("not_yours")


@opens(PlanPart, "heading")
@opens(PlanPart, "text")
@rule
def may_read_part(actor: Actor, part: PlanPart) -> Verdict:
    """Whose plan it is, and whom they share this part with, for as long as they do."""
    if isinstance(actor, Member) and part.member_id == actor.id:
        return may_read_own_plan(actor)
    if isinstance(actor, Member) and actor.is_inside and actor.id in part.readers:
        return YES
    return no("not_yours")


@rule
def may_read_attached(actor: Actor, part: PlanPart) -> Verdict:
    """Whoever may read the part: its owner, and whom it is shown to, while both are there and not kept apart."""
    if may_read_part(actor, part):
        return YES
    if not isinstance(actor, Member) or not actor.is_inside:
        return no("not_yours")
    apart = KeptApart.objects.filter(
        Q(asker=actor, other=part.member_id) | Q(asker=part.member_id, other=actor)
    )
    shown = PlanShare.objects.filter(
        part=part, reader__member=actor, reader__left=None, seat__left=None, seat__member__standing__in=INSIDE
    )
    return YES if shown.exists() and not apart.exists() else no("not_yours")
