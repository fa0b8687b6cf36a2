"""The topics of a circle, and one topic with its posts."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.http import HttpRequest, HttpResponse

from commonhearth.foundation import once
from commonhearth.foundation.circles.selectors import circle_for, root_for
from commonhearth.kit.page import page
from commonhearth.rooms.conversations import selectors
from commonhearth.rooms.conversations.access import may_begin_topic, may_write_post
from commonhearth.rooms.conversations.forms import PostForm

if TYPE_CHECKING:
    from commonhearth.foundation.circles.models import Circle


def everyone(request: HttpRequest) -> HttpResponse:
    """The topics of the circle of everyone."""
    return _topics(request, root_for(request.actor, now=request.now))


def topics(request: HttpRequest, circle_id: UUID) -> HttpResponse:
    """What a circle talks about, latest first."""
    return _topics(request, circle_for(request.actor, circle_id, now=request.now))


def _topics(request: HttpRequest, circle: Circle) -> HttpResponse:
    found = selectors.topics_of(request.actor, circle, after=request.GET.get("after", ""))
    context = {
        "circle": circle,
        "topics": found.topics,
        "more": found.more,
        "first": not request.GET.get("after"),
        "begin": may_begin_topic(request.actor, circle),
    }
    return page(request, "conversations/topics.html", context)


def topic(request: HttpRequest, topic_id: UUID) -> HttpResponse:
    """One topic: its posts, each thread whole, and a place to write."""
    found = selectors.topic_for(request.actor, topic_id, now=request.now)
    posts = selectors.posts_of(request.actor, found, after=request.GET.get("after", ""))
    context = {
        "topic": found,
        "circle": found.circle,
        "posts": posts.posts,
        "more": posts.more,
        "first": not request.GET.get("after"),
        "write": may_write_post(request.actor, found),
        "form": PostForm(),
        "once_key": once.new_key(),
    }
    return page(request, "conversations/topic.html", context)
