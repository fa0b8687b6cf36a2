"""Beginning a topic, and writing in one."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from commonhearth.foundation import once
from commonhearth.foundation.access import NotVisible, require
from commonhearth.foundation.circles.access import may_read_circle
from commonhearth.foundation.circles.selectors import circle_for
from commonhearth.kit.page import page
from commonhearth.rooms.conversations import selectors, services
from commonhearth.rooms.conversations.access import may_begin_topic, may_write_post
from commonhearth.rooms.conversations.forms import PostForm, TopicForm


def begin(request: HttpRequest, circle_id: UUID) -> HttpResponse:
    """Begin a topic."""
    circle = circle_for(request.actor, circle_id, now=request.now)
    if not may_read_circle(request.actor, circle):
        raise NotVisible
    require(may_begin_topic(request.actor, circle))
    form = TopicForm(request.POST or None)
    if form.is_bound and form.is_valid():

        def act() -> dict[str, Any]:
            made = services.begin_topic(
                actor=request.actor, circle=circle, now=request.now, **form.cleaned_data
            )
            return {"topic": str(made.id)}

        made = once.answer(
            actor=request.actor,
            form=f"talk.begin.{circle.id}",
            key=request.POST.get("once_key", ""),
            act=act,
        )
        return HttpResponseRedirect(
            reverse("conversations:topic", args=[request.community.slug, made["topic"]])
        )
    context = {"circle": circle, "form": form, "once_key": once.new_key()}
    return page(request, "conversations/begin.html", context, status=422 if form.errors else 200)


def write(request: HttpRequest, topic_id: UUID) -> HttpResponse:
    """Write in a topic, or answer a post of it (`?to=`)."""
    topic = selectors.topic_for(request.actor, topic_id, now=request.now)
    require(may_write_post(request.actor, topic))
    to = _answered(request, topic)
    form = PostForm(request.POST or None)
    if form.is_bound and form.is_valid():

        def act() -> dict[str, Any]:
            made = services.write_post(
                actor=request.actor,
                topic=topic,
                answers=to and to.post,
                now=request.now,
                **form.cleaned_data,
            )
            return {"post": str(made.id)}

        made = once.answer(
            actor=request.actor,
            form=f"talk.write.{topic.id}",
            key=request.POST.get("once_key", ""),
            act=act,
        )
        there = reverse("conversations:topic", args=[request.community.slug, topic.id])
        return HttpResponseRedirect(f"{there}#post-{made['post']}")
    context = {"topic": topic, "circle": topic.circle, "to": to, "form": form, "once_key": once.new_key()}
    return page(request, "conversations/write.html", context, status=422 if form.errors else 200)


def _answered(request: HttpRequest, topic: Any) -> selectors.Said | None:
    """Return the post that is answered, if one is named.

    Raises:
        NotVisible: when it is none of this topic that the viewer reads.
    """
    named = request.GET.get("to", "")
    if not named:
        return None
    try:
        post_id = UUID(named)
    except ValueError:
        raise NotVisible from None
    found = selectors.post_for(request.actor, post_id, now=request.now)
    if found.post.topic_id != topic.id:
        raise NotVisible
    return found
