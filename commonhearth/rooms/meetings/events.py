"""News about meetings, heard by the floors above. Ids only: a hidden circle's words travel nowhere."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class TurnOpened:
    """Somebody handed a turn on, and nobody has it."""

    meeting_id: UUID
    circle_id: UUID
    hat: str
    now: datetime


@dataclass(frozen=True, slots=True)
class MinutesShown:
    """Minutes are before a circle until they close."""

    meeting_id: UUID
    circle_id: UUID
    closes: datetime
    now: datetime


@dataclass(frozen=True, slots=True)
class MinutesLocked:
    """Minutes were agreed on and stand fast."""

    meeting_id: UUID
    circle_id: UUID
    now: datetime
