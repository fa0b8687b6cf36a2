"""When shall we meet? Asked, answered, also for somebody without a sign-in; then it becomes a meeting by a press."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo, available_timezones

from django.db import transaction

from commonhearth.foundation.access import NotVisible, require
from commonhearth.foundation.circles.access import Actor, own_seat, seat_in
from commonhearth.foundation.circles.models import Circle, CircleMembership
from commonhearth.foundation.circles.selectors.seeing import circle_of
from commonhearth.rooms.meetings.access.actions import may_ask_when, may_end_poll, may_say_when
from commonhearth.rooms.meetings.models import Fits, Meeting, Poll, Says, Slot
from commonhearth.rooms.meetings.models.polls import MOST_TIMES
from commonhearth.rooms.meetings.sealing import put, read
from commonhearth.rooms.meetings.services.series import Plan, plan


class NoTimes(ValueError):
    """There is no time to answer, or there are too many; or one lies in the past."""


class NoZone(ValueError):
    """There is no clock of that name."""


class ClosesBackwards(ValueError):
    """It would close before anybody could answer, or after the first time has passed."""


def ask_when(
    *,
    actor: Actor,
    circle: Circle,
    title: str,
    starts: Collection[datetime],
    minutes: int,
    zone: str,
    closes: datetime,
    now: datetime,
) -> Poll:
    """Ask a circle which of some times fit.

    Raises:
        Refused: when the actor may not.
        NoZone, NoTimes, ClosesBackwards: see each.
        ValueError: when it has no name.
    """
    times = sorted(set(starts))
    if not title.strip():
        raise ValueError("a question has words")
    if zone not in available_timezones():
        raise NoZone
    if not 1 <= len(times) <= MOST_TIMES or times[0] <= now:
        raise NoTimes
    if not now < closes <= times[-1]:
        raise ClosesBackwards
    with transaction.atomic():
        circle = circle_of(circle.id, now=now)
        require(may_ask_when(actor, circle))
        poll = Poll(circle=circle, minutes=minutes, zone=zone, closes=closes, created=now)
        poll.asked_by_id = own_seat(actor, circle).membership_id
        put(poll, circle, title=title.strip())
        poll.save()
        Slot.objects.bulk_create(Slot(poll=poll, circle=circle, starts=at, created=now) for at in times)
    return poll


def _locked(poll: Poll, *, now: datetime) -> Poll:
    found = Poll.objects.select_for_update(of=("self",)).filter(id=poll.id).first()
    if found is None:
        raise NotVisible
    found.circle = circle_of(found.circle_id, now=now)
    return found


def say_when(
    *,
    actor: Actor,
    poll: Poll,
    fits: Mapping[UUID, str],
    for_whom: CircleMembership | None = None,
    now: datetime,
) -> None:
    """Say which times fit; the last answer counts.

    Args:
        fits: by slot; times that are not answered stay as they were said.
        for_whom: a member without a sign-in who chose the actor to write for them.

    Raises:
        Refused: when the actor may not, or it is over.
        NotVisible: when the question has no such time.
    """
    with transaction.atomic():
        poll = _locked(poll, now=now)
        if poll.ended is None and poll.closes <= now:
            poll.ended = poll.closes  # for the rule only: the time to answer is over
        require(may_say_when(actor, poll, for_whom))
        own = seat_in(actor, poll.circle)
        known = set(Slot.objects.filter(poll=poll).values_list("id", flat=True))
        if not set(fits) <= known:
            raise NotVisible
        seat_id = for_whom.id if for_whom else own_seat(actor, poll.circle).membership_id
        for slot_id, answer in fits.items():
            Says.objects.update_or_create(
                slot_id=slot_id,
                seat_id=seat_id,
                defaults={
                    "fits": Fits(answer),
                    "circle": poll.circle,
                    "written_by_id": own.membership_id if for_whom and own else None,
                },
            )


def end_poll(*, actor: Actor, poll: Poll, now: datetime) -> Poll:
    """End the question without a meeting. Twice is as once.

    Raises:
        Refused: when the actor may not, or it became a meeting.
    """
    with transaction.atomic():
        poll = _locked(poll, now=now)
        require(may_end_poll(actor, poll))
        if poll.ended is None:
            poll.ended = now
            poll.save(update_fields=["ended"])
    return poll


def become_meeting(*, actor: Actor, poll: Poll, slot_id: UUID, now: datetime) -> Meeting:
    """Plan the meeting at one of the times, and end the question. A second press gives the same meeting.

    Raises:
        Refused: when the actor may not.
        NotVisible: when the question has no such time.
        NoTimes: when that time has passed.
    """
    with transaction.atomic():
        poll = _locked(poll, now=now)
        if poll.meeting is not None:
            return poll.meeting
        require(may_end_poll(actor, poll))
        slot = Slot.objects.filter(poll=poll, id=slot_id).first()
        if slot is None:
            raise NotVisible
        if slot.starts <= now:
            raise NoTimes
        read([poll], circle=poll.circle, viewer=actor)
        at = slot.starts.astimezone(ZoneInfo(poll.zone))
        said = Plan(title=poll.title, first=at.date(), at=at.time(), zone=poll.zone, minutes=poll.minutes)
        series = plan(actor=actor, circle=poll.circle, said=said, now=now)
        made = Meeting.objects.get(series=series)
        Poll.objects.filter(id=poll.id).update(meeting=made, ended=poll.ended or now)
    return made
