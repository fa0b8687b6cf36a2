"""Coming along from another host: tying one's own sign-in to one's own row, and the codes that help.

Until a link or code has opened for a signed-in person the pages tell nothing of the community.
"""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from commonhearth.foundation import once, throttle
from commonhearth.foundation.access import NotVisible, Refused
from commonhearth.foundation.members import selectors
from commonhearth.foundation.members.forms import ArrivalCodeForm
from commonhearth.foundation.members.services import arriving
from commonhearth.kit import sentences
from commonhearth.kit.page import page


def arrive(request: HttpRequest, token: str) -> HttpResponse:
    """Open the link of one's own letter."""
    if request.person is None:
        return page(request, "members/arrive_first.html", {"next": request.path})
    try:
        arrival = arriving.by_link(token, person=request.person, now=request.now)
    except arriving.NothingToTie:
        return page(request, "members/arrive_not.html", {"why": ""}, status=410)
    if request.method == "POST":
        return _tied(request, arrival, "link")
    context = {"arrival": arrival, "community": request.community}
    return page(request, "members/arrive.html", context)


def arrive_code(request: HttpRequest) -> HttpResponse:
    """Type the code that somebody handed over."""
    if not arriving.anybody_waits():
        raise NotVisible
    if request.person is None:
        return page(request, "members/arrive_first.html", {"next": request.path})
    form = ArrivalCodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if not throttle.hit(request, "arrive", limit=10, seconds=3600):
            form.add_error("code", _("Too many tries from here. Wait an hour, then try again."))
        else:
            try:
                arrival = arriving.by_code(form.cleaned_data["code"], now=request.now)
            except arriving.NothingToTie:
                form.add_error(
                    "code",
                    _(
                        "This code opens nothing, or nothing any more. Ask whoever gave it to you for a new one."
                    ),
                )
            except arriving.SecondNeeded:
                form.add_error(
                    "code",
                    _(
                        "The code is right. A second person has still to say that they know you; try again then."
                    ),
                )
            else:
                return _tied(request, arrival, "code")
    return page(request, "members/arrive_code.html", {"form": form}, status=422 if form.errors else 200)


def _tied(request: HttpRequest, arrival: arriving.Arrival, how: str) -> HttpResponse:
    try:
        arriving.tie(actor=request.person, arrival=arrival, how=how, now=request.now)
    except arriving.NothingToTie:
        return page(request, "members/arrive_not.html", {"why": ""}, status=410)
    except Refused as refused:
        words = sentences.of_verdict(refused.verdict)
        return page(request, "members/arrive_not.html", {"why": words}, status=409)
    messages.success(request, _("Everything that is yours is here. Good that you came along."))
    return HttpResponseRedirect(reverse("community_home", args=[request.community.slug]))


def give_code(request: HttpRequest, member_id: UUID) -> HttpResponse:
    """Make a code for somebody who came along; it is shown this once."""
    member = selectors.member_in_office_reach(request.actor, member_id)
    arriving.require_giver(request.actor, member)
    code, again = "", False
    if request.method == "POST":
        shown: list[str] = []

        def act() -> dict[str, str]:
            shown.append(arriving.give_code(actor=request.actor, member=member, now=request.now))
            return {}

        key = request.POST.get("once_key", "")
        once.answer(actor=request.actor, form=f"members.arrival.{member.id}", key=key, act=act)
        code, again = (shown[0], False) if shown else ("", True)
    context = {
        "member": member,
        "code": code,
        "again": again,
        "once_key": once.new_key(),
        "address": request.build_absolute_uri(reverse("arrive_code", args=[request.community.id])),
        "days": arriving.CODE_LASTS.days,
    }
    return page(request, "members/give_code.html", context)


def second_code(request: HttpRequest, member_id: UUID) -> HttpResponse:
    """Stand as a second person for a code."""
    member = selectors.member_in_office_reach(request.actor, member_id)
    arriving.second_code(actor=request.actor, member=member, now=request.now)
    messages.success(request, _("Their code opens now."))
    return HttpResponseRedirect(reverse("members:about", args=[request.community.slug, member.id]))
