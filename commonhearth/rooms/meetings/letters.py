"""What a link in a letter may do here: say yes to a date, or no."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from commonhearth.foundation.access import NotVisible
from commonhearth.foundation.accounts.models import Person
from commonhearth.foundation.circles.selectors import acting
from commonhearth.rooms.meetings import selectors, services
from commonhearth.rooms.meetings.models import Answer


def _answer(person: Person, about: tuple[str, ...], says: str, now: datetime) -> None:
    [meeting_id] = about
    actor = acting(person, now=now)
    if actor is None:
        raise NotVisible
    row = selectors.meeting_row(actor, UUID(meeting_id), now=now)
    services.answer(actor=actor, meeting=row, says=says, now=now)


def say_yes(person: Person, about: tuple[str, ...], now: datetime) -> None:
    """Say yes to a date by the link in a letter; where all places are taken, wait for one.

    Raises:
        NotVisible: when there is no such date for them.
        Refused: when they may not come, or it has begun.
    """
    _answer(person, about, Answer.COMING, now)


def say_no(person: Person, about: tuple[str, ...], now: datetime) -> None:
    """Say no to a date by the link in a letter. Raises as `say_yes`."""
    _answer(person, about, Answer.NOT, now)
