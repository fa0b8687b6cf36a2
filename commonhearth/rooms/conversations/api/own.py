"""What a reader does for themselves alone: what they missed, what they muted, what they hear by mail."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest

from commonhearth.foundation.access import NotVisible, require
from commonhearth.foundation.api.routers import acted_once, done_once, next_page
from commonhearth.foundation.api.schemas import PAGE, After, Limit, Moment
from commonhearth.foundation.circles.api.shapes import read_for
from commonhearth.rooms.conversations import selectors, services
from commonhearth.rooms.conversations.access import may_mute_person, may_mute_topic, may_put_word_aside
from commonhearth.rooms.conversations.access.mailing import may_wish_mail
from commonhearth.rooms.conversations.api.shapes import (
    ForIn,
    MissedOut,
    MissedTopicOut,
    MutedOut,
    PostMailIn,
    PostMailOut,
    QuietOut,
    ReadIn,
    TopicMailIn,
    headed_out,
    post_here,
    router,
    topic_here,
)
from commonhearth.rooms.conversations.forms import until
from commonhearth.rooms.conversations.selectors.mailing import wish_for
from commonhearth.rooms.conversations.services.mailing import wish_mail


def _inside(request: HttpRequest) -> None:
    if not may_put_word_aside(request.actor):
        raise NotVisible


@router.get("/talk/missed", scope="talk:own", response=MissedOut, summary="What you missed")
def missed(
    request: HttpRequest, since: Moment | None = None, after: After = "", limit: Limit = PAGE
) -> dict[str, Any]:
    """Topics of your circles in which others wrote since then, the latest first; never of hidden circles.

    Where no time is named: since you went away, or in the last week.
    """
    _inside(request)
    found = selectors.missed_by(
        request.actor, now=request.now, since=since, after=after, of_hidden=False, size=limit
    )
    rows = [MissedTopicOut(**headed_out(one), circle=one.topic.circle_id) for one in found.topics]
    return {"items": rows, "next": next_page(request, found.more), "since": found.since}


@router.post("/talk/all-read", scope="talk:own", response={204: None}, summary="You have read enough")
def all_read(request: HttpRequest) -> None:
    """In all your circles. Remembered for you alone."""
    _inside(request)
    done_once(request, "talk.all_read", lambda: services.mark_all_read(actor=request.actor, now=request.now))


@router.post(
    "/talk/{uuid:topic_id}/read",
    scope="talk:own",
    response={204: None},
    summary="You have read it up to here",
)
def read(request: HttpRequest, topic_id: UUID, said: ReadIn) -> None:
    """Remembered for you alone."""
    topic = topic_here(request, topic_id)

    def act() -> None:
        services.mark_read(actor=request.actor, topic=topic, until=said.until or request.now, now=request.now)

    done_once(request, f"talk.read.{topic.id}", act)


@router.post(
    "/talk/{uuid:topic_id}/mute",
    scope="talk:own",
    response={201: MutedOut},
    summary="Hear nothing of a topic",
)
def mute_topic(request: HttpRequest, topic_id: UUID, said: ForIn) -> dict[str, Any]:
    """For a time or for good. Nobody else is told."""
    topic = topic_here(request, topic_id)
    require(may_mute_topic(request.actor, topic))

    def act() -> dict[str, str]:
        muted = services.mute_topic(
            actor=request.actor, topic=topic, until=until(said.term, request.now), now=request.now
        )
        return {"id": str(muted.id)}

    return acted_once(request, f"talk.mute.{topic.id}", act)


@router.post(
    "/posts/{uuid:post_id}/mute",
    scope="talk:own",
    response={201: MutedOut},
    summary="Hear nothing of whoever wrote it",
)
def mute_person(request: HttpRequest, post_id: UUID, said: ForIn) -> dict[str, Any]:
    """As this circle knows them, for a time or for good. They are not told."""
    found = post_here(request, post_id)
    person = found.post.author
    if person is None:
        raise NotVisible
    person.circle = found.post.circle if person.circle_id == found.post.circle_id else person.circle
    require(may_mute_person(request.actor, person))

    def act() -> dict[str, str]:
        muted = services.mute_person(
            actor=request.actor, person=person, until=until(said.term, request.now), now=request.now
        )
        return {"id": str(muted.id)}

    return acted_once(request, f"talk.mute_person.{found.post.id}", act)


@router.get(
    "/talk/quiet", scope="talk:own", response=list[QuietOut], summary="What you want to hear nothing of"
)
def quiet(request: HttpRequest) -> list[QuietOut]:
    """Topics and people, for you alone. Words that you put aside are sealed; they stand on the page."""
    _inside(request)
    found = selectors.muted_by(request.actor, now=request.now, sealed=False)
    return [QuietOut(id=one.id, what=one.what, until=one.until) for one in found]


@router.post(
    "/talk/quiet/{uuid:muted_id}/again", scope="talk:own", response={204: None}, summary="Hear of it again"
)
def hear_again(request: HttpRequest, muted_id: UUID) -> None:
    """Of what you muted."""
    _inside(request)
    done_once(
        request,
        f"talk.again.{muted_id}",
        lambda: services.hear_again(actor=request.actor, muted_id=muted_id),
    )


@router.get(
    "/circles/{uuid:circle_id}/talk/mail", scope="talk:own", response=PostMailOut, summary="New posts by mail"
)
def circle_mail(request: HttpRequest, circle_id: UUID) -> PostMailOut:
    """What you chose for a circle: each post, the daily letter alone, or none."""
    return PostMailOut(how=wish_for(request.actor, read_for(request, circle_id)))


@router.post(
    "/circles/{uuid:circle_id}/talk/mail", scope="talk:own", response=PostMailOut, summary="Choose your mail"
)
def wish_circle_mail(request: HttpRequest, circle_id: UUID, said: PostMailIn) -> PostMailOut:
    """For all that is written in a circle. Only you see it."""
    return _wish(request, read_for(request, circle_id), said.how)


@router.get(
    "/talk/{uuid:topic_id}/mail",
    scope="talk:own",
    response=PostMailOut,
    summary="New posts of a topic by mail",
)
def topic_mail(request: HttpRequest, topic_id: UUID) -> PostMailOut:
    """What you chose for this one topic; empty: as its circle has it."""
    return PostMailOut(how=wish_for(request.actor, topic_here(request, topic_id)))


@router.post(
    "/talk/{uuid:topic_id}/mail",
    scope="talk:own",
    response=PostMailOut,
    summary="Choose your mail of a topic",
)
def wish_topic_mail(request: HttpRequest, topic_id: UUID, said: TopicMailIn) -> PostMailOut:
    """Whatever holds for its circle. Only you see it."""
    return _wish(request, topic_here(request, topic_id), said.how)


def _wish(request: HttpRequest, thing: Any, how: str) -> PostMailOut:
    require(may_wish_mail(request.actor, getattr(thing, "circle", thing)))
    done_once(
        request,
        f"talk.mail.{thing.id}",
        lambda: wish_mail(actor=request.actor, thing=thing, how=how, now=request.now),
    )
    return PostMailOut(how=wish_for(request.actor, thing))
