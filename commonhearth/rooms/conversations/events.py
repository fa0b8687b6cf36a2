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
class TopicMoved:
    """A topic stands in another open circle now."""

    from_circle_id: UUID
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


@dataclass(frozen=True, slots=True)
class PostChanged:
    """A post says something else than before."""

    circle_id: UUID
    topic_id: UUID
    post_id: UUID
    now: datetime


@dataclass(frozen=True, slots=True)
class PostWithdrawn:
    """Somebody took back what they wrote."""

    circle_id: UUID
    topic_id: UUID
    post_id: UUID
    now: datetime


@dataclass(frozen=True, slots=True)
class PostHidden:
    """A post is out of sight for a time."""

    circle_id: UUID
    post_id: UUID
    now: datetime


@dataclass(frozen=True, slots=True)
class PostShownAgain:
    """A post is in sight again."""

    circle_id: UUID
    post_id: UUID
    now: datetime


@dataclass(frozen=True, slots=True)
class PostTakenDown:
    """A post was taken down for good."""

    circle_id: UUID
    post_id: UUID
    now: datetime


@dataclass(frozen=True, slots=True)
class AuthorshipOpened:
    """In an emergency it was opened who wrote a post without a name; they are told."""

    circle_id: UUID
    post_id: UUID
    now: datetime
