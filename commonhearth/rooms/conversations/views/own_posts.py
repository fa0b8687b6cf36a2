"""One post by itself: what may be done with it, what it said before, changing it, taking it back."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from commonhearth.foundation.access import require
from commonhearth.kit.page import page
from commonhearth.rooms.conversations import authorship, selectors, services, wording
from commonhearth.rooms.conversations.access import (
    may_edit_post,
    may_read_history,
    may_withdraw_post,
    may_write_post,
)
from commonhearth.rooms.conversations.forms import EditForm


def post(request: HttpRequest, post_id: UUID) -> HttpResponse:
    """One post, and what may be done with it."""
    said = selectors.post_for(request.actor, post_id, now=request.now)
    context = {
        "said": said,
        "topic": said.post.topic,
        "title": selectors.title_of(said.post.topic),
        "circle": said.post.circle,
        "write": may_write_post(request.actor, said.post.topic),
        "edit": said.is_own and bool(may_edit_post(request.actor, said.post)),
        "withdraw": said.is_own and bool(may_withdraw_post(request.actor, said.post)),
        "history": bool(said.post.edits) and bool(may_read_history(request.actor, said.post)),
        "mute": not said.is_own and said.post.author_id is not None,
        "beside": _beside(request, said),
        "opened_by_two": said.post.anonymous and bool([*authorship.OPENED_BY_TWO]),
        "words": wording,
    }
    return page(request, "conversations/post.html", context)


def _beside(request: HttpRequest, said: selectors.Said) -> list[tuple[Any, str]]:
    closed = request.community.closed_rooms
    return [
        (link.label, reverse(link.url_name, args=[request.community.slug, said.post.id]))
        for link in selectors.BESIDE_A_POST
        if link.url_name.partition(":")[0] not in closed
        and (link.on_own or not said.is_own)
        and link.shown(request.actor, said.post)
    ]


def edit(request: HttpRequest, post_id: UUID) -> HttpResponse:
    """Change one's own post. What was changed elsewhere meanwhile is put together with it, or shown beside it."""
    said = selectors.post_for(request.actor, post_id, now=request.now)
    require(may_edit_post(request.actor, said.post))
    form = EditForm(request.POST) if request.method == "POST" else EditForm.of(said.post)
    theirs = None
    if form.is_bound and form.is_valid():
        try:
            done = services.edit_post(actor=request.actor, post=said.post, now=request.now, **form.told())
        except services.ChangedMeanwhile as meanwhile:
            theirs = meanwhile.theirs
            # What is sent next is made from what is shown now.
            sent = request.POST.copy()
            sent["made_from"] = str(meanwhile.edits)
            form = EditForm(sent)
        else:
            if done.merged:
                messages.success(
                    request,
                    _("You had changed it elsewhere too. Both changes are in it; please look over it."),
                )
            return _there(request, said)
    context = {
        "said": said,
        "circle": said.post.circle,
        "form": form,
        "theirs": theirs,
        "words": wording,
    }
    status = 409 if theirs is not None else 422 if form.errors else 200
    return page(request, "conversations/edit.html", context, status=status)


def history(request: HttpRequest, post_id: UUID) -> HttpResponse:
    """What a post said before it was changed."""
    said = selectors.post_for(request.actor, post_id, now=request.now)
    versions = selectors.history_of(request.actor, said.post)
    return page(request, "conversations/history.html", {"said": said, "versions": versions})


def withdraw(request: HttpRequest, post_id: UUID) -> HttpResponse:
    """Take one's own post back."""
    said = selectors.post_for(request.actor, post_id, now=request.now)
    require(may_withdraw_post(request.actor, said.post))
    if request.method == "POST":
        stays = services.withdraw_post(actor=request.actor, post=said.post, now=request.now)
        messages.success(request, _("You have taken it back. Its words are erased."))
        if stays:
            return _there(request, said)
        there = reverse("conversations:topics", args=[request.community.slug, said.post.circle_id])
        return HttpResponseRedirect(there)
    return page(request, "conversations/withdraw.html", {"said": said})


def _there(request: HttpRequest, said: selectors.Said) -> HttpResponseRedirect:
    there = reverse("conversations:topic", args=[request.community.slug, said.post.topic_id])
    return HttpResponseRedirect(f"{there}?at={said.post.id}#post-{said.post.id}")
