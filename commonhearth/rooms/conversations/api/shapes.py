"""What comes in and goes out, field by field, and how a program reaches a topic and a post."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from django.http import HttpRequest

from commonhearth.foundation.access import NotVisible
from commonhearth.foundation.api.routers import Router
from commonhearth.foundation.api.schemas import In, Moment, Out, Page, Short, Title, Word, Writing
from commonhearth.rooms.conversations import selectors

router = Router("conversations")
Wish = Literal["", "listening", "advice", "no_reply"]


class TopicOut(Out):
    id: UUID
    title: str
    tags: list[str]
    closed: bool
    first: bool
    last_written: datetime


class PostOut(Out):
    id: UUID
    #: The circle membership that wrote it; null for a post without a name, or by somebody who has left.
    by: UUID | None
    by_name: str
    yours: bool
    written: datetime
    changed: datetime | None
    #: The post at the head of its thread, where this is an answer.
    answers: UUID | None
    #: What its author says before it; whoever shows the text lets the reader choose.
    care_note: str
    wish: str
    #: Markdown; empty where it is gone.
    text: str
    #: withdrawn, hidden, taken_down, or nothing.
    gone: str
    #: The state it is in, to be given back when it is changed.
    state: int


class TopicIn(In):
    title: Title
    text: Writing
    tags: list[Word] = []
    care: list[str] = []
    care_words: Short = ""
    wish: Wish = ""


class PostIn(In):
    text: Writing
    answers: UUID | None = None
    care: list[str] = []
    care_words: Short = ""
    wish: Wish = ""


class ChangeIn(In):
    text: Writing
    #: `state` of the post as it was read.
    made_from: int
    care: list[str] = []
    care_words: Short = ""
    wish: Wish = ""


class MadeOut(Out):
    id: UUID


class ChangedOut(Out):
    state: int
    #: Whether what was changed elsewhere meanwhile was put together with it.
    merged: bool


class WithdrawnOut(Out):
    topic_stays: bool


class OneTopicOut(Out):
    id: UUID
    circle: UUID
    title: str
    tags: list[str]
    closed: bool
    first: bool


class PostVersionOut(Out):
    #: The state it was in, from 0.
    number: int
    #: Behind the care note of the post, where it has one.
    text: str
    #: Until when it said this.
    until: datetime


class HitOut(Out):
    #: topic or post.
    kind: str
    id: UUID
    title: str
    line: str


class FoundOut(Out):
    items: list[HitOut]
    #: So much fits that only the newest were looked through.
    bounded: bool


class AboutIn(In):
    title: Title
    tags: list[Word] = []


class ClosedIn(In):
    closed: bool


class FirstIn(In):
    first: bool


class MoveTopicIn(In):
    #: An open circle of yours.
    to: UUID


class MissedTopicOut(TopicOut):
    circle: UUID


class MissedOut(Page[MissedTopicOut]):
    #: Since when was looked.
    since: datetime


class ReadIn(In):
    #: Up to when; now where nothing is said.
    until: Moment | None = None


class ForIn(In):
    #: For a week, a month, or for good.
    term: Literal["week", "month", ""] = "week"


class QuietOut(Out):
    id: UUID
    what: str
    #: Null for good.
    until: datetime | None


class MutedOut(Out):
    #: To hear of it again.
    id: UUID


class PostMailOut(Out):
    #: each, daily, never; of a topic also nothing: as its circle has it.
    how: str


class PostMailIn(In):
    how: Literal["each", "daily", "never"]


class TopicMailIn(In):
    #: Empty: as its circle has it.
    how: Literal["each", "daily", "never", ""]


def topic_here(request: HttpRequest, topic_id: UUID) -> Any:
    topic = selectors.topic_for(request.actor, topic_id, now=request.now)
    if topic.circle.is_hidden:
        raise NotVisible
    return topic


def post_here(request: HttpRequest, post_id: UUID) -> selectors.Said:
    said = selectors.post_for(request.actor, post_id, now=request.now)
    if said.post.circle.is_hidden:
        raise NotVisible
    return said


def headed_out(one: selectors.Headed) -> dict[str, Any]:
    return {
        "id": one.topic.id,
        "title": one.title,
        "tags": one.tags,
        "closed": bool(one.topic.closed),
        "first": bool(one.topic.pinned),
        "last_written": one.topic.latest,
    }
