"""News about communities, heard by the floors above."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class CommunityCreated:
    """A community was created on this host by a person, who becomes its first member."""

    community_id: UUID
    founder_id: UUID
    founder_name: str
    now: datetime


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
