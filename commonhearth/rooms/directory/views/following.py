"""Following others: whom, how it stands, asking again, stopping."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from commonhearth.foundation import once
from commonhearth.foundation.access import require
from commonhearth.kit import sentences
from commonhearth.kit.page import page
from commonhearth.rooms.directory import services
from commonhearth.rooms.directory.access import may_follow
from commonhearth.rooms.directory.forms import FollowForm
from commonhearth.rooms.directory.selectors import following as selectors


def following(request: HttpRequest) -> HttpResponse:
    """Whom this host follows, and one more."""
    require(may_follow(request.actor))
    form = FollowForm(request.POST or None)
    if request.method == "POST" and form.is_valid():

        def act() -> dict[str, str]:
            row = services.follow(actor=request.actor, now=request.now, **form.cleaned_data)
            return {"id": str(row.id)}

        try:
            once.answer(actor=request.actor, form="follow", key=request.POST.get("once_key", ""), act=act)
        except services.CannotBeDone as fault:
            form.add_error("address", sentences.say(fault.code))
        else:
            messages.success(
                request, _("We ask them in the next minutes. What they publish then stands here.")
            )
            return HttpResponseRedirect(reverse("directory:following"))
    context = {
        "form": form,
        "rows": selectors.followed_by_us(viewer=request.actor),
        "once_key": once.new_key(),
    }
    return page(request, "directory/following.html", context, status=422 if form.errors else 200)


def followed(request: HttpRequest, followed_id: UUID) -> HttpResponse:
    """One who is followed: how it stands, and what was not taken over."""
    require(may_follow(request.actor))
    found = selectors.one_followed(
        viewer=request.actor, followed_id=followed_id, after=request.GET.get("after", "")
    )
    return page(request, "directory/followed.html", {"found": found, "row": found.row})


def again(request: HttpRequest, followed_id: UUID) -> HttpResponse:
    """Ask them now."""
    services.ask_again(actor=request.actor, followed_id=followed_id)
    messages.success(request, _("We ask them in the next minutes."))
    return HttpResponseRedirect(reverse("directory:followed", args=[followed_id]))


def stop(request: HttpRequest, followed_id: UUID) -> HttpResponse:
    """Follow them no longer; what came from there stays or goes."""
    keep = request.POST.get("keep") == "yes"
    services.unfollow(actor=request.actor, followed_id=followed_id, keep=keep, now=request.now)
    messages.success(
        request,
        _("We no longer follow them. What they published stays as it is.")
        if keep
        else _("We no longer follow them. What they published is gone from here."),
    )
    return HttpResponseRedirect(reverse("directory:following"))
