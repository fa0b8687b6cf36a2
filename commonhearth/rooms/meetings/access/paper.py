"""Who wants letters on paper, and who prints them."""

from __future__ import annotations

from commonhearth.foundation import sealed
from commonhearth.foundation.access import YES, Verdict, no, rule
from commonhearth.foundation.circles.access import Actor
from commonhearth.foundation.members.access import may_speak_for
from commonhearth.foundation.members.models import Member
from commonhearth.rooms.meetings.models.paper import PaperWish

#: The community's offices that print and post.
PRINTING = frozenset({"steward", "secretary"})


@rule
def may_want_paper(actor: Actor, member: Member) -> Verdict:
    """Anyone inside for themselves, also while away; for a member without a sign-in, whom they chose."""
    if isinstance(actor, Member) and actor.id == member.id:
        return YES if actor.is_inside else no("not_inside")
    return may_speak_for(actor, member)


@rule
def may_print_letters(actor: Actor) -> Verdict:
    """A steward or secretary of the community, since addresses stand on the letters."""
    if not isinstance(actor, Member) or not actor.is_inside:
        return no("not_inside")
    return YES if actor.is_acting and actor.offices & PRINTING else no("needs_office")


@sealed.opens(PaperWish, "address")
@rule
def may_open_address(actor: Actor, wish: PaperWish) -> Verdict:
    """Whose it is, whoever they chose to speak for them, and who prints the letter round."""
    if isinstance(actor, Member) and may_want_paper(actor, wish.member):
        return YES
    return may_print_letters(actor)
