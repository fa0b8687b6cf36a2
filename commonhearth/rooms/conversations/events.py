"""News of conversations, heard by the floors above. Ids only, and never who wrote."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class TopicBegun:
    """A circle has something new to talk about."""

    circle_id: UUID
    topic_id: UUID
    now: datetime


@dataclass(frozen=True, slots=True)
class PostWritten:
    """Somebody wrote in a topic; the first post of a topic too."""

    circle_id: UUID
    topic_id: UUID
    post_id: UUID
    now: datetime
