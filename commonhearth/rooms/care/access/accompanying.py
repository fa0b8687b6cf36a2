"""Who asks for company on a way, who reads that, who comes along."""

from __future__ import annotations

from collections.abc import Iterable

from commonhearth.foundation.access import YES, Verdict, no, rule
from commonhearth.foundation.circles.access import Actor
from commonhearth.foundation.members.models import Member
from commonhearth.foundation.sealed import opens
from commonhearth.rooms.care.models.accompanying import Companion, Errand

#: So many ways of one member at a time: a list that one person fills hides the others'.
MOST = 5


@rule
def may_ask_along(actor: Actor, *, open_already: int) -> Verdict:
    """Newcomers and members who are here.

    Args:
        open_already: on how many ways to come the actor has asked for company.
    """
    if not isinstance(actor, Member) or not actor.is_acting:
        return no("not_inside")
    return YES if open_already < MOST else no("errands_enough", most=MOST)


@opens(Errand, "words")
@rule
def may_read_errand(actor: Actor, errand: Errand) -> Verdict:
    """Whose it is; everyone inside while nobody is agreed on; then only the one who comes along."""
    if isinstance(actor, Member) and actor.is_inside and (errand.member_id == actor.id or errand.for_viewer):
        return YES
    return no("not_yours")


@rule
def may_come_along(actor: Actor, errand: Errand, companions: Iterable[Companion]) -> Verdict:
    """Who is here, on somebody else's way, until that one has said yes to somebody.

    Args:
        companions: who has said that they can.
    """
    if not isinstance(actor, Member) or not actor.is_acting:
        return no("not_inside")
    if errand.member_id == actor.id:
        return no("errand_of_yourself")
    if any(one.agreed or one.member_id == actor.id for one in companions):
        return no("errand_has_company")
    return YES


@rule
def may_choose_companion(actor: Actor, companion: Companion) -> Verdict:
    """Whoever asked, as long as nobody is agreed on."""
    if not isinstance(actor, Member) or not actor.is_acting or companion.errand.member_id != actor.id:
        return no("not_yours")
    return no("errand_has_company") if companion.agreed else YES


@rule
def may_end_companion(actor: Actor, companion: Companion) -> Verdict:
    """Either of the two, at any time and without a reason."""
    both = (companion.member_id, companion.errand.member_id)
    return YES if isinstance(actor, Member) and actor.id in both else no("not_yours")


@rule
def may_take_errand_back(actor: Actor, errand: Errand) -> Verdict:
    """Whose it is, at any time."""
    return YES if isinstance(actor, Member) and errand.member_id == actor.id else no("not_yours")
