"""Who may create a community, speak for it, and write to it.

Membership stands a floor above; a member reaches these rules as an actor with `is_acting` and
`offices`, so they are asked by attribute, and everything else is no.
"""

from __future__ import annotations

from typing import Any

from commonhearth.foundation.access import YES, System, Verdict, no, rule
from commonhearth.foundation.accounts.models import Person
from commonhearth.foundation.communities.models import Community, ReachOut
from commonhearth.foundation.sealed import opens

#: The founders of a community together: what they have all confirmed is done in this name, once.
FOUNDERS = System("founding")
Actor = Any  # Member (a floor above) | Person | Visitor | System


def _office(actor: Actor, *offices: str) -> Verdict:
    if getattr(actor, "is_acting", False) and actor.offices.intersection(offices):
        return YES
    return no("needs_office", office=offices[0])


@rule
def may_create_community(actor: Actor) -> Verdict:
    """Anyone signed in."""
    return YES if isinstance(actor, Person) else no("sign_in_first")


@rule
def may_see_community(actor: Actor, community: Community) -> Verdict:
    """Anyone, where it shows a public page; otherwise only those with standing in it."""
    if community.public_page or getattr(actor, "is_inside", False):
        return YES
    if getattr(actor, "standing", None) == "applicant":
        return YES
    return no("not_here")


@rule
def may_change_community(actor: Actor) -> Verdict:
    """A steward or the secretary."""
    return _office(actor, "steward", "secretary")


@rule
def may_freeze(actor: Actor) -> Verdict:
    """A steward, or whoever runs the host by the command `hearth moved`, when the community has moved away."""
    return YES if actor == System("hearth") else _office(actor, "steward")


@rule
def may_thaw(actor: Actor) -> Verdict:
    """Whoever runs the host, by the command `hearth moved --undo`: in a frozen community nobody acts."""
    return YES if actor == System("hearth") else no("operator_only")


@rule
def may_settle(actor: Actor, ruled: bool) -> Verdict:
    """A steward, for a setting that no agreement rules yet; afterwards only a decision changes it."""
    return no("ruled_by_agreement") if ruled else _office(actor, "steward")


@rule
def may_reach_out(actor: Actor, community: Community) -> Verdict:
    """Anyone, where somebody has agreed to answer."""
    return YES if community.public_page and community.reach_out else no("nobody_answers")


@rule
def may_read_reach_out(actor: Actor) -> Verdict:
    """A steward or welcomer."""
    return _office(actor, "steward", "welcomer")


@rule
def may_answer_reach_out(actor: Actor, letter: ReachOut) -> Verdict:
    """A steward or welcomer, once."""
    return no("answered_already") if letter.answered else may_read_reach_out(actor)


@opens(ReachOut, "message")
@opens(ReachOut, "reply_to")
@rule
def may_open_reach_out(actor: Actor, letter: ReachOut) -> Verdict:
    """Those who answer."""
    return may_read_reach_out(actor)
