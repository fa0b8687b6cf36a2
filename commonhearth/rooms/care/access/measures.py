"""Who may take something from somebody, who must confirm it, who looks again."""

from __future__ import annotations

from datetime import datetime

from commonhearth.foundation import sealed
from commonhearth.foundation.access import YES, System, Verdict, no, rule
from commonhearth.foundation.circles.access import may_read_circle
from commonhearth.foundation.circles.models import Circle
from commonhearth.foundation.members.access import PANEL
from commonhearth.foundation.members.models import INSIDE, Member
from commonhearth.rooms.care.access.cases import Actor, may_read_case, may_work_on_case
from commonhearth.rooms.care.models import Appeal, Case, Measure, Panellist, Step, What

#: The job that ends what nobody confirmed, and what is over.
KEEPER = System("care.keeper")
__all__ = ["KEEPER", "PANEL"]


def _member_on(actor: Actor, case: Case | None) -> Verdict:
    if case is None or not isinstance(actor, Member):
        return no("not_on_case")
    return may_work_on_case(actor, case)


@rule
def may_propose(actor: Actor, case: Case, what: str) -> Verdict:
    """A member on the case; what takes effect at once is confirmed by a second or ends by itself."""
    verdict = _member_on(actor, case)
    if not verdict:
        return verdict
    if what in (What.HIDE, What.TAKE_DOWN):
        return YES if case.post is not None else no("no_post_here")
    if what != What.HOLD:
        return no("not_on_case")
    known = case.membership is not None and case.circle is not None and case.circle.is_root
    return YES if known else no("nobody_known")


@rule
def may_confirm_measure(actor: Actor, measure: Measure, *, now: datetime) -> Verdict:
    """Another member on the case than the one who proposed it, while its time runs."""
    verdict = _member_on(actor, measure.case)
    if not verdict:
        return verdict
    if measure.ended or measure.confirmed or now > measure.confirm_by:
        return no("measure_over")
    return no("needs_second_person") if getattr(actor, "id", None) == measure.proposed_by_id else YES


@rule
def may_take_back_measure(actor: Actor, measure: Measure) -> Verdict:
    """Any member on the case, until it is over or appealed; an asking to leave is taken back where it was made."""
    if measure.ended or measure.what == What.LEAVE or hasattr(measure, "appeal"):
        return no("measure_over")
    return _member_on(actor, measure.case)


@rule
def may_end_measure(actor: Actor, measure: Measure, *, now: datetime) -> Verdict:
    """The house itself, when nobody confirmed it in time or its time is over."""
    late = measure.confirmed is None and now > measure.confirm_by
    over = measure.until is not None and now > measure.until
    return YES if actor == KEEPER and measure.ended is None and (late or over) else no("measure_over")


@rule
def may_read_decision(actor: Actor, measure: Measure, *, wrote: bool = False) -> Verdict:
    """Whom it concerns, also while on hold or away, once it has an effect.

    Args:
        wrote: whether they wrote the post it is about, with or without a name.
    """
    if not isinstance(actor, Member) or actor.standing not in INSIDE:
        return no("not_about_you")
    if measure.confirmed is None and measure.what in (What.TAKE_DOWN, What.LEAVE):
        return no("not_about_you")
    return YES if wrote or measure.member_id == actor.id else no("not_about_you")


@rule
def may_appeal(actor: Actor, measure: Measure, *, wrote: bool = False) -> Verdict:
    """Whom it concerns, once: when a post was taken down for good, or they were asked to leave."""
    verdict = may_read_decision(actor, measure, wrote=wrote)
    if not verdict:
        return verdict
    if measure.ended or measure.what not in (What.TAKE_DOWN, What.LEAVE) or hasattr(measure, "appeal"):
        return no("no_appeal")
    # What was taken back where it was made needs nobody to look again.
    return no("no_appeal") if measure.removal is not None and measure.removal.withdrawn else YES


@rule
def may_sit_on_panel(actor: Actor, seat: Panellist) -> Verdict:
    """Whoever was drawn, until it is decided or they said “not me”."""
    mine = isinstance(actor, Member) and seat.member_id == actor.id and actor.is_acting
    if not mine or seat.not_me:
        return no("not_on_panel")
    return no("measure_over") if seat.appeal.decided else YES


@rule
def may_read_judged(actor: Actor, seat: Panellist, *, circle: Circle, apart: bool) -> Verdict:
    """Whoever was drawn reads the post that was taken down, until it is decided; of a hidden circle only its people.

    Args:
        circle: where the post stands.
        apart: whether the actor and who is known to have written it are kept apart.
    """
    verdict = may_sit_on_panel(actor, seat)
    if not verdict:
        return verdict
    shut = circle.is_hidden and (not isinstance(actor, Member) or not may_read_circle(actor, circle))
    return no("judged_not_shown") if apart or shut else YES


@rule
def may_read_appeal(actor: Actor, appeal: Appeal, *, drawn: bool, wrote: bool = False) -> Verdict:
    """The people drawn by lot, and whom it concerns.

    Args:
        drawn: whether the actor sits on its panel.
        wrote: whether they wrote the post it is about.
    """
    if drawn and isinstance(actor, Member) and actor.is_acting:
        return YES
    return may_read_decision(actor, appeal.measure, wrote=wrote)


@rule
def may_plan_step(actor: Actor, case: Case) -> Verdict:
    """Those on the case."""
    return may_work_on_case(actor, case)


@rule
def may_open_measure_words(actor: Actor, row: Measure | Appeal | Step) -> Verdict:
    """Those on the case; of reasons and appeals also whom it concerns and the people drawn by lot."""
    if isinstance(row, Step):
        return may_read_case(actor, row.case)
    measure = row if isinstance(row, Measure) else row.measure
    if measure.case is not None and may_read_case(actor, measure.case):
        return YES
    if getattr(actor, "id", None) in measure.panel_ids:
        return YES
    return may_read_decision(actor, measure, wrote=getattr(actor, "id", None) in measure.author_ids)


for _model, _field in ((Measure, "words"), (Appeal, "words"), (Step, "words")):
    sealed.opens(_model, _field)(may_open_measure_words)
