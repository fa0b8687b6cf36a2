"""A circle's door: coming in, asking, saying no, one's name there, leaving; inviting and answering."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from commonhearth.foundation import once
from commonhearth.foundation.access import NotVisible, require
from commonhearth.foundation.circles import selectors, services, wording
from commonhearth.foundation.circles.access import (
    may_ask_to_join_circle,
    may_invite_to_circle,
    may_join,
    may_leave_circle,
    may_rename_self,
    seat_in,
)
from commonhearth.foundation.circles.forms import InviteForm, OwnNameForm
from commonhearth.kit.page import page

if TYPE_CHECKING:
    from commonhearth.foundation.circles.models import Asking, Circle, CircleMembership


def to(request: HttpRequest, name: str, *args: Any) -> HttpResponseRedirect:
    """Send on to a named page of this community."""
    return HttpResponseRedirect(reverse(name, args=[request.community.slug, *args]))


def answered_once(request: HttpRequest, form: str, act: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """Act once under the key that the form's page carried."""
    return once.answer(actor=request.actor, form=form, key=request.POST.get("once_key", ""), act=act)


def _at_the_door(request: HttpRequest, circle_id: UUID) -> tuple[Circle, Asking | None]:
    """Return the circle and the viewer's own asking; who is invited sees a hidden circle's door."""
    try:
        here = selectors.circle_for(request.actor, circle_id, now=request.now)
    except NotVisible:
        return selectors.invitation_for(request.actor, circle_id, now=request.now)
    return here, selectors.asking_for(request.actor, here)


def join(request: HttpRequest, circle_id: UUID) -> HttpResponse:
    """Come in, or ask to, under a name of one's own choice."""
    here, asking = _at_the_door(request, circle_id)
    if seat_in(request.actor, here):
        return to(request, "circles:circle", here.id)
    enter = may_join(request.actor, here, asking)
    ask = may_ask_to_join_circle(request.actor, here, asking)
    may = enter or ask
    if request.method == "POST":
        require(may if may else enter)
    initial = {"name": asking.as_name if asking else "", "word": asking.as_word if asking else ""}
    form = OwnNameForm(request.POST or None, initial=initial)
    if form.is_bound and form.is_valid():
        try:
            answered_once(
                request, f"circles.join.{here.id}", lambda: _enter(request, here, form, bool(enter))
            )
        except services.NameTaken as taken:
            form.name_is_taken(taken)
        else:
            if enter:
                return _inside(request, here)
            messages.success(request, _("You have asked. Somebody inside will answer you."))
            return to(request, "circles:tree")
    context = {
        "circle": here,
        "asking": asking,
        "enter": enter,
        "may": may,
        "form": form,
        "apart": bool(enter) and selectors.apart_inside(request.actor, here),
        "once_key": once.new_key(),
        "words": wording,
    }
    return page(request, "circles/join.html", context, status=422 if form.errors else 200)


def _inside(request: HttpRequest, here: Circle) -> HttpResponse:
    """Lead whoever has just come in to what the circle asks them to read first, or to the circle."""
    actor = selectors.as_actor(request.actor, now=request.now)
    for ask in selectors.WHAT_WE_AGREED:
        if to_read := ask(actor, here, request.now).to_read:
            return HttpResponseRedirect(to_read)
    return to(request, "circles:circle", here.id)


def _enter(request: HttpRequest, here: Circle, form: OwnNameForm, enter: bool) -> dict[str, Any]:
    act = services.join if enter else services.ask_to_join
    made = act(actor=request.actor, circle=here, now=request.now, **form.cleaned_data)
    return {"made": str(made.id)}


def no_thank_you(request: HttpRequest, circle_id: UUID) -> HttpResponse:
    """Say no to an invitation, or take one's asking back."""
    _here, asking = _at_the_door(request, circle_id)
    if asking is None:
        raise NotVisible
    services.decline_invitation(actor=request.actor, asking=asking, now=request.now)
    messages.success(request, _("Done. Nobody is told, and nothing is kept."))
    return to(request, "circles:tree")


def own_name(request: HttpRequest, circle_id: UUID) -> HttpResponse:
    """Be known in a circle by another name, or choose a telling word."""
    here = selectors.circle_for(request.actor, circle_id, now=request.now)
    require(may_rename_self(request.actor, here))
    seat = seat_in(request.actor, here)
    form = OwnNameForm(
        request.POST or None, initial={"name": seat.name if seat else "", "word": seat.word if seat else ""}
    )
    if form.is_bound and form.is_valid():
        try:
            services.rename_self(actor=request.actor, circle=here, now=request.now, **form.cleaned_data)
        except services.NameTaken as taken:
            form.name_is_taken(taken)
        else:
            messages.success(request, _("That is your name here from now on."))
            return to(request, "circles:circle", here.id)
    context = {
        "circle": here,
        "form": form,
        "seat": seat,
        "namesakes": selectors.namesakes(request.actor, here),
    }
    return page(request, "circles/own_name.html", context, status=422 if form.errors else 200)


def leave(request: HttpRequest, circle_id: UUID) -> HttpResponse:
    """Leave a circle, in one step and without a reason."""
    here = selectors.circle_for(request.actor, circle_id, now=request.now)
    require(may_leave_circle(request.actor, here))
    if request.method == "POST":
        services.leave(actor=request.actor, circle=here, now=request.now)
        messages.success(request, _("You have left the circle."))
        return to(request, "circles:tree")
    return page(
        request,
        "circles/leave.html",
        {"circle": here, "last": here.is_by_invitation and here.head_count == 1},
    )


def invite(request: HttpRequest, circle_id: UUID) -> HttpResponse:
    """Invite somebody by their name in the community. The answer never tells who is inside."""
    here = selectors.circle_for(request.actor, circle_id, now=request.now)
    require(may_invite_to_circle(request.actor, here))
    form = InviteForm(request.POST or None)
    if form.is_bound and form.is_valid():
        name, word = form.cleaned_data["person"], form.cleaned_data["person_word"]
        found = selectors.people_called(request.actor, name, word)
        if len(found) == 1:
            answered_once(
                request,
                f"circles.invite.{here.id}",
                lambda: _invited(request, here, found[0]),
            )
            said = _("%(name)s is asked, unless they are here already. What they answer is theirs.")
            messages.success(request, said % {"name": found[0]})
            return to(request, "circles:circle", here.id)
        code = "more_of_that_name" if found else "no_such_person"
        form.add_error("person", str(wording.SENTENCES[code]) % {"name": name})
    context = {"circle": here, "form": form, "once_key": once.new_key(), "words": wording}
    return page(request, "circles/invite.html", context, status=422 if form.errors else 200)


def _invited(request: HttpRequest, here: Circle, person: CircleMembership) -> dict[str, Any]:
    services.invite(actor=request.actor, circle=here, person=person, now=request.now)
    return {}


def answer(request: HttpRequest, circle_id: UUID, asking_id: UUID) -> HttpResponse:
    """Answer somebody who asked to come in."""
    here = selectors.circle_for(request.actor, circle_id, now=request.now)
    asking = next((one for one in selectors.askings_of(request.actor, here) if one.id == asking_id), None)
    if asking is None:
        raise NotVisible
    welcome = request.POST.get("answer") == "yes"
    services.answer_asking(actor=request.actor, asking=asking, welcome=welcome, now=request.now)
    if welcome:
        messages.success(request, _("They are told that they may come in."))
    else:
        messages.success(request, _("They are told kindly that it is not possible now. Nothing is kept."))
    return to(request, "circles:circle", here.id)
