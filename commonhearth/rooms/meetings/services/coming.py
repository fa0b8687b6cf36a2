"""Saying whether one comes; places, and the list of those who wait for one."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import F, QuerySet, Sum
from django.db.models.functions import Coalesce

from commonhearth.foundation.access import require
from commonhearth.foundation.circles.access import Actor, member_here, seat_in
from commonhearth.foundation.circles.models import CircleKind, CircleMembership
from commonhearth.foundation.members.models import Member
from commonhearth.foundation.sealed import erasure
from commonhearth.rooms.meetings.access import may_answer, may_answer_for
from commonhearth.rooms.meetings.models import Answer, Coming, Guest, Meeting
from commonhearth.rooms.meetings.services.book import locked
from commonhearth.rooms.meetings.services.letters import write_place
from commonhearth.rooms.meetings.services.telling import tell_about

#: How many one may bring.
MOST_ALONG = 5


class NoPlaceLeft(ValueError):
    """Somebody who has a place wants to bring more than there are places."""

    def __init__(self, left: int) -> None:
        super().__init__(left)
        self.left = left


def answer(
    *, actor: Actor, meeting: Meeting, says: str, bringing: int = 0, needs: str | None = None, now: datetime
) -> Coming:
    """Say whether one comes. Where places are few and taken, one waits, and moves up by itself.

    Args:
        bringing: how many come along; counted as places.
        needs: what one needs to take part, for the host alone; None leaves what was said before.

    Raises:
        Refused: when the actor may not, or it has begun.
        NoPlaceLeft: when one who has a place wants to bring more than there are.
    """
    with transaction.atomic():
        row = locked(meeting)
        require(may_answer(actor, row, now=now))
        return _answer(row, member_here(actor), says, bringing, needs, None, now=now)


def answer_for(
    *, actor: Actor, member: Member, meeting: Meeting, says: str, bringing: int = 0, now: datetime
) -> Coming:
    """Write down what a member without a sign-in says.

    Raises:
        Refused: when they did not choose the actor for it, or may not come.
        NoPlaceLeft: as `answer`.
    """
    with transaction.atomic():
        row = locked(meeting)
        require(may_answer_for(actor, member, row, now=now))
        return _answer(row, member, says, bringing, None, member_here(actor), now=now)


def _answer(
    meeting: Meeting,
    member: Member,
    says: str,
    bringing: int,
    needs: str | None,
    writer: Member | None,
    *,
    now: datetime,
) -> Coming:
    found = Coming.objects.filter(meeting=meeting, member=member).first()
    coming = found or Coming(meeting=meeting, member=member, since=now, created=now, answer=Answer.NOT)
    coming.seat_id = _seat(member, meeting)
    coming.written_by = writer
    if needs is not None:
        coming.needs = needs.strip() or None  # type: ignore[assignment]
    take_place(meeting, coming, says, bringing, now=now)
    move_up(meeting, now=now)
    return coming


def _seat(member: Member, meeting: Meeting) -> object:
    """Return what is shown of a member: their place in the meeting's circle, else in the circle of everyone."""
    own = seat_in(member, meeting.circle)
    if own is not None:
        return own.membership_id
    at_root = CircleMembership.objects.filter(circle__circle_kind=CircleKind.ROOT, member=member, left=None)
    return at_root.values_list("id", flat=True).get()


def take_place(meeting: Meeting, coming: Coming, says: str, bringing: int, *, now: datetime) -> None:
    """Write an answer down, on a locked meeting: with a place, or waiting for one.

    Raises:
        NoPlaceLeft: when who has a place wants to bring more than there are.
    """
    says = Answer(says)
    bringing = max(0, min(bringing, MOST_ALONG)) if says == Answer.COMING else 0
    has_place = coming.answer == Answer.COMING and not coming.waiting and not coming._state.adding
    if says == Answer.COMING and meeting.series.seats is not None:
        others = taken(meeting) - (1 + coming.bringing if has_place else 0)
        left = meeting.series.seats - others
        if has_place:
            if bringing > coming.bringing and 1 + bringing > left:
                raise NoPlaceLeft(max(0, left))
        else:
            queue = _of(meeting).filter(waiting=True).exclude(id=coming.id)
            already = coming.waiting and not coming._state.adding
            coming.waiting = already or 1 + bringing > left or queue.exists()
            if not already:
                coming.since = now
    else:
        coming.waiting = False
        if not has_place:
            coming.since = now
    coming.answer, coming.bringing = says, bringing
    coming.save()


def _of(meeting: Meeting) -> QuerySet[Coming]:
    """Return what was said about a meeting, without what is put aside of who is read as dead."""
    return Coming.objects.filter(meeting=meeting, member__died=None)


def taken(meeting: Meeting) -> int:
    """Return how many places are taken, with those who come along."""
    rows = _of(meeting).filter(answer=Answer.COMING, waiting=False)
    found: int = rows.aggregate(n=Coalesce(Sum(F("bringing") + 1), 0))["n"]
    return found


def move_up(meeting: Meeting, *, now: datetime) -> None:
    """Give places that are free to those who wait, first come first, on a locked meeting; each is told."""
    queue = list(
        _of(meeting)
        .filter(waiting=True)
        .select_related("member__person", "member__community", "guest")
        .order_by("since", "id")
    )
    if not queue or meeting.cancelled or meeting.starts <= now:
        return
    seats = meeting.series.seats
    left = None if seats is None else seats - taken(meeting)
    for coming in queue:
        if left is not None:
            if 1 + coming.bringing > left:
                break  # whoever came later does not pass by
            left -= 1 + coming.bringing
        coming.waiting = False
        coming.save(update_fields=["waiting"])
        if coming.member is not None:
            tell_about(meeting, coming.member, "meetings.place", now=now)
        write_place(meeting, coming, now=now)


def let_go(comings: list[Coming], *, now: datetime) -> None:
    """Give back the places of who is away or has left; who waits moves up, inside a transaction."""
    for coming in sorted(comings, key=lambda one: one.meeting_id):
        meeting = locked(coming.meeting)
        if coming.guest_id is not None:
            erasure.erase_all(Guest.objects.filter(id=coming.guest_id))
        else:
            coming.delete()
        move_up(meeting, now=now)


def make_room(comings: list[Coming], *, now: datetime) -> None:
    """Let who waits move up past the places of who is read as dead, inside a transaction; what they said stays."""
    for coming in sorted(comings, key=lambda one: one.meeting_id):
        move_up(locked(coming.meeting), now=now)


def take_up_again(comings: list[Coming], *, now: datetime) -> None:
    """Give their places back to who is alive, inside a transaction.

    Where somebody has theirs by now they wait, first in the list by when they had said yes, and hear of it.
    """
    for found in sorted(comings, key=lambda one: one.meeting_id):
        meeting = locked(found.meeting)
        coming = Coming.objects.select_related("member").get(id=found.id)
        seats, has_place = meeting.series.seats, coming.answer == Answer.COMING and not coming.waiting
        if has_place and seats is not None and taken(meeting) > seats and not meeting.cancelled:
            coming.waiting = True
            coming.save(update_fields=["waiting"])
            if coming.member is not None:
                tell_about(meeting, coming.member, "meetings.place_taken", now=now)
        move_up(meeting, now=now)
