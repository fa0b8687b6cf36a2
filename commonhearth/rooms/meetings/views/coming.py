"""Saying whether one comes, and coming from outside."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from commonhearth.foundation import once, throttle
from commonhearth.foundation.access import NotVisible, require
from commonhearth.foundation.circles.selectors import as_actor
from commonhearth.foundation.circles.views.entering import to
from commonhearth.kit import sentences
from commonhearth.kit.page import page
from commonhearth.rooms.meetings import selectors, services, wording
from commonhearth.rooms.meetings.access import may_answer, may_answer_for, may_come_as_guest, may_host
from commonhearth.rooms.meetings.forms import AnswerForm, GuestForm
from commonhearth.rooms.meetings.selectors.coming import own_coming
from commonhearth.rooms.meetings.selectors.guests import guest_at
from commonhearth.rooms.meetings.selectors.online import way_in
from commonhearth.rooms.meetings.services import guests as guest_services
from commonhearth.rooms.meetings.services.tokens import guest_link, read_guest
from commonhearth.rooms.meetings.views.seeing import show_meeting


def answer(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """Say whether one comes."""
    seen = selectors.meeting_for(request.actor, meeting_id, now=request.now)
    require(may_answer(request.actor, seen.meeting, now=request.now))
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return show_meeting(request, seen, form=form)
    data = form.cleaned_data
    try:
        said = services.answer(
            actor=request.actor,
            meeting=seen.meeting,
            says=data["answer"],
            bringing=data["bringing"] or 0,
            needs=data["needs"] if "needs" in request.POST else None,
            now=request.now,
        )
    except services.NoPlaceLeft as full:
        form.add_error("bringing", sentences.say("meetings_too_many", {"left": full.left}))
        return show_meeting(request, seen, form=form)
    if said.waiting:
        messages.info(request, _("All places are taken. You wait for one, and are told when it comes free."))
    elif said.answer == "coming":
        messages.success(request, _("You are expected. You can change it until it starts."))
    else:
        messages.success(request, _("Written down. You can change it until it starts."))
    return to(request, "meetings:meeting", meeting_id)


def answer_for(request: HttpRequest, meeting_id: UUID, membership_id: UUID) -> HttpResponse:
    """Write down what a member without a sign-in says, who chose one to write for them."""
    seen = selectors.meeting_for(request.actor, meeting_id, now=request.now)
    place = next(
        (one for one in selectors.spoken_for(request.actor, seen.meeting) if one.id == membership_id), None
    )
    if place is None:
        raise NotVisible
    person = as_actor(place.member, now=request.now)
    require(may_answer_for(request.actor, person, seen.meeting, now=request.now))
    said = own_coming(person, seen.id)
    initial = {"answer": said.answer, "bringing": said.bringing} if said else {}
    form = AnswerForm(request.POST or None, initial=initial)
    del form.fields["needs"]  # sealed with their own key: they say it to the host themselves
    if form.is_bound and form.is_valid():
        try:
            services.answer_for(
                actor=request.actor,
                member=person,
                meeting=seen.meeting,
                says=form.cleaned_data["answer"],
                bringing=form.cleaned_data["bringing"] or 0,
                now=request.now,
            )
        except services.NoPlaceLeft as full:
            form.add_error("bringing", sentences.say("meetings_too_many", {"left": full.left}))
        else:
            messages.success(request, _("Noted for them, written by you."))
            return to(request, "meetings:meeting", meeting_id)
    context = {"seen": seen, "person": place, "form": form}
    return page(request, "meetings/answer_for.html", context, status=422 if form.errors else 200)


def come(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """Come from outside, with a letter or without."""
    seen = selectors.meeting_for(request.actor, meeting_id, now=request.now)
    row = seen.meeting
    require(may_come_as_guest(request.actor, row, now=request.now))
    hello_first = row.series.place_for == "hello"
    form = GuestForm(request.POST or None, hello_first=hello_first)
    if form.is_bound and form.is_valid():
        email = form.cleaned_data["email"]
        if not throttle.is_human(request):
            form.add_error(None, _("That was too quick for us to believe. Please send it once more."))
        elif not throttle.hit(request, "meetings.come", limit=10, seconds=3600) or (
            email and not throttle.hit(request, "meetings.come.to", limit=4, seconds=86400, key=email)
        ):
            form.add_error(None, _("That were many at once. Please try again in an hour, or simply come."))
        else:
            return _come(request, seen, form)
    context = {
        "seen": seen,
        "form": form,
        "hello_first": hello_first,
        "is_online": row.series.online is not None,
        "once_key": once.new_key(),
        "words": wording,
    }
    return page(request, "meetings/come.html", context, status=422 if form.errors else 200)


def _come(request: HttpRequest, seen: selectors.Seen, form: GuestForm) -> HttpResponse:
    data = form.cleaned_data

    def act() -> dict[str, Any]:
        made = guest_services.come(
            actor=request.actor,
            meeting=seen.meeting,
            name=data["name"],
            email=data["email"],
            hello=data.get("hello", ""),
            now=request.now,
        )
        return {"guest": str(made.id) if made and made.confirmed else ""}

    made = once.answer(
        actor=request.actor, form=f"meetings.come.{seen.id}", key=request.POST.get("once_key", ""), act=act
    )
    if made["guest"]:
        return HttpResponseRedirect(guest_link(request.community.id, UUID(made["guest"])))
    context = {"seen": seen, "email": data["email"]}
    return page(request, "meetings/look_in_letters.html", context)


def guest(request: HttpRequest, token: str) -> HttpResponse:
    """A guest's own page: what stands, and what they may change. Opening it does nothing."""
    found = guest_at(read_guest(token), now=request.now)
    meeting = found.coming.meeting
    if request.method == "POST":
        return _guest_act(request, token, found)
    told = meeting.series.place_for == "all" or found.welcomed is not None
    context = {
        "guest": found,
        "coming": found.coming,
        "meeting": meeting,
        "series": meeting.series,
        "told": told,
        "place": meeting.place or meeting.series.place,
        "is_online": meeting.series.online is not None,
        "way_in": way_in(meeting) if found.let_in and not meeting.cancelled else "",
        "door_open": meeting.starts - guest_services.EARLY <= request.now < meeting.ends,
        "over": meeting.ends <= request.now,
        "may": may_come_as_guest(request.actor, meeting, now=request.now),
        "token": token,
        "words": wording,
    }
    return page(request, "meetings/guest.html", context, fragment="door")


def _guest_act(request: HttpRequest, token: str, found: Any) -> HttpResponse:
    act = request.POST.get("act", "")
    back = HttpResponseRedirect(reverse("meeting_guest", args=[request.community.id, token]))
    if act == "confirm":
        guest_services.confirm(guest=found, now=request.now)
        messages.success(request, _("You are expected."))
    elif act == "bring":
        try:
            along = int(request.POST.get("bringing", "0"))
            guest_services.bring(guest=found, bringing=along, now=request.now)
            messages.success(request, _("Written down."))
        except services.NoPlaceLeft as full:
            messages.error(request, sentences.say("meetings_too_many", {"left": full.left}))
        except ValueError:
            messages.error(request, _("Please write a number."))
    elif act == "knock":
        guest_services.knock(guest=found, now=request.now)
    elif act == "not":
        guest_services.take_back(guest=found, now=request.now)
        return page(request, "meetings/guest_gone.html", {})
    else:
        raise NotVisible
    return back


def answer_guest(request: HttpRequest, meeting_id: UUID, guest_id: UUID) -> HttpResponse:
    """Answer a guest as the host."""
    seen = selectors.meeting_for(request.actor, meeting_id, now=request.now)
    require(may_host(request.actor, seen.meeting))
    found = guest_at(guest_id, now=request.now)
    if found.coming.meeting_id != seen.id or request.POST.get("says") not in ("welcome", "in", "no"):
        raise NotVisible
    found.coming.meeting = seen.meeting
    guest_services.answer_guest(actor=request.actor, guest=found, says=request.POST["says"], now=request.now)
    messages.success(request, _("Done."))
    return to(request, "meetings:meeting", meeting_id)
