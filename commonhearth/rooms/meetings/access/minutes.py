"""Who writes, reads, agrees on and corrects minutes; and who keeps notes of a support circle."""

from __future__ import annotations

from datetime import datetime

from commonhearth.foundation.access import YES, System, Verdict, no, rule
from commonhearth.foundation.circles.access import Actor, acts_in, may_read_circle, seat_in
from commonhearth.rooms.meetings.manner import manner_of
from commonhearth.rooms.meetings.models.minutes import Minutes, Remark
from commonhearth.rooms.meetings.models.notes import Note
from commonhearth.rooms.meetings.models.series import Meeting

#: The job that locks minutes on which nobody remarked.
KEEPER = System("meetings.minutes_due")


def _open(minutes: Minutes | None) -> Verdict:
    return no("minutes_locked") if minutes is not None and minutes.locked else YES


@rule
def may_read_minutes(actor: Actor, meeting: Meeting) -> Verdict:
    """Whoever may read the circle, where minutes are kept at all."""
    verdict = may_read_circle(actor, meeting.circle)
    if verdict and not manner_of(meeting).minutes:
        return no("no_minutes_here")
    return verdict


@rule
def may_write_minutes(actor: Actor, meeting: Meeting, minutes: Minutes | None) -> Verdict:
    """Any full member of the circle, several at once, until the minutes are agreed."""
    verdict = may_read_minutes(actor, meeting)
    if not verdict:
        return verdict
    verdict = acts_in(actor, meeting.circle)
    return _open(minutes) if verdict else verdict


@rule
def may_show_minutes(actor: Actor, meeting: Meeting, minutes: Minutes | None) -> Verdict:
    """Any full member of the circle asks for concerns, when there is something to read."""
    verdict = may_write_minutes(actor, meeting, minutes)
    if verdict and (minutes is None or minutes.version == 0):
        return no("nothing_to_show")
    return no("shown_already") if verdict and minutes is not None and minutes.shown else verdict


@rule
def may_remark(actor: Actor, meeting: Meeting, minutes: Minutes | None) -> Verdict:
    """Any full member of the circle, while minutes are shown and not agreed."""
    verdict = may_write_minutes(actor, meeting, minutes)
    if verdict and (minutes is None or minutes.shown is None):
        return no("not_shown_yet")
    return verdict


@rule
def may_settle_remark(actor: Actor, remark: Remark) -> Verdict:
    """Only whoever made it, also while away."""
    seat = seat_in(actor, remark.circle)
    if seat is None or seat.membership_id != remark.by_id:
        return no("not_your_remark")
    return no("remark_settled") if remark.settled else _open(remark.minutes)


@rule
def may_lock_minutes(actor: Actor, meeting: Meeting, minutes: Minutes) -> Verdict:
    """The job for it, or any full member; whether they may be locked is the law's to say."""
    return _open(minutes) if actor == KEEPER else may_remark(actor, meeting, minutes)


@rule
def may_correct(actor: Actor, meeting: Meeting, minutes: Minutes | None) -> Verdict:
    """Any full member of the circle adds to locked minutes; the minutes themselves stay."""
    verdict = may_read_minutes(actor, meeting)
    if not verdict:
        return verdict
    if minutes is None or not minutes.locked:
        return no("not_locked_yet")
    return acts_in(actor, meeting.circle)


@rule
def may_keep_note(actor: Actor, meeting: Meeting, days: int) -> Verdict:
    """Any full member of a support circle that has agreed to keep notes for some days; otherwise nobody.

    Args:
        days: after how many days notes fade, by the circle's own rule; 0 for no notes.
    """
    verdict = acts_in(actor, meeting.circle)
    if not verdict:
        return verdict
    if not manner_of(meeting).notes:
        return no("minutes_instead")
    return YES if days else no("no_notes_here")


@rule
def may_agree_note(actor: Actor, note: Note) -> Verdict:
    """Another full member of the circle than whoever put it down."""
    verdict = acts_in(actor, note.circle)
    if not verdict:
        return verdict
    if note.agreed:
        return no("note_agreed")
    seat = seat_in(actor, note.circle)
    return no("needs_another") if seat and seat.membership_id == note.put_by_id else YES


@rule
def may_drop_note(actor: Actor, note: Note) -> Verdict:
    """Any full member of the circle, at any time: what one of us does not want kept is not kept."""
    return acts_in(actor, note.circle)


def is_time_over(minutes: Minutes, *, now: datetime) -> bool:
    """Say whether the time to read minutes is over."""
    return minutes.closes is not None and now >= minutes.closes
