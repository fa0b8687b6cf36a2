"""Who may say that something isn't right, who looks at it, and who reads what."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from commonhearth.foundation import sealed
from commonhearth.foundation.access import YES, Verdict, no, rule
from commonhearth.foundation.circles.access import Actor as Person
from commonhearth.foundation.members.models import INSIDE, Member
from commonhearth.rooms.care.models import Borrowed, Case, Entry

#: Offices that keep hours, neighbours and the rest of it in order.
CARE_OFFICES = frozenset({"on_duty", "steward"})


@dataclass(frozen=True, slots=True)
class Receipt:
    """Whoever holds the page of a receipt. Nothing else is known of them."""

    case_id: UUID


Actor = Person | Receipt | Borrowed


@rule
def may_report(actor: Actor) -> Verdict:
    """Whoever belongs here: newcomers, who is away and who is on hold too. Nobody can switch it off."""
    return YES if isinstance(actor, Member) and actor.standing in INSIDE else no("not_inside")


@rule
def may_follow_case(actor: Actor, case: Case) -> Verdict:
    """The reporter, signed in or by the page of their receipt."""
    if isinstance(actor, Receipt):
        return YES if actor.case_id == case.id else no("not_yours")
    return YES if isinstance(actor, Member) and case.reporter_id == actor.id else no("not_yours")


@rule
def may_add_to_case(actor: Actor, case: Case) -> Verdict:
    """The reporter, until it is closed."""
    return may_follow_case(actor, case) if case.closed is None else no("case_closed")


@rule
def may_see_desk(actor: Actor, team: Sequence[Member]) -> Verdict:
    """Whoever would be asked when something isn't right; others see no desk.

    Args:
        team: who may look at something that concerns none of them.
    """
    inside = isinstance(actor, Member) and actor.is_acting and actor.id in {one.id for one in team}
    return YES if inside else no("not_in_team")


@rule
def may_take_case(actor: Actor, case: Case, team: Sequence[Member]) -> Verdict:
    """Who is asked about this case and is not too close to it; until they take it they read nothing of it.

    Args:
        team: who may look at this one (`selectors.team_for`).
    """
    if not isinstance(actor, Member) or not actor.is_acting or actor.id not in {one.id for one in team}:
        return no("not_in_team")
    if case.closed is not None:
        return no("case_closed")
    return no("on_case_already") if actor.id in case.readers else YES


@rule
def may_read_case(actor: Actor, case: Case) -> Verdict:
    """Only those on the case, as long as nothing makes them too close to it; and a borrowed neighbour, for a time."""
    if isinstance(actor, Borrowed):
        return YES if actor.case_id == case.id and actor.ended is None else no("not_on_case")
    if isinstance(actor, Member) and actor.is_acting and actor.id in case.readers:
        return YES
    return no("not_on_case")


@rule
def may_work_on_case(actor: Actor, case: Case) -> Verdict:
    """Those on the case, until it is closed."""
    verdict = may_read_case(actor, case)
    return no("case_closed") if verdict and case.closed is not None else verdict


@rule
def may_bring_in(actor: Actor, case: Case, member: Member, *, off: set[UUID]) -> Verdict:
    """Members on the case ask a full member who is not too close to it to be the second pair of eyes.

    Args:
        off: who is kept off the case (`selectors.kept_off`).
    """
    verdict = may_work_on_case(actor, case)
    if not verdict:
        return verdict
    if member.id in off or member.id in case.readers or member.standing != "member":
        return no("too_close_to_it")
    return YES


@rule
def may_borrow(actor: Actor, case: Case, team: Sequence[Member]) -> Verdict:
    """Those on the case; where too few may look at it, the reporter as well."""
    if may_work_on_case(actor, case):
        return YES
    if may_add_to_case(actor, case):
        return YES if not team else no("enough_here")
    return no("not_on_case")


@rule
def may_keep_hours(actor: Actor) -> Verdict:
    """Who is on duty by office, and stewards, for themselves."""
    if isinstance(actor, Member) and actor.is_acting and actor.offices & CARE_OFFICES:
        return YES
    return no("needs_office", office="on_duty")


@rule
def may_keep_neighbours(actor: Actor) -> Verdict:
    """Who is on duty by office, and stewards."""
    return may_keep_hours(actor)


@rule
def may_use_borrowed(borrowed: Borrowed, *, now: datetime) -> Verdict:
    """A neighbour's link, until its time is over or those on the case end it."""
    return YES if borrowed.ended is None and now < borrowed.until else no("not_on_case")


@rule
def may_open_case_words(actor: Actor, row: Case | Entry) -> Verdict:
    """Those on the case; the reporter their own words and what was shown to them."""
    case = row if isinstance(row, Case) else row.case
    if may_read_case(actor, case):
        return YES
    if may_follow_case(actor, case) and (isinstance(row, Case) or row.shown):
        return YES
    return no("not_on_case")


for _model, _field in ((Case, "words"), (Case, "where_said"), (Entry, "words")):
    sealed.opens(_model, _field)(may_open_case_words)
