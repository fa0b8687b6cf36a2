"""Minutes: several write, what collides is said and nothing is lost; shown, agreed by consent, locked, corrected."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from commonhearth.core.merging import Merged, Side, merge
from commonhearth.foundation import logbook
from commonhearth.foundation.access import NotVisible, Refused, require
from commonhearth.foundation.agreements import law
from commonhearth.foundation.circles.access import Actor, own_seat, seat_in
from commonhearth.foundation.circles.models import Circle
from commonhearth.foundation.events import announce
from commonhearth.foundation.members.models import INSIDE
from commonhearth.rooms.meetings.access.minutes import (
    KEEPER,
    may_correct,
    may_lock_minutes,
    may_remark,
    may_settle_remark,
    may_show_minutes,
    may_write_minutes,
)
from commonhearth.rooms.meetings.events import MinutesLocked, MinutesShown
from commonhearth.rooms.meetings.models import Addendum, Draft, Meeting, Minutes, Remark
from commonhearth.rooms.meetings.sealing import put, read
from commonhearth.rooms.meetings.services.agenda import locked

#: The longest minutes, in characters; about sixty pages.
LONGEST = 100_000
#: How long minutes are shown at least, so that who was not there today can read them, and as a rule.
SHORTEST, USUAL = timedelta(hours=24), timedelta(days=7)
#: How long after its end a meeting can still be the one at which earlier minutes were agreed.
AFTERWARDS = timedelta(hours=12)


class TooLong(ValueError):
    """Minutes have an end."""

    def __init__(self, length: int) -> None:
        super().__init__(length)
        self.length = length


class NotYet(Exception):
    """Minutes cannot be locked now."""

    def __init__(self, stand: law.Stand) -> None:
        super().__init__(stand.value)
        self.stand = stand


class ClosesTooSoon(ValueError):
    """They would be shown for less than the shortest time."""


@dataclass(frozen=True, slots=True)
class Written:
    """What came of handing in a text.

    Attributes:
        version: the version that is kept now, from which one writes on.
        merged: what somebody else had changed meanwhile was put together with it; None when nobody had.
    """

    version: int
    merged: Merged | None = None

    @property
    def collided(self) -> bool:
        """Whether lines collide, so that somebody has to choose; what was handed in is kept aside meanwhile."""
        return self.merged is not None and bool(self.merged.collisions)


def write(*, actor: Actor, meeting: Meeting, text: str, based_on: int, now: datetime) -> Written:
    """Keep what somebody wrote. What others wrote meanwhile stays; where both changed the same lines, nothing is
    overwritten: what was handed in stands aside, and the page shows both.

    Args:
        based_on: the version that the writer started from; 0 for none.

    Raises:
        Refused: when the actor may not, or the minutes are agreed already.
        TooLong: when it is longer than minutes may be.
        NotVisible: when there never was such a version.
    """
    if len(text) > LONGEST:
        raise TooLong(len(text))
    text = text.replace("\r\n", "\n").replace("\r", "\n").rstrip()
    with transaction.atomic():
        meeting = locked(meeting, now=now)
        minutes = Minutes.objects.select_for_update(of=("self",)).filter(meeting=meeting).first()
        require(may_write_minutes(actor, meeting, minutes))
        if minutes is None:
            minutes = Minutes(meeting=meeting, circle=meeting.circle, created=now)
            put(minutes, meeting.circle, text="")
            minutes.save()
        current = _text(minutes, minutes.version, meeting.circle, actor)
        if text == current:
            return Written(minutes.version)
        if based_on == minutes.version:
            return Written(_keep(minutes, meeting.circle, text, actor, now=now).version)
        merged = merge(was=_text(minutes, based_on, meeting.circle, actor), theirs=current, yours=text)
        if merged.collisions or len(merged.text()) > LONGEST:
            _draft(minutes, meeting.circle, text, actor, version=based_on, aside=True, now=now)
            return Written(minutes.version, merged)
        return Written(_keep(minutes, meeting.circle, merged.text(), actor, now=now).version, merged)


def _text(minutes: Minutes, version: int, circle: Circle, actor: Actor) -> str:
    if version == 0:
        return ""
    draft = Draft.objects.filter(minutes=minutes, version=version, aside=False).first()
    if draft is None:
        raise NotVisible
    read([draft], circle=circle, viewer=actor)
    return draft.text


def _keep(minutes: Minutes, circle: Circle, text: str, actor: Actor, *, now: datetime) -> Minutes:
    minutes.version += 1
    put(minutes, circle, text=text)
    if minutes.shown is not None and minutes.closes is not None:
        # Another wording is another thing to read: the time to do so begins again.
        minutes.closes = max(minutes.closes, now + SHORTEST)
    minutes.save()
    _draft(minutes, circle, text, actor, version=minutes.version, aside=False, now=now)
    return minutes


def _draft(
    minutes: Minutes, circle: Circle, text: str, actor: Actor, *, version: int, aside: bool, now: datetime
) -> None:
    draft = Draft(minutes=minutes, circle=circle, version=version, aside=aside, created=now)
    draft.by_id = own_seat(actor, circle).membership_id
    put(draft, circle, text=text)
    draft.save()


def both(merged: Merged) -> str:
    """Return the text with both wordings where two collide, theirs first."""
    return merged.text(Side.BOTH)


def show(*, actor: Actor, meeting: Meeting, closes: datetime | None = None, now: datetime) -> Minutes:
    """Ask the circle whether the minutes are right, until `closes`.

    Raises:
        Refused: when the actor may not, nothing is written, or they are shown already.
        ClosesTooSoon: when it is less than a day.
    """
    closes = closes or now + USUAL
    if closes < now + SHORTEST:
        raise ClosesTooSoon
    with transaction.atomic():
        meeting, minutes = _locked(meeting, now=now)
        require(may_show_minutes(actor, meeting, minutes))
        minutes.shown, minutes.closes = now, closes
        minutes.save(update_fields=["shown", "closes"])
        _line(meeting, actor, "minutes.shown", now=now)
        announce(MinutesShown(meeting.id, meeting.circle_id, closes, now))
    return minutes


def _locked(meeting: Meeting, *, now: datetime) -> tuple[Meeting, Minutes]:
    meeting = locked(meeting, now=now)
    minutes = Minutes.objects.select_for_update(of=("self",)).filter(meeting=meeting).first()
    if minutes is None:
        raise NotVisible
    minutes.circle = meeting.circle
    return meeting, minutes


def _line(meeting: Meeting, actor: Any, verb: str, *, now: datetime) -> Any:
    circle = meeting.circle
    about = {"meeting": str(meeting.id)}
    if not circle.is_root:
        about["circle"] = str(circle.id)
    return logbook.write(
        actor=actor,
        verb=verb,
        now=now,
        about=about,
        details={},
        circle_id=None if circle.is_root else circle.id,
    )


def remark(*, actor: Actor, meeting: Meeting, words: str, now: datetime) -> Remark:
    """Say what is not right in minutes that are shown. They are not agreed on while it stands.

    Raises:
        Refused: when the actor may not.
        ValueError: when nothing is said.
    """
    if not words.strip():
        raise ValueError("what is not right is said in words")
    with transaction.atomic():
        meeting, minutes = _locked(meeting, now=now)
        require(may_remark(actor, meeting, minutes))
        row = Remark(minutes=minutes, circle=meeting.circle, created=now)
        row.by_id = own_seat(actor, meeting.circle).membership_id
        put(row, meeting.circle, words=words.strip())
        row.save()
    return row


def settle_remark(*, actor: Actor, meeting: Meeting, remark_id: Any, now: datetime) -> Remark:
    """Say that it is right now.

    Raises:
        Refused: when it is not the actor's own.
        NotVisible: when these minutes have none of this id.
    """
    with transaction.atomic():
        meeting, minutes = _locked(meeting, now=now)
        row = Remark.objects.filter(minutes=minutes, id=remark_id).first()
        if row is None:
            raise NotVisible
        row.minutes, row.circle = minutes, meeting.circle
        require(may_settle_remark(actor, row))
        row.settled = now
        row.save(update_fields=["settled"])
    return row


def lock(*, actor: Any, meeting: Meeting, now: datetime) -> Minutes:
    """Agree on minutes: when their time is over, or at a later meeting of the circle, and no remark stands.

    Raises:
        Refused: when the actor may not, or they are locked already.
        NotYet: when the time is not over and no later meeting is held now, or a remark stands.
    """
    with transaction.atomic():
        meeting, minutes = _locked(meeting, now=now)
        require(may_lock_minutes(actor, meeting, minutes))
        here = None if actor == KEEPER else meeting_now(meeting, now=now)
        closes = now if here else minutes.closes
        if closes is None:
            raise NotYet(law.Stand.SHOWN)
        count = law.Count(deciding=0, agreed=0, concerns=standing_remarks(minutes))
        stand = law.stand(closes=closes, now=now, count=count, needs_all=False)
        if stand != law.Stand.PASSES:
            raise NotYet(stand)
        minutes.agreed_at = here
        minutes.decision = _line(meeting, actor, "minutes.agreed", now=now)
        minutes.locked = now
        minutes.save(update_fields=["agreed_at", "decision", "locked"])
        announce(MinutesLocked(meeting.id, meeting.circle_id, now))
    return minutes


def meeting_now(meeting: Meeting, *, now: datetime) -> Meeting | None:
    """Return a later meeting of the same circle that is being held, or has just been."""
    later = Meeting.objects.filter(
        circle_id=meeting.circle_id,
        cancelled=None,
        starts__gt=meeting.starts,
        starts__lte=now,
        ends__gte=now - AFTERWARDS,
    )
    return later.order_by("starts", "id").first()


def standing_remarks(minutes: Minutes) -> int:
    """Count the remarks that stand; who has left the circle holds nothing up."""
    return Remark.objects.filter(
        minutes=minutes, settled=None, by__left=None, by__member__standing__in=INSIDE
    ).count()


def lock_due(*, now: datetime) -> int:
    """Lock, in the community in reach, the minutes whose time is over and that nobody remarked on.

    Each in its own transaction, so that one on which a remark stands holds up no other.

    Returns:
        How many were locked.
    """
    due = Minutes.objects.filter(locked=None, closes__lte=now, circle__closed_on=None)
    done = 0
    for minutes in due.select_related("meeting").order_by("closes", "id"):
        try:
            lock(actor=KEEPER, meeting=minutes.meeting, now=now)
        except (NotYet, Refused):
            continue
        done += 1
    return done


def correct(*, actor: Actor, meeting: Meeting, words: str, now: datetime) -> Addendum:
    """Add a correction to locked minutes, which stand as they were.

    Raises:
        Refused: when the actor may not, or they are not locked.
        ValueError: when nothing is said.
    """
    if not words.strip():
        raise ValueError("a correction is said in words")
    with transaction.atomic():
        meeting, minutes = _locked(meeting, now=now)
        require(may_correct(actor, meeting, minutes))
        row = Addendum(minutes=minutes, circle=meeting.circle, created=now)
        seat = seat_in(actor, meeting.circle)
        row.by_id = seat.membership_id if seat else None
        put(row, meeting.circle, words=words.strip())
        row.save()
        _line(meeting, actor, "minutes.corrected", now=now)
    return row
