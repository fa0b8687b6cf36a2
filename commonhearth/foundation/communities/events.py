"""News about communities, heard by the floors above."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class CoFounder:
    """Somebody who begins a community beside its first member, and is known in it by this name."""

    person_id: UUID
    name: str
    word: str = ""


@dataclass(frozen=True, slots=True)
class CommunityCreated:
    """A community was created on this host by a person, who becomes its first member and steward.

    Attributes:
        steward_until: the first day on which they are steward no more; in a year, where nobody says.
        beside: who begins it with them, as full members.
    """

    community_id: UUID
    founder_id: UUID
    founder_name: str
    now: datetime
    founder_word: str = ""
    steward_until: date | None = None
    beside: tuple[CoFounder, ...] = ()


@dataclass(frozen=True, slots=True)
class CommunityChanged:
    """What a community says of itself changed."""

    community_id: UUID
    now: datetime


@dataclass(frozen=True, slots=True)
class ReachedOut:
    """Somebody outside wrote to a community that agreed to answer."""

    message_id: UUID
    now: datetime


@dataclass(frozen=True, slots=True)
class LetterErased:
    """Who wrote from outside erases what is theirs; the letter goes, and so does what told of it."""

    message_id: UUID
    now: datetime
