"""Who may come, see who comes, and be told what only the host or those who come are told."""

from __future__ import annotations

from datetime import datetime

from commonhearth.foundation import sealed
from commonhearth.foundation.access import YES, Verdict, no, rule
from commonhearth.foundation.circles.access import Actor, may_give_role, may_read_circle, seat_in
from commonhearth.foundation.circles.models import CircleKind
from commonhearth.foundation.members.access import may_speak_for
from commonhearth.foundation.members.models import Member
from commonhearth.rooms.meetings.access.series import may_see_meeting
from commonhearth.rooms.meetings.models import Answer, Coming, Doors, Guest, Kind, Meeting

#: Purposes for which something sealed is opened once a rule has been asked (`sealed.PURPOSES`).
WAY_IN, TO_GUESTS = "meetings.way-in", "meetings.to-guests"
#: Where heads are counted and nobody is named.
WITHOUT_NAMES = frozenset({Kind.SUPPORT, Kind.REFLECTION})


@rule
def may_host(actor: Actor, meeting: Meeting) -> Verdict:
    """Who is host on that date; where the host has gone, who looks after the circle."""
    if not may_read_circle(actor, meeting.circle) or not isinstance(actor, Member):
        return no("not_inside")
    seat = seat_in(actor, meeting.circle)
    if seat is None:
        return no("not_in_circle")
    host = meeting.host or meeting.series.host
    if host is not None and host.left is None:
        return YES if host.id == seat.membership_id else no("meetings_not_host")
    return may_give_role(actor, meeting.circle)


@rule
def may_answer(actor: Actor, meeting: Meeting, *, now: datetime) -> Verdict:
    """Whoever is invited, newcomers too, until it starts: the circle’s people, or all inside, as its doors are."""
    if not may_see_meeting(actor, meeting) or not isinstance(actor, Member) or not actor.is_inside:
        return no("not_inside")
    if not actor.is_acting:
        return no("away_now")
    if meeting.series.doors == Doors.CIRCLE and seat_in(actor, meeting.circle) is None:
        return no("meetings_for_the_circle")
    return _still(meeting, now)


def _still(meeting: Meeting, now: datetime) -> Verdict:
    if meeting.cancelled:
        return no("meetings_cancelled")
    return no("meetings_begun") if meeting.starts <= now else YES


@rule
def may_answer_for(actor: Actor, member: Member, meeting: Meeting, *, now: datetime) -> Verdict:
    """The member whom somebody without a sign-in chose to write for them; for a meeting both may come to."""
    if not may_speak_for(actor, member):
        return no("not_their_voice")
    return may_answer(member, meeting, now=now) if may_see_meeting(actor, meeting) else no("not_inside")


@rule
def may_come_as_guest(actor: Actor, meeting: Meeting, *, now: datetime) -> Verdict:
    """Anybody from outside, where the doors are open to all, until it is over."""
    if meeting.series.doors != Doors.ALL or not may_see_meeting(actor, meeting):
        return no("not_inside")
    if isinstance(actor, Member) and actor.is_inside:
        return no("meetings_inside_already")
    if meeting.cancelled:
        return no("meetings_cancelled")
    return no("meetings_begun") if meeting.ends <= now else YES


@rule
def may_see_names(actor: Actor, meeting: Meeting) -> Verdict:
    """Who may read the circle; of a support circle heads are counted and nobody is named; guests see no names."""
    if meeting.series.kind in WITHOUT_NAMES or meeting.circle.circle_kind == CircleKind.SUPPORT:
        return no("meetings_no_names")
    return may_read_circle(actor, meeting.circle)


@sealed.opens(Coming, "needs")
@rule
def may_open_needs(actor: Actor, coming: Coming) -> Verdict:
    """The host alone, and whoever wrote it, their own."""
    if isinstance(actor, Member) and coming.member_id == actor.id:
        return YES
    return may_host(actor, coming.meeting)


@rule
def may_open_online(actor: Actor, meeting: Meeting, coming: Coming | None) -> Verdict:
    """Who said yes and has a place, and the host; nobody else."""
    if may_host(actor, meeting):
        return YES
    if coming is None or not isinstance(actor, Member) or coming.member_id != actor.id:
        return no("meetings_say_yes_first")
    if coming.answer != Answer.COMING or coming.waiting:
        return no("meetings_say_yes_first")
    return may_see_meeting(actor, meeting)


@rule
def may_open_guest(actor: Actor, guest: Guest) -> Verdict:
    """The host of the meeting they come to."""
    return may_host(actor, guest.coming.meeting)


for _field in ("name", "hello"):
    sealed.opens(Guest, _field)(may_open_guest)
