"""Beginning a topic, and writing in one."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from commonhearth.foundation import once
from commonhearth.foundation.access import NotVisible, require
from commonhearth.foundation.agreements import services as agreements
from commonhearth.foundation.agreements.forms import ids_in
from commonhearth.foundation.circles.access import may_read_circle
from commonhearth.foundation.circles.selectors import circle_for
from commonhearth.kit.page import page
from commonhearth.rooms.conversations import authorship, selectors, services, wording
from commonhearth.rooms.conversations.access import may_begin_topic, may_write_post
from commonhearth.rooms.conversations.forms import PostForm, TopicForm
from commonhearth.rooms.conversations.views.topics import beside_writing

if TYPE_CHECKING:
    from commonhearth.foundation.agreements.selectors import GroundRules


def begin(request: HttpRequest, circle_id: UUID) -> HttpResponse:
    """Begin a topic."""
    circle = circle_for(request.actor, circle_id, now=request.now)
    if not may_read_circle(request.actor, circle):
        raise NotVisible
    require(may_begin_topic(request.actor, circle))
    nameless = selectors.may_be_nameless(circle, now=request.now)
    rules = selectors.rules_first(request.actor, circle)
    others = selectors.spoken_for(request.actor, circle)
    form = TopicForm(
        request.POST or None, request.FILES or None, may_be_nameless=nameless, rules=rules, others=others
    )
    if form.is_bound and form.is_valid() and not form.rules_wait:

        def act() -> dict[str, Any]:
            _keep_to(request, rules)
            made = services.begin_topic(
                actor=request.actor,
                circle=circle,
                nameless=form.is_nameless,
                said_by=form.said_by_whom,
                attached=form.attached,
                now=request.now,
                **form.told(),
            )
            return {"topic": str(made.id)}

        if made := _once(request, f"talk.begin.{circle.id}", form, act):
            return _to(request, "topic", made["topic"])
    context = {"circle": circle, "form": form, **_beside(request, circle)}
    return page(request, "conversations/begin.html", context, status=422 if form.errors else 200)


def write(request: HttpRequest, topic_id: UUID) -> HttpResponse:
    """Write in a topic, or answer a post of it (`?to=`)."""
    topic = selectors.topic_for(request.actor, topic_id, now=request.now)
    require(may_write_post(request.actor, topic))
    to = _answered(request, topic)
    nameless = selectors.may_be_nameless(topic.circle, now=request.now)
    rules = selectors.rules_first(request.actor, topic.circle)
    others = selectors.spoken_for(request.actor, topic.circle)
    form = PostForm(
        request.POST or None, request.FILES or None, may_be_nameless=nameless, rules=rules, others=others
    )
    if form.is_bound and form.is_valid() and not form.rules_wait:

        def act() -> dict[str, Any]:
            _keep_to(request, rules)
            made = services.write_post(
                actor=request.actor,
                topic=topic,
                answers=to and to.post,
                nameless=form.is_nameless,
                said_by=form.said_by_whom,
                attached=form.attached,
                now=request.now,
                **form.told(),
            )
            return {"post": str(made.id)}

        if made := _once(request, f"talk.write.{topic.id}", form, act):
            answer = _to(request, "topic", topic.id)
            answer["Location"] += f"?at={made['post']}#post-{made['post']}"
            return answer
    context = {
        "topic": topic,
        "title": selectors.title_of(topic),
        "circle": topic.circle,
        "to": to,
        "form": form,
        "is_first": not topic.has_written,
        **_beside(request, topic.circle),
    }
    return page(request, "conversations/write.html", context, status=422 if form.errors else 200)


def _once(
    request: HttpRequest, name: str, form: PostForm, act: Callable[[], dict[str, Any]]
) -> dict[str, Any]:
    """Act once. The answer to a post without a name is kept under no name either.

    Returns:
        What was made; nothing when a ground rule came in force meanwhile, which is to be read first.
    """
    actor = authorship.NAMELESS if form.is_nameless else request.actor
    try:
        return once.answer(actor=actor, form=name, key=request.POST.get("once_key", ""), act=act)
    except agreements.RulesChanged:
        form.add_error("keeps", _("A rule has changed while you wrote. Please look at it too."))
        return {}


def _keep_to(request: HttpRequest, rules: GroundRules | None) -> None:
    """Say for the writer, as they said beside their words, that they keep to what they read.

    Raises:
        RulesChanged: when another wording is in force by now.
    """
    if rules is not None:
        read = ids_in(request.POST.getlist("read"))
        agreements.keep_to_rules(actor=request.actor, circle=rules.circle, read=read, now=request.now)


def _beside(request: HttpRequest, circle: Any) -> dict[str, Any]:
    """Return what is said before writing: who reads it, how easily one is guessed, and help."""
    return {
        "readers": selectors.who_reads(request.actor, circle, now=request.now),
        "guess": selectors.guess_warning(circle),
        "help": beside_writing(request),
        "who_must_act": beside_writing(request, selectors.WHO_MUST_ACT),
        "once_key": once.new_key(),
        "words": wording,
    }


def _to(request: HttpRequest, name: str, thing_id: Any) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse(f"conversations:{name}", args=[request.community.slug, thing_id]))


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
    if found.post.topic_id != topic.id or found.gone:
        raise NotVisible
    return found
