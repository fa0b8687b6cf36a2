"""A circle tonight: who would be woken, who called, one press, and by what one is woken oneself."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from commonhearth.foundation import once
from commonhearth.foundation.access import NotVisible, require
from commonhearth.foundation.circles import selectors as circles
from commonhearth.foundation.notices.access import may_keep_number
from commonhearth.kit.page import page
from commonhearth.rooms.conversations.access.tonight import (
    may_call_tonight,
    may_choose_waking,
    may_mark_post_for_tonight,
    may_see_tonight,
)
from commonhearth.rooms.conversations.selectors import tonight as selectors
from commonhearth.rooms.conversations.selectors.reading import post_for
from commonhearth.rooms.conversations.services import tonight as services
from commonhearth.rooms.conversations.wording.tonight import HOW_MANY
from commonhearth.rooms.helplines.selectors import helplines_of


class WakeForm(forms.Form):
    by_push = forms.BooleanField(
        label=gettext_lazy("On my devices that may be woken, at once, at any hour"), required=False
    )
    by_mail = forms.BooleanField(label=gettext_lazy("By mail, at once, at any hour"), required=False)
    by_text = forms.BooleanField(label=gettext_lazy("By text message, at once, at any hour"), required=False)

    def __init__(self, *args: Any, number: bool, **given: Any) -> None:
        super().__init__(*args, **given)
        if not number:  # it is asked for first, on a page of its own
            del self.fields["by_text"]


def _to(request: HttpRequest, name: str, *args: Any) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse(f"conversations:{name}", args=[request.community.slug, *args]))


def _circle(request: HttpRequest, circle_id: UUID) -> Any:
    here = circles.circle_for(request.actor, circle_id, now=request.now)
    if not may_see_tonight(request.actor, here):
        raise NotVisible
    return here


def tonight(request: HttpRequest, circle_id: UUID) -> HttpResponse:
    """What a circle offers tonight, honestly; and the press."""
    here = _circle(request, circle_id)
    if request.method == "POST":
        once.answer(
            actor=request.actor,
            form=f"tonight.{here.id}",
            key=request.POST.get("once_key", ""),
            act=lambda: _called(request, here, None),
        )
        messages.success(request, _("It is sent. We do not know whether anybody sees it."))
        return _to(request, "tonight", here.id)
    many = selectors.how_many_chose(request.actor, here, now=request.now)
    context = {
        "circle": here,
        "calls": selectors.calls_in(request.actor, here, now=request.now),
        "many": many,
        "words": HOW_MANY,
        "may": may_call_tonight(request.actor, here),
        "sections": helplines_of(request.community.country, viewer=request.actor)[:2],
        "once_key": once.new_key(),
    }
    return page(request, "conversations/tonight.html", context)


def _called(request: HttpRequest, here: Any, post: Any) -> dict[str, str]:
    call = services.call_tonight(actor=request.actor, circle=here, post=post, now=request.now)
    return {"call": str(call.id)}


def mark(request: HttpRequest, post_id: UUID) -> HttpResponse:
    """Let a post of one's own wake those who chose it."""
    post = post_for(request.actor, post_id, now=request.now).post
    require(may_mark_post_for_tonight(request.actor, post))
    here = circles.circle_for(request.actor, post.circle_id, now=request.now)
    if request.method == "POST":
        once.answer(
            actor=request.actor,
            form=f"tonight.post.{post.id}",
            key=request.POST.get("once_key", ""),
            act=lambda: _called(request, here, post),
        )
        return _to(request, "tonight", here.id)
    context = {
        "circle": here,
        "post": post,
        "many": selectors.how_many_chose(request.actor, here, now=request.now),
        "words": HOW_MANY,
        "once_key": once.new_key(),
    }
    return page(request, "conversations/tonight_post.html", context)


def answer(request: HttpRequest, call_id: UUID) -> HttpResponse:
    """Say that one is here, or take one's own call away."""
    call = selectors.call_in_reach(request.actor, call_id, now=request.now)
    if request.POST.get("answer") == "end":
        services.end_call(actor=request.actor, call=call, now=request.now)
        messages.success(request, _("Taken away. You owe nobody a word about it."))
    else:
        services.answer_call(actor=request.actor, call=call, now=request.now)
        messages.success(request, _("They see that you are here."))
    return _to(request, "tonight", call.circle_id)


def waking(request: HttpRequest, circle_id: UUID) -> HttpResponse:
    """By what one is woken oneself in this circle."""
    here = _circle(request, circle_id)
    require(may_choose_waking(request.actor, here))
    wish = selectors.own_wish(request.actor, here)
    number = selectors.has_number(request.actor)
    ways = ("by_push", "by_mail", "by_text")
    form = WakeForm(number=number, initial={way: bool(wish and getattr(wish, way)) for way in ways})
    if request.method == "POST":
        form = WakeForm(request.POST, number=number)
        if form.is_valid():
            services.choose_waking(actor=request.actor, circle=here, now=request.now, **form.cleaned_data)
            messages.success(request, _("Kept. You can change it at any time."))
            return _to(request, "tonight", here.id)
    context = {
        "circle": here,
        "form": form,
        "device": selectors.has_device(request.actor),
        "number": number,
        "telephone": bool(may_keep_number(request.actor)),
    }
    return page(request, "conversations/tonight_waking.html", context)
