"""News about circles, heard by the floors above. Ids only: a hidden circle's name travels nowhere."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class CircleOpened:
    """A circle began."""

    circle_id: UUID
    now: datetime


@dataclass(frozen=True, slots=True)
class CircleChanged:
    """A circle has another name, purpose or openness."""

    circle_id: UUID
    now: datetime


@dataclass(frozen=True, slots=True)
class CircleHidden:
    """A circle was hidden, or stands below one that was: what it wrote openly is to be sealed now."""

    circle_id: UUID
    now: datetime


@dataclass(frozen=True, slots=True)
class CircleEnded:
    """A circle ended; its people may still read."""

    circle_id: UUID
    now: datetime


@dataclass(frozen=True, slots=True)
class CircleJoined:
    """Somebody came into a circle."""

    circle_id: UUID
    membership_id: UUID
    now: datetime


@dataclass(frozen=True, slots=True)
class CircleLeft:
    """Somebody left a circle."""

    circle_id: UUID
    membership_id: UUID
    now: datetime


@dataclass(frozen=True, slots=True)
class CircleAsked:
    """Somebody asked to join a circle that is by invitation; those who answer should hear of it."""

    circle_id: UUID
    asking_id: UUID
    now: datetime


@dataclass(frozen=True, slots=True)
class CircleInvited:
    """A member may come into a circle, invited from inside or answered with a yes."""

    circle_id: UUID
    asking_id: UUID
    member_id: UUID
    now: datetime


@dataclass(frozen=True, slots=True)
class CircleAskingDeclined:
    """The answer to an asking was no; the person is told kindly, and nothing is kept."""

    circle_id: UUID
    member_id: UUID
    now: datetime


@dataclass(frozen=True, slots=True)
class RoleGiven:
    """Somebody holds a role for a term."""

    circle_id: UUID
    role_id: UUID
    now: datetime


@dataclass(frozen=True, slots=True)
class SomeoneNeeded:
    """A role is without anyone: the circle is told “we need someone”."""

    circle_id: UUID
    office: str
    now: datetime
