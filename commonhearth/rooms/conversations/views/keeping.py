"""Looking after a topic: title and tags, standing first, closing, moving."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from commonhearth.foundation.access import require
from commonhearth.kit.page import page
from commonhearth.rooms.conversations import selectors, services, wording
from commonhearth.rooms.conversations.access import may_name_topic, may_pin_topic
from commonhearth.rooms.conversations.forms import MoveForm, NameForm


def _there(request: HttpRequest, topic_id: UUID) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("conversations:topic", args=[request.community.slug, topic_id]))


def about(request: HttpRequest, topic_id: UUID) -> HttpResponse:
    """Say anew what a topic is about, and by which words it is found."""
    topic = selectors.topic_for(request.actor, topic_id, now=request.now)
    require(may_name_topic(request.actor, topic))
    form = NameForm(request.POST or None, initial={"title": topic.title, "tags": topic.tags.strip()})
    if form.is_bound and form.is_valid():
        data = form.cleaned_data
        services.name_topic(
            actor=request.actor,
            topic=topic,
            title=data["title"],
            tags_typed=data["tags"],
            now=request.now,
        )
        return _there(request, topic.id)
    context = {"topic": topic, "title": selectors.title_of(topic), "form": form}
    return page(request, "conversations/about.html", context, status=422 if form.errors else 200)


def close(request: HttpRequest, topic_id: UUID) -> HttpResponse:
    """Close a topic, or open it again."""
    topic = selectors.topic_for(request.actor, topic_id, now=request.now)
    closed = request.POST.get("closed") == "yes"
    services.close_topic(actor=request.actor, topic=topic, closed=closed, now=request.now)
    messages.success(request, _("It is closed. It can still be read.") if closed else _("It is open again."))
    return _there(request, topic.id)


def pin(request: HttpRequest, topic_id: UUID) -> HttpResponse:
    """Let a topic stand before the others, or step back."""
    topic = selectors.topic_for(request.actor, topic_id, now=request.now)
    try:
        services.pin_topic(
            actor=request.actor, topic=topic, pinned=request.POST.get("pinned") == "yes", now=request.now
        )
    except services.ManyPinned as many:
        messages.warning(request, str(wording.SENTENCES["many_pinned"]) % {"most": many.most})
    return _there(request, topic.id)


def move(request: HttpRequest, topic_id: UUID) -> HttpResponse:
    """Move a topic to another open circle."""
    topic = selectors.topic_for(request.actor, topic_id, now=request.now)
    require(may_pin_topic(request.actor, topic))
    circles = selectors.where_to_move(request.actor, topic, now=request.now)
    form = MoveForm(request.POST if request.method == "POST" else None, circles=circles)
    if form.is_bound and form.is_valid():
        services.move_topic(actor=request.actor, topic=topic, to=form.cleaned_data["to"], now=request.now)
        messages.success(
            request, _("It stands in the other circle now. Who may read it is the same as before.")
        )
        return _there(request, topic.id)
    context = {"topic": topic, "title": selectors.title_of(topic), "circles": circles, "form": form}
    return page(request, "conversations/move.html", context, status=422 if form.errors else 200)
