"""Who works on a meeting: its agenda, turns, screen and counts. The tree and the community's offices grant nothing."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from commonhearth.foundation import sealed
from commonhearth.foundation.access import YES, Verdict, no, rule
from commonhearth.foundation.circles.access import Actor, acts_in, may_read_circle, seat_in
from commonhearth.foundation.circles.models import Circle
from commonhearth.rooms.meetings.manner import manner_of
from commonhearth.rooms.meetings.models.attendance import Hands
from commonhearth.rooms.meetings.models.series import Meeting
from commonhearth.rooms.meetings.models.turns import Swap, Turn
from commonhearth.rooms.meetings.sealing import HOLDING


def _holds_on(meeting: Meeting) -> Verdict:
    return no("meeting_cancelled") if meeting.cancelled else YES


@rule
def may_read_work(actor: Actor, meeting: Meeting) -> Verdict:
    """Agenda, turns, actions, minutes: whoever may read the circle that meets. A visitor at the door sees none."""
    return may_read_circle(actor, meeting.circle)


@rule
def may_prepare(actor: Actor, meeting: Meeting) -> Verdict:
    """Any full member of the circle puts points on the agenda and orders them; a gathering has none."""
    if not manner_of(meeting).agenda and may_read_circle(actor, meeting.circle):
        return no("no_agenda_here")
    verdict = acts_in(actor, meeting.circle)
    return _holds_on(meeting) if verdict else verdict


@rule
def may_run(actor: Actor, meeting: Meeting, facilitator: UUID | None) -> Verdict:
    """Whoever leads this meeting or looks after the circle; any full member of it while nobody leads.

    Args:
        facilitator: the place in the circle of whoever has the turn.
    """
    verdict = acts_in(actor, meeting.circle)
    if not verdict:
        return verdict
    seat = seat_in(actor, meeting.circle)
    if facilitator is None or seat is None or facilitator == seat.membership_id:
        return _holds_on(meeting)
    if meeting.host_id == seat.membership_id or seat.offices & meeting.circle.keeping:
        return _holds_on(meeting)
    return no("somebody_leads")


@rule
def may_give_turns(actor: Actor, meeting: Meeting) -> Verdict:
    """Any full member of the circle asks whose turn it is; the answer is worked out, not chosen."""
    verdict = acts_in(actor, meeting.circle)
    return _holds_on(meeting) if verdict else verdict


@rule
def may_take_turn(actor: Actor, turn: Turn) -> Verdict:
    """Any full member of the circle takes a turn that is open."""
    verdict = may_give_turns(actor, turn.meeting)
    if not verdict:
        return verdict
    return no("turn_taken") if turn.holder_id else YES


@rule
def may_hand_turn_on(actor: Actor, turn: Turn) -> Verdict:
    """Whoever has the turn, without a reason."""
    seat = seat_in(actor, turn.circle)
    if seat is None or turn.holder_id != seat.membership_id:
        return no("not_your_turn")
    return acts_in(actor, turn.circle)


@rule
def may_answer_swap(actor: Actor, swap: Swap) -> Verdict:
    """Whoever was asked, and whoever asked may take it back."""
    seat = seat_in(actor, swap.circle)
    if seat is None or seat.membership_id not in (swap.asked_id, swap.asked_by_id):
        return no("not_asked")
    return acts_in(actor, swap.circle)


@rule
def may_rather_not(actor: Actor, circle: Circle) -> Verdict:
    """Any full member of the circle, for themselves."""
    return acts_in(actor, circle)


@rule
def may_count_heads(actor: Actor, meeting: Meeting) -> Verdict:
    """Any full member of the circle writes down how many are here; a number, never names."""
    return may_give_turns(actor, meeting)


@rule
def may_note_present(actor: Actor, meeting: Meeting) -> Verdict:
    """Any full member of the circle, at a board meeting or an assembly; nobody's name is kept of other meetings."""
    verdict = may_give_turns(actor, meeting)
    if verdict and not manner_of(meeting).names:
        return no("heads_only")
    return verdict


@rule
def may_ask_for_hands(actor: Actor, meeting: Meeting) -> Verdict:
    """Any full member of the circle."""
    return may_give_turns(actor, meeting)


@rule
def may_tell_hands(actor: Actor, hands: Hands, tellers: frozenset[UUID]) -> Verdict:
    """The first two full members who count; both may count again until they agree.

    Args:
        tellers: the places in the circle of those who have counted.
    """
    verdict = may_give_turns(actor, hands.meeting)
    if not verdict:
        return verdict
    if hands.settled:
        return no("hands_settled")
    seat = seat_in(actor, hands.circle)
    if len(tellers) >= 2 and (seat is None or seat.membership_id not in tellers):
        return no("two_tellers")
    return YES


@rule
def may_open_work_words(actor: Actor, row: object) -> Verdict:
    """Words of a hidden circle's meetings: its own people."""
    return may_read_circle(actor, row.circle)  # type: ignore[attr-defined]


for _model in HOLDING:
    sealed.opens(_model, "sealed_words")(may_open_work_words)


def is_over(meeting: Meeting, *, now: datetime) -> bool:
    """Say whether a meeting has ended by the clock."""
    return meeting.ends <= now
