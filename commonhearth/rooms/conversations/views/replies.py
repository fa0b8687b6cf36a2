"""Answering by mail: asking for an address, ending it, and pressing for what came from elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from commonhearth.foundation import once, sealed
from commonhearth.foundation.access import require
from commonhearth.kit.page import page
from commonhearth.rooms.conversations import selectors as talk
from commonhearth.rooms.conversations.access.replies import may_answer_by_mail
from commonhearth.rooms.conversations.selectors import replies as selectors
from commonhearth.rooms.conversations.services import replies as services

if TYPE_CHECKING:
    from commonhearth.rooms.conversations.models import Topic


def by_mail(request: HttpRequest, topic_id: UUID) -> HttpResponse:
    """Ask for an address to which one may write instead of coming here; or end those one has."""
    topic = talk.topic_for(request.actor, topic_id, now=request.now)
    may = may_answer_by_mail(request.actor, topic)
    if request.method == "POST" and request.POST.get("what") == "end":
        services.end_addresses(actor=request.actor, topic=topic)
        messages.success(request, _("Ended. What is sent there now is not posted."))
        return HttpResponseRedirect(request.path)
    if request.method == "POST":
        require(may)
        once.answer(
            actor=request.actor,
            form=f"replies.address.{topic.id}",
            key=request.POST.get("once_key", ""),
            act=lambda: _sent(request, topic),
        )
        messages.success(request, _("A mail is on its way to you. Answer it, and it stands here."))
        return HttpResponseRedirect(reverse("conversations:topic", args=[request.community.slug, topic.id]))
    context = {
        "topic": topic,
        "circle": topic.circle,
        "may": may,
        "has": selectors.has_address(request.actor, topic),
        "days": services.GOOD_FOR.days,
        "once_key": once.new_key(),
    }
    return page(request, "conversations/by_mail.html", context)


def _sent(request: HttpRequest, topic: Topic) -> dict[str, Any]:
    services.send_address(actor=request.actor, topic=topic, now=request.now)
    return {}


def parked(request: HttpRequest, parked_id: UUID) -> HttpResponse:
    """Say whether what came from another address is one's own."""
    found = selectors.parked_for(request.actor, parked_id)
    topic = talk.topic_for(request.actor, found.topic_id, now=request.now)
    if request.method == "POST":
        if request.POST.get("answer") == "post":
            services.post_parked(actor=request.actor, parked=found, now=request.now)
            messages.success(request, _("It stands here now."))
        else:
            services.drop_parked(actor=request.actor, parked=found)
            messages.success(request, _("Gone. Nothing of it is kept."))
        return HttpResponseRedirect(reverse("conversations:topic", args=[request.community.slug, topic.id]))
    context = {
        "topic": topic,
        "circle": topic.circle,
        "text": sealed.open(found.text, viewer=request.actor),
        "until": found.expires,
        "parked_id": found.id,
    }
    return page(request, "conversations/reply_parked.html", context)
