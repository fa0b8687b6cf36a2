"""Who may read, propose and answer agreements. The words for each reason stand in `wording.py`."""

from __future__ import annotations

from datetime import datetime

from commonhearth.foundation import sealed
from commonhearth.foundation.access import YES, System, Verdict, no, rule
from commonhearth.foundation.agreements.models import Agreement, ClauseVersion, Response
from commonhearth.foundation.circles.access import Actor, acts_in, may_read_circle, seat_in
from commonhearth.foundation.circles.models import Circle, CircleMembership
from commonhearth.foundation.communities.access import FOUNDERS
from commonhearth.foundation.members.access import may_speak_for
from commonhearth.foundation.members.models import Standing

#: The job that puts in force what nobody objected to.
KEEPER = System("agreements.due")


def _open(version: ClauseVersion) -> Verdict:
    if version.in_force_from or version.withdrawn:
        return no("proposal_over")
    return YES


@rule
def may_read_agreement(actor: Actor, agreement: Agreement) -> Verdict:
    """Whoever may read the circle that holds it."""
    return may_read_circle(actor, agreement.circle)


@rule
def may_begin_agreement(actor: Actor, circle: Circle) -> Verdict:
    """Any full member of the circle. It says nothing until its first clause has been agreed."""
    return acts_in(actor, circle)


@rule
def may_begin_joint_letter(actor: Actor, circle: Circle) -> Verdict:
    """As any agreement, in the circle of everyone only: it goes out in the community's name."""
    return may_begin_agreement(actor, circle) if circle.is_root else no("letters_by_everyone")


@rule
def may_agree_from_the_start(actor: Actor, circle: Circle) -> Verdict:
    """The founders together, in the circle of everyone, before anything else is agreed there."""
    if actor != FOUNDERS or not circle.is_root:
        return no("agreed_from_the_start")
    begun = ClauseVersion.objects.filter(circle=circle).exclude(decision__who=str(FOUNDERS)).exists()
    return no("agreed_from_the_start") if begun else YES


@rule
def may_propose_version(actor: Actor, circle: Circle) -> Verdict:
    """Any full member of the circle."""
    return acts_in(actor, circle)


@rule
def may_answer_version(
    actor: Actor, version: ClauseVersion, for_whom: CircleMembership | None = None
) -> Verdict:
    """Any full member of the circle, until it is in force or withdrawn; not who proposed it, who agrees by that.

    For a full member without a sign-in whoever of the circle they chose to write for them.
    """
    if for_whom is not None:
        return _writes_for(actor, for_whom, version)
    verdict = acts_in(actor, version.circle)
    if not verdict:
        return verdict
    seat = seat_in(actor, version.circle)
    if seat and seat.membership_id == version.proposed_by_id:
        return no("your_own_proposal")
    return _open(version)


def _writes_for(actor: Actor, person: CircleMembership, version: ClauseVersion) -> Verdict:
    if not may_read_circle(actor, version.circle):
        return no("only_its_people")
    if seat_in(actor, version.circle) is None or person.circle_id != version.circle_id or person.left:
        return no("not_in_circle")
    verdict = may_speak_for(actor, person.member)
    if verdict and person.member.standing != Standing.MEMBER:
        return no("still_new")
    return _open(version) if verdict else verdict


@rule
def may_raise_concern(
    actor: Actor, version: ClauseVersion, for_whom: CircleMembership | None = None, *, now: datetime
) -> Verdict:
    """Whoever may answer, while it is shown; a yes may still come later."""
    verdict = may_answer_version(actor, version, for_whom)
    return no("time_is_over") if verdict and now >= version.closes else verdict


@rule
def may_settle_concern(actor: Actor, response: Response) -> Verdict:
    """Only whoever raised it, also while away."""
    seat = seat_in(actor, response.circle)
    if seat is None or seat.membership_id != response.by_id:
        return no("not_your_concern")
    if response.agrees or response.settled:
        return no("concern_settled")
    return _open(response.version)


@rule
def may_withdraw_version(actor: Actor, version: ClauseVersion, *, now: datetime) -> Verdict:
    """Whoever proposed it; when its time is over, any full member of the circle, so that nothing hangs for ever."""
    if not _open(version):
        return _open(version)
    seat = seat_in(actor, version.circle)
    if seat and seat.membership_id == version.proposed_by_id:
        return YES
    verdict = acts_in(actor, version.circle)
    if verdict and now < version.closes:
        return no("not_your_proposal")
    return verdict


@rule
def may_put_in_force(actor: Actor, version: ClauseVersion) -> Verdict:
    """The job for it, or any full member of the circle; what may come in force is the law's to say."""
    if not _open(version):
        return _open(version)
    return YES if actor == KEEPER else acts_in(actor, version.circle)


@rule
def may_look_again(actor: Actor, version: ClauseVersion) -> Verdict:
    """Any full member of the circle says when a wording that is in force is looked at again."""
    verdict = acts_in(actor, version.circle)
    if verdict and (version.in_force_from is None or version.replaced):
        return no("not_in_force")
    return verdict


@rule
def may_keep_to_rules(actor: Actor, circle: Circle) -> Verdict:
    """Anyone in the circle says for themselves that they keep to its ground rules; newcomers and who is away too."""
    if not may_read_circle(actor, circle):
        return no("only_its_people")
    return YES if seat_in(actor, circle) else no("not_in_circle")


@rule
def may_open_agreement_words(actor: Actor, row: Agreement | ClauseVersion | Response) -> Verdict:
    """Words of a hidden circle: its own people."""
    return may_read_circle(actor, row.circle)


for _model, _field in (
    (Agreement, "sealed_title"),
    (ClauseVersion, "sealed_text"),
    (ClauseVersion, "sealed_short"),
    (Response, "sealed_concern"),
):
    sealed.opens(_model, _field)(may_open_agreement_words)
