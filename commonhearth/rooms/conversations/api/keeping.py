"""Looking after a topic: title and tags, standing first, closing, moving."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest

from commonhearth.foundation.access import NotVisible, require
from commonhearth.foundation.api.problems import Problem
from commonhearth.foundation.api.routers import done_once
from commonhearth.rooms.conversations import selectors, services, tags, wording
from commonhearth.rooms.conversations.access import may_pin_topic
from commonhearth.rooms.conversations.api.shapes import (
    AboutIn,
    ClosedIn,
    FirstIn,
    MoveTopicIn,
    OneTopicOut,
    router,
    topic_here,
)

TOPIC = "/talk/{uuid:topic_id}"


@router.get(f"{TOPIC}/about", scope="talk:read", response=OneTopicOut, summary="What a topic is about")
def about(request: HttpRequest, topic_id: UUID) -> OneTopicOut:
    """Its title and tags, where it stands, whether it is closed."""
    topic = topic_here(request, topic_id)
    return OneTopicOut(
        id=topic.id,
        circle=topic.circle_id,
        title=selectors.title_of(topic),
        tags=tags.words(topic.tags),
        closed=bool(topic.closed),
        first=bool(topic.pinned),
    )


@router.post(f"{TOPIC}/about", scope="talk:act", response=OneTopicOut, summary="Say anew what it is about")
def name_topic(request: HttpRequest, topic_id: UUID, said: AboutIn) -> OneTopicOut:
    """And by which words it is found, up to five."""
    topic = topic_here(request, topic_id)

    def act() -> None:
        services.name_topic(
            actor=request.actor,
            topic=topic,
            title=said.title,
            tags_typed=" ".join(said.tags),
            now=request.now,
        )

    done_once(request, f"talk.about.{topic.id}", act)
    return about(request, topic_id)


@router.post(
    f"{TOPIC}/close", scope="talk:keep", response=OneTopicOut, summary="Close a topic, or open it again"
)
def close(request: HttpRequest, topic_id: UUID, said: ClosedIn) -> OneTopicOut:
    """A closed one can be read, and not written in. Twice is as once."""
    topic = topic_here(request, topic_id)

    def act() -> None:
        services.close_topic(actor=request.actor, topic=topic, closed=said.closed, now=request.now)

    done_once(request, f"talk.close.{topic.id}", act)
    return about(request, topic_id)


@router.post(
    f"{TOPIC}/first", scope="talk:keep", response=OneTopicOut, summary="Let a topic stand first, or step back"
)
def pin(request: HttpRequest, topic_id: UUID, said: FirstIn) -> OneTopicOut:
    """Before the others of its circle. Twice is as once."""
    topic = topic_here(request, topic_id)

    def act() -> None:
        services.pin_topic(actor=request.actor, topic=topic, pinned=said.first, now=request.now)

    try:
        done_once(request, f"talk.first.{topic.id}", act)
    except services.ManyPinned as many:
        raise Problem(409, "not_yet", str(wording.SENTENCES["many_pinned"]) % {"most": many.most}) from None
    return about(request, topic_id)


@router.post(
    f"{TOPIC}/move", scope="talk:keep", response=OneTopicOut, summary="Move a topic to another open circle"
)
def move(request: HttpRequest, topic_id: UUID, said: MoveTopicIn) -> OneTopicOut:
    """With all its posts. Who may read it stays the same."""
    topic = topic_here(request, topic_id)

    def act() -> None:
        require(may_pin_topic(request.actor, topic))
        circles = selectors.where_to_move(request.actor, topic, now=request.now)
        to = next((circle for circle in circles if circle.id == said.to), None)
        if to is None:
            raise NotVisible
        services.move_topic(actor=request.actor, topic=topic, to=to, now=request.now)

    # Asked first: whoever moved it may look after another circle than the one it stands in now.
    done_once(request, f"talk.move.{topic.id}", act)
    return about(request, topic_id)
