"""Conversations for programs: of open circles and those by invitation, as their owner reads and writes them.

Hidden circles have no API, and nothing is written without a name here: the answer kept for a key would tell
who wrote it.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from django.http import HttpRequest

from commonhearth.foundation.access import NotVisible, require
from commonhearth.foundation.api.problems import Problem
from commonhearth.foundation.api.routers import Router, acted_once, next_page
from commonhearth.foundation.api.schemas import PAGE, After, In, Limit, Out, Page, Short, Title, Word, Writing
from commonhearth.foundation.circles.api.shapes import read_for
from commonhearth.rooms.conversations import care_notes, selectors, services, wording
from commonhearth.rooms.conversations.access import (
    may_begin_topic,
    may_edit_post,
    may_withdraw_post,
    may_write_post,
)

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


def _topic(request: HttpRequest, topic_id: UUID) -> Any:
    topic = selectors.topic_for(request.actor, topic_id, now=request.now)
    if topic.circle.is_hidden:
        raise NotVisible
    return topic


def _post(request: HttpRequest, post_id: UUID) -> selectors.Said:
    said = selectors.post_for(request.actor, post_id, now=request.now)
    if said.post.circle.is_hidden:
        raise NotVisible
    return said


def _out(said: selectors.Said) -> PostOut:
    shown = not said.gone or said.is_own
    return PostOut(
        id=said.post.id,
        by=said.author.id if said.author else None,
        by_name=said.name,
        yours=said.is_own,
        written=said.post.created,
        changed=said.post.edited,
        answers=said.post.answers_id,
        care_note=said.care if shown else "",
        wish=said.post.wish,
        text=said.post.text if shown else "",
        gone=said.gone,
        state=said.post.edits,
    )


def _words(body: Any) -> dict[str, Any]:
    return {
        "text": body.text,
        "care_note": care_notes.kept(body.care, body.care_words),
        "wish": body.wish,
    }


@router.get(
    "/circles/{uuid:circle_id}/talk", scope="talk:read", response=Page[TopicOut], summary="A circle’s topics"
)
def topics(request: HttpRequest, circle_id: UUID, after: After = "", limit: Limit = PAGE) -> dict[str, Any]:
    """Those that stand first, then those last written in; never of a hidden circle."""
    found = selectors.topics_of(
        request.actor, read_for(request, circle_id), now=request.now, after=after, size=limit
    )
    rows = [
        TopicOut(
            id=one.topic.id,
            title=one.title,
            tags=one.tags,
            closed=bool(one.topic.closed),
            first=bool(one.topic.pinned),
            last_written=one.topic.latest,
        )
        for one in [*found.pinned, *found.topics]
    ]
    return {"items": rows, "next": next_page(request, found.more or None)}


@router.post("/circles/{uuid:circle_id}/talk", scope="talk:act", response=MadeOut, summary="Begin a topic")
def begin(request: HttpRequest, circle_id: UUID, body: TopicIn) -> dict[str, Any]:
    """Begin a topic with its first post, under your name in the circle."""
    circle = read_for(request, circle_id)
    require(may_begin_topic(request.actor, circle))

    def act() -> dict[str, Any]:
        made = services.begin_topic(
            actor=request.actor,
            circle=circle,
            title=body.title,
            tags_typed=" ".join(body.tags),
            now=request.now,
            **_words(body),
        )
        return {"id": str(made.id)}

    return acted_once(request, f"talk.begin.{circle.id}", act)


@router.get("/talk/{uuid:topic_id}", scope="talk:read", response=Page[PostOut], summary="A topic’s posts")
def posts(request: HttpRequest, topic_id: UUID, after: After = "", limit: Limit = PAGE) -> dict[str, Any]:
    """Thread by thread, without those of people kept apart from you."""
    found = selectors.posts_of(
        request.actor, _topic(request, topic_id), now=request.now, after=after, size=limit
    )
    return {"items": [_out(said) for said in found.posts], "next": next_page(request, found.more or None)}


@router.post("/talk/{uuid:topic_id}", scope="talk:act", response=MadeOut, summary="Write in a topic")
def write(request: HttpRequest, topic_id: UUID, body: PostIn) -> dict[str, Any]:
    """Write, or answer a post, under your name in the circle."""
    topic = _topic(request, topic_id)
    require(may_write_post(request.actor, topic))
    answers = _post(request, body.answers).post if body.answers else None
    if answers is not None and answers.topic_id != topic.id:
        raise NotVisible

    def act() -> dict[str, Any]:
        made = services.write_post(
            actor=request.actor, topic=topic, answers=answers, now=request.now, **_words(body)
        )
        return {"id": str(made.id)}

    return acted_once(request, f"talk.write.{topic.id}", act)


@router.get("/posts/{uuid:post_id}", scope="talk:read", response=PostOut, summary="One post")
def post(request: HttpRequest, post_id: UUID) -> PostOut:
    """As you may read it."""
    return _out(_post(request, post_id))


@router.post("/posts/{uuid:post_id}", scope="talk:act", response=ChangedOut, summary="Change your post")
def change(request: HttpRequest, post_id: UUID, body: ChangeIn) -> dict[str, Any]:
    """What it said before stays to be read. Where the same lines were changed elsewhere meanwhile: 409."""
    said = _post(request, post_id)
    require(may_edit_post(request.actor, said.post))
    try:
        done = services.edit_post(
            actor=request.actor, post=said.post, made_from=body.made_from, now=request.now, **_words(body)
        )
    except services.ChangedMeanwhile:
        raise Problem(409, "not_yet", wording.SENTENCES["changed_meanwhile"]) from None
    return {"state": done.post.edits, "merged": done.merged}


@router.post(
    "/posts/{uuid:post_id}/withdraw", scope="talk:act", response=WithdrawnOut, summary="Take your post back"
)
def withdraw(request: HttpRequest, post_id: UUID) -> dict[str, Any]:
    """Its words are erased; its place in the thread stays."""
    said = _post(request, post_id)

    def act() -> dict[str, Any]:
        require(may_withdraw_post(request.actor, said.post))
        stays = services.withdraw_post(actor=request.actor, post=said.post, now=request.now)
        return {"topic_stays": stays}

    # Asked first: taken back once, it could not be taken back again.
    return acted_once(request, f"talk.withdraw.{said.post.id}", act)
