"""Agreed notes of a support circle: off unless it has agreed to keep them, and gone when their time is over."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from commonhearth.foundation.access import NotVisible, require
from commonhearth.foundation.agreements.rules import rule
from commonhearth.foundation.circles.access import Actor, own_seat
from commonhearth.foundation.circles.models import Circle
from commonhearth.foundation.sealed import erasure
from commonhearth.foundation.tenancy.lasting import over
from commonhearth.rooms.meetings.access.minutes import may_agree_note, may_drop_note, may_keep_note
from commonhearth.rooms.meetings.models import Meeting, Note
from commonhearth.rooms.meetings.sealing import put
from commonhearth.rooms.meetings.services.agenda import locked

#: How long a note waits for a second person's yes before it goes.
WAITS = timedelta(days=7)


def note_days(circle: Circle, *, now: datetime) -> int:
    """Return after how many days notes of a circle fade, as it has agreed; 0: it keeps none."""
    return int(rule(circle, "note_days", now) or 0)


def put_down(*, actor: Actor, meeting: Meeting, words: str, now: datetime) -> Note:
    """Put down what the circle may want to remember. It is kept when a second person says yes.

    Raises:
        Refused: when the actor may not, or the circle keeps no notes.
        ValueError: when nothing is said.
    """
    if not words.strip():
        raise ValueError("a note has words")
    with transaction.atomic():
        meeting = locked(meeting, now=now)
        days = note_days(meeting.circle, now=now)
        require(may_keep_note(actor, meeting, days))
        note = Note(meeting=meeting, circle=meeting.circle, created=now)
        note.fades = min(now + WAITS, now + timedelta(days=days))
        note.put_by_id = own_seat(actor, meeting.circle).membership_id
        put(note, meeting.circle, words=words.strip())
        note.save()
    return note


def _locked(meeting: Meeting, note_id: UUID) -> Note:
    note = Note.objects.select_for_update(of=("self",)).filter(meeting=meeting, id=note_id).first()
    if note is None:
        raise NotVisible
    note.meeting, note.circle = meeting, meeting.circle
    return note


def agree(*, actor: Actor, meeting: Meeting, note_id: UUID, now: datetime) -> Note:
    """Say yes to keeping a note; it fades after as many days as the circle has agreed.

    Raises:
        Refused: when the actor put it down themselves, or it is agreed.
        NotVisible: when it is gone.
    """
    with transaction.atomic():
        meeting = locked(meeting, now=now)
        note = _locked(meeting, note_id)
        require(may_agree_note(actor, note))
        note.agreed = now
        note.fades = now + timedelta(days=note_days(meeting.circle, now=now))
        note.save(update_fields=["agreed", "fades"])
    return note


def drop(*, actor: Actor, meeting: Meeting, note_id: UUID, now: datetime) -> None:
    """Let a note go, at once and from every backup that is ever put back. Twice is as once.

    Raises:
        Refused: when the actor may not.
        NotVisible: when it is gone already.
    """
    with transaction.atomic():
        meeting = locked(meeting, now=now)
        note = _locked(meeting, note_id)
        require(may_drop_note(actor, note))
        erasure.erase(note)


def fade(*, now: datetime) -> int:
    """Erase, in the community in reach, every note whose time is over; return how many."""
    return erasure.erase_all(over(Note, now=now))
