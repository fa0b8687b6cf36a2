"""A living community: what is good to have before it grows, its next open meeting, its kit."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from commonhearth.core.founding import SEEN_HERE, Gate
from commonhearth.foundation.access import NotVisible, require
from commonhearth.foundation.communities.access import may_change_community
from commonhearth.kit.page import page
from commonhearth.kit.paper import paper
from commonhearth.rooms.founding import selectors, services
from commonhearth.rooms.founding.forms.steps import NextMeetingForm, StatementForm
from commonhearth.rooms.founding.views.sheets import kit_sheets
from commonhearth.rooms.founding.wording.growing import GATES, STANDS


def growing(request: HttpRequest) -> HttpResponse:
    """How the gates stand, from facts."""
    view = selectors.growing(request.actor, community=request.community, now=request.now)
    context = {"view": view, "community": request.community, "gates": GATES, "words": STANDS}
    return page(request, "founding/growing.html", context)


def meeting(request: HttpRequest) -> HttpResponse:
    """Set the next open meeting, or call it off."""
    require(may_change_community(request.actor))
    upcoming = selectors.meeting_of(request.actor, request.now)
    initial = {}
    if upcoming is not None:
        at = upcoming.meets_at.astimezone(ZoneInfo(request.community.time_zone))
        said = ("meets_where", "meets_district", "meets_shown", "meets_expect")
        initial = {name: getattr(upcoming, name) for name in said if getattr(upcoming, name)}
        initial |= {"meets_on": at.date(), "meets_clock": at.time()}
    form = NextMeetingForm(request.POST or None, initial=initial)
    if request.method == "POST" and request.POST.get("off"):
        services.call_off_meeting(actor=request.actor, now=request.now)
        messages.success(request, _("It is called off, and no longer on your page."))
        return HttpResponseRedirect(reverse("growing:page", args=[request.community.slug]))
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        services.set_meeting(
            actor=request.actor,
            community=request.community,
            day=data["meets_on"],
            clock=data["meets_clock"],
            where=data["meets_where"],
            district=data["meets_district"],
            shown=data["meets_shown"],
            expect=data["meets_expect"],
            now=request.now,
        )
        messages.success(request, _("Set. It stands on your public page now."))
        return HttpResponseRedirect(reverse("growing:page", args=[request.community.slug]))
    context = {"form": form, "community": request.community, "is_set": upcoming is not None}
    return page(request, "founding/meeting.html", context, status=422 if form.errors else 200)


def say(request: HttpRequest, gate: str) -> HttpResponse:
    """Say for the community that something is there which the house cannot see, or take it back."""
    require(may_change_community(request.actor))
    if gate not in set(Gate) - SEEN_HERE:
        raise NotVisible
    back = HttpResponseRedirect(reverse("growing:page", args=[request.community.slug]))
    if request.method == "POST" and request.POST.get("off"):
        services.say_no_more(actor=request.actor, gate=Gate(gate), now=request.now)
        messages.success(request, _("Taken back. The logbook keeps that it was said."))
        return back
    said = selectors.said_of(request.actor, Gate(gate))
    form = StatementForm(request.POST or None, initial={"note": said.note, "link": said.link} if said else {})
    if request.method == "POST" and form.is_valid():
        services.say_there(actor=request.actor, gate=Gate(gate), now=request.now, **form.cleaned_data)
        messages.success(request, _("Written down, with your name and today’s date."))
        return back
    context = {"form": form, "what": GATES[gate], "said": said}
    return page(request, "founding/say.html", context, status=422 if form.errors else 200)


def kit(request: HttpRequest) -> HttpResponse:
    """The starter kit of this community, to print."""
    found = selectors.kit_of_community(request.actor, community=request.community, now=request.now)
    back = (_("Growing"), reverse("growing:page", args=[request.community.slug]))
    return paper(
        request, "founding/kit.html", kit_sheets(found, request.now) | {"back": back}, name="starter-kit"
    )
