"""A circle's topics and their posts: read, written, changed, taken back, looked for."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest

from commonhearth.foundation.access import NotVisible, require
from commonhearth.foundation.api.problems import Problem
from commonhearth.foundation.api.routers import acted_once, next_page
from commonhearth.foundation.api.schemas import PAGE, After, Asked, Limit, Page, Word
from commonhearth.foundation.circles.api.shapes import read_for
from commonhearth.rooms.conversations import care_notes, selectors, services, tags, wording
from commonhearth.rooms.conversations.access import (
    may_begin_topic,
    may_edit_post,
    may_withdraw_post,
    may_write_post,
)
from commonhearth.rooms.conversations.api.shapes import (
    ChangedOut,
    ChangeIn,
    FoundOut,
    HitOut,
    MadeOut,
    PostIn,
    PostOut,
    PostVersionOut,
    TopicIn,
    TopicOut,
    WithdrawnOut,
    headed_out,
    post_here,
    router,
    topic_here,
)


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
def topics(
    request: HttpRequest, circle_id: UUID, tag: Word = "", after: After = "", limit: Limit = PAGE
) -> dict[str, Any]:
    """Those that stand first, then those last written in; never of a hidden circle. Or those that bear a tag."""
    found = selectors.topics_of(
        request.actor,
        read_for(request, circle_id),
        now=request.now,
        after=after,
        tag=tag.casefold()[: tags.LONGEST],
        size=limit,
    )
    rows = [TopicOut(**headed_out(one)) for one in [*found.pinned, *found.topics]]
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
        request.actor, topic_here(request, topic_id), now=request.now, after=after, size=limit
    )
    return {"items": [_out(said) for said in found.posts], "next": next_page(request, found.more or None)}


@router.post("/talk/{uuid:topic_id}", scope="talk:act", response=MadeOut, summary="Write in a topic")
def write(request: HttpRequest, topic_id: UUID, body: PostIn) -> dict[str, Any]:
    """Write, or answer a post, under your name in the circle."""
    topic = topic_here(request, topic_id)
    require(may_write_post(request.actor, topic))
    answers = post_here(request, body.answers).post if body.answers else None
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
    return _out(post_here(request, post_id))


@router.post("/posts/{uuid:post_id}", scope="talk:act", response=ChangedOut, summary="Change your post")
def change(request: HttpRequest, post_id: UUID, body: ChangeIn) -> dict[str, Any]:
    """What it said before stays to be read. Where the same lines were changed elsewhere meanwhile: 409."""
    said = post_here(request, post_id)
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
    said = post_here(request, post_id)

    def act() -> dict[str, Any]:
        require(may_withdraw_post(request.actor, said.post))
        stays = services.withdraw_post(actor=request.actor, post=said.post, now=request.now)
        return {"topic_stays": stays}

    # Asked first: taken back once, it could not be taken back again.
    return acted_once(request, f"talk.withdraw.{said.post.id}", act)


@router.get(
    "/posts/{uuid:post_id}/history",
    scope="talk:read",
    response=list[PostVersionOut],
    summary="What a post said before",
)
def history(request: HttpRequest, post_id: UUID) -> list[PostVersionOut]:
    """The latest first; for who can read the post."""
    said = post_here(request, post_id)
    return [
        PostVersionOut(number=one.number, text=one.text, until=one.created)
        for one in selectors.history_of(request.actor, said.post)
    ]


@router.get(
    "/circles/{uuid:circle_id}/talk/find", scope="talk:read", response=FoundOut, summary="Look for words"
)
def find(request: HttpRequest, circle_id: UUID, q: Asked = "") -> FoundOut:
    """In the topics and posts of one circle, the best fit first; typing mistakes are forgiven."""
    found = selectors.search_in(request.actor, read_for(request, circle_id), q, now=request.now)
    return FoundOut(
        items=[HitOut(kind=hit.kind, id=hit.id, title=hit.title, line=hit.text) for hit in found.hits],
        bounded=found.bounded,
    )
