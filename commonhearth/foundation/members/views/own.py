"""A member's own page in a community: name, being away, keeping apart, leaving with everything."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from commonhearth.foundation.access import NotVisible, require
from commonhearth.foundation.accounts import step_up
from commonhearth.foundation.members import selectors, services, wording
from commonhearth.foundation.members.access import (
    may_answer_newcomers,
    may_change_own,
    may_come_back,
    may_erase_own,
    may_export_own,
    may_go_away,
    may_leave,
    member_of,
)
from commonhearth.foundation.members.forms import AwayForm, EraseForm, OwnForm
from commonhearth.foundation.members.mistakes import mistake_until
from commonhearth.foundation.members.services import erasing
from commonhearth.foundation.members.services.export import export_own
from commonhearth.foundation.members.views.joining import name_in_use
from commonhearth.foundation.registry import OWN_WAYS
from commonhearth.kit.page import page


def _own(request: HttpRequest) -> Any:
    member = member_of(request.actor)
    if member is None:
        raise NotVisible
    return member


def you_here(request: HttpRequest) -> HttpResponse:
    """How one is known here, and the ways to be away or to leave."""
    member = _own(request)
    own = ("name", "word", "named_outside_as", "paper", "address_along", "answers_when")
    verdict, answers = may_change_own(member), bool(may_answer_newcomers(member))
    form = OwnForm(
        request.POST if request.method == "POST" and verdict else None,
        initial={field: getattr(member, field) for field in own},
        answers=answers,
        neutral=request.community.named_outside,
    )
    if form.is_bound and form.is_valid():
        data = form.cleaned_data
        try:
            services.rename(actor=member, name=data["name"], word=data["word"], now=request.now)
        except services.NameInUse as taken:
            form.add_error("word", name_in_use(taken))
        else:
            services.set_named_outside(actor=member, name=data["named_outside_as"])
            services.set_paper(actor=member, name=data["paper"])
            services.set_address_along(actor=member, along=data["address_along"])
            if answers:
                services.set_answers_when(actor=member, words=data["answers_when"])
            messages.success(request, _("Saved."))
            return HttpResponseRedirect(reverse("members:you_here", args=[request.community.slug]))
    context = {
        "form": form,
        "member": member,
        "community": request.community,
        "may_change": verdict,
        "may_go_away": may_go_away(member),
        "may_come_back": may_come_back(member),
        "may_leave": may_leave(member),
        "ways": [
            way for way in OWN_WAYS if way.url_name.partition(":")[0] not in request.community.closed_rooms
        ],
        "apart": selectors.asked_to_be_kept_from(member) if verdict else [],
    }
    return page(request, "members/you_here.html", context, status=422 if form.errors else 200)


def away(request: HttpRequest) -> HttpResponse:
    """Be away for a while."""
    member = _own(request)
    form = AwayForm(request.POST or None, today=request.now.date())
    if request.method == "POST" and form.is_valid():
        services.go_away(actor=member, back_on=form.cleaned_data["back_on"], now=request.now)
        return HttpResponseRedirect(reverse("community_home", args=[request.community.slug]))
    context = {"form": form, "verdict": may_go_away(member)}
    return page(request, "members/away.html", context, status=422 if form.errors else 200)


def back(request: HttpRequest) -> HttpResponse:
    """Be here again."""
    services.come_back(actor=_own(request), now=request.now)
    messages.success(request, _("Good that you are here. Everything that is yours is as you left it."))
    return HttpResponseRedirect(reverse("community_home", args=[request.community.slug]))


def leave(request: HttpRequest) -> HttpResponse:
    """Leave in one step; the page before it says what happens and offers the export."""
    member = _own(request)
    if request.method == "POST":
        services.leave(actor=member, now=request.now)
        return HttpResponseRedirect(reverse("members:left", args=[request.community.slug]))
    return page(request, "members/leave.html", {"verdict": may_leave(member), "community": request.community})


def erase(request: HttpRequest) -> HttpResponseBase:
    """Erase what is one's own here: what goes, what stays and why; then somebody shows that it is them."""
    _own(request)
    return _erase(request)


@step_up.required
def _erase(request: HttpRequest) -> HttpResponse:
    member = _own(request)
    require(may_erase_own(member))
    form = EraseForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        erasing.erase_own(actor=member, now=request.now)
        messages.success(request, _("It is erased. Nobody here can bring it back."))
        return HttpResponseRedirect(reverse("home"))
    shares = wording.shares(erasing.what_goes(member))
    context = {"form": form, "shares": shares, "community": request.community, "may_leave": may_leave(member)}
    return page(request, "members/erase.html", context, status=422 if form.errors else 200)


def left(request: HttpRequest) -> HttpResponse:
    """After leaving: the export once more, and how to come back."""
    member = _own(request)
    death = selectors.death_waiting(member) if member.is_said_to_have_died else None
    until = mistake_until(member, now=request.now)
    context = {"member": member, "community": request.community, "death": death, "until": until}
    return page(request, "members/left.html", context)


def export(request: HttpRequest) -> HttpResponseBase:
    """Everything of one's own in this community, as a zip; first somebody shows that it is them."""
    _own(request)
    return _zip(request)


@step_up.required
def _zip(request: HttpRequest) -> HttpResponse:
    member = _own(request)
    require(may_export_own(member))
    answer = HttpResponse(export_own(member, now=request.now), content_type="application/zip")
    # On a shared computer the list of what was downloaded names no community.
    answer["Content-Disposition"] = 'attachment; filename="what-is-yours.zip"'
    return answer


def put_away(request: HttpRequest, suggestion: str) -> HttpResponse:
    """Put one of the first-weeks suggestions away for good."""
    services.put_away_suggestion(actor=_own(request), suggestion=suggestion)
    return HttpResponseRedirect(reverse("community_home", args=[request.community.slug]))


def together(request: HttpRequest, member_id: UUID) -> HttpResponse:
    """Stop keeping apart from somebody; only one's own asking is taken back."""
    member = _own(request)
    other = next((row for row in selectors.asked_to_be_kept_from(member) if row.id == member_id), None)
    if other is None:
        raise NotVisible
    services.stop_keeping_apart(actor=member, other=other)
    messages.success(request, _("You may meet again."))
    return HttpResponseRedirect(reverse("members:you_here", args=[request.community.slug]))
