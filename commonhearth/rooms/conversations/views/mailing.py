"""Choosing how one hears of new posts by mail, in a circle or of one topic."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from commonhearth.foundation.access import NotVisible, require
from commonhearth.foundation.circles.access import may_read_circle
from commonhearth.foundation.circles.selectors import circle_for
from commonhearth.kit.page import page
from commonhearth.rooms.conversations import selectors as talk
from commonhearth.rooms.conversations.access.mailing import may_wish_mail
from commonhearth.rooms.conversations.forms import MailForm
from commonhearth.rooms.conversations.mail import addresses
from commonhearth.rooms.conversations.selectors.mailing import wish_for
from commonhearth.rooms.conversations.services.mailing import wish_mail


def circle_mail(request: HttpRequest, circle_id: UUID) -> HttpResponse:
    """For all that is written in a circle."""
    circle = circle_for(request.actor, circle_id, now=request.now)
    if not may_read_circle(request.actor, circle):
        raise NotVisible
    return _wish(request, circle, circle, back=reverse("conversations:topics", args=_at(request, circle)))


def topic_mail(request: HttpRequest, topic_id: UUID) -> HttpResponse:
    """For one conversation, whatever holds for its circle."""
    topic = talk.topic_for(request.actor, topic_id, now=request.now)
    back = reverse("conversations:topic", args=_at(request, topic))
    return _wish(request, topic, topic.circle, back=back, topic=topic)


def _at(request: HttpRequest, thing: Any) -> list[Any]:
    return [request.community.slug, thing.id]


def _wish(request: HttpRequest, thing: Any, circle: Any, *, back: str, topic: Any = None) -> HttpResponse:
    may = may_wish_mail(request.actor, circle)
    chosen = wish_for(request.actor, thing)
    form = MailForm(request.POST or None, of_topic=topic is not None, initial={"how": chosen})
    if request.method == "POST":
        require(may)
        if form.is_valid():
            wish_mail(actor=request.actor, thing=thing, how=form.cleaned_data["how"], now=request.now)
            messages.success(request, _("Saved. Only you see what you chose."))
            return HttpResponseRedirect(back)
    context = {
        "form": form,
        "may": may,
        "circle": circle,
        "topic": topic,
        "back": back,
        "answers": addresses.is_offered(circle),
    }
    return page(request, "conversations/mail_wish.html", context, status=422 if form.errors else 200)
