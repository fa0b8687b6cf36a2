"""Letters: the list of one's own, one correspondence, asking, answering, ending, and one's own door."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from commonhearth.foundation import once
from commonhearth.foundation.access import NotVisible, require
from commonhearth.foundation.circles import selectors as circles
from commonhearth.foundation.circles.access import seat_in
from commonhearth.foundation.members.access import may_answer_newcomers
from commonhearth.kit.page import page
from commonhearth.rooms.conversations.access.letters import (
    may_answer_letter_asking,
    may_ask_for_letters,
    may_end_letters,
    may_set_letter_door,
    may_write_as_newcomer,
    may_write_letter,
)
from commonhearth.rooms.conversations.forms_letters import AskForm, DoorForm, LetterForm
from commonhearth.rooms.conversations.selectors import letters as selectors
from commonhearth.rooms.conversations.services import letters as services


def _to(request: HttpRequest, name: str, *args: Any) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse(f"conversations:{name}", args=[request.community.slug, *args]))


def letters(request: HttpRequest) -> HttpResponse:
    """One's own correspondences, who would like to write, and whom one has asked."""
    found = selectors.letters_of(request.actor, now=request.now, after=request.GET.get("after", ""))
    return page(request, "conversations/letters.html", {"box": found})


def letters_doors(request: HttpRequest) -> HttpResponse:
    """One's circles, and in each whether others may ask to write."""
    return page(request, "conversations/letters_doors.html", {"doors": selectors.own_doors(request.actor)})


def letters_with(request: HttpRequest, circle_id: UUID, membership_id: UUID) -> HttpResponse:
    """Ask somebody in a circle whether one may write; a newcomer writes at once to who said yes to that."""
    here = circles.circle_for(request.actor, circle_id, now=request.now)
    other = circles.person_in(request.actor, here, membership_id)
    if seat_in(request.actor, here) is None:
        raise NotVisible
    writing = selectors.writing_to(request.actor, here, other)
    if writing is not None:
        return _to(request, "correspondence", writing)
    how = selectors.between(request.actor, here, other, now=request.now)
    at_once = bool(may_write_as_newcomer(request.actor, here, other, how))
    may = may_ask_for_letters(request.actor, here, other, how)
    form = (LetterForm if at_once else AskForm)(request.POST or None)
    if request.method == "POST" and form.is_valid():
        # A second press of the same button finds that one has asked: the key answers for it.
        answered = once.answer(
            actor=request.actor,
            form=f"letters.with.{other.id}",
            key=request.POST.get("once_key", ""),
            act=lambda: _begun(request, here, other, form, at_once),
        )
        if answered.get("to"):
            return _to(request, "correspondence", answered["to"])
        said = _("You have asked. If %(name)s says yes, you find each other here.")
        messages.success(request, said % {"name": other})
        return _to(request, "letters")
    context = {
        "circle": here,
        "person": other,
        "may": may,
        "at_once": at_once,
        "form": form,
        "days": services.LAPSES.days,
        "once_key": once.new_key(),
    }
    return page(request, "conversations/letters_with.html", context, status=422 if form.errors else 200)


def _begun(request: HttpRequest, here: Any, other: Any, form: Any, at_once: bool) -> dict[str, str]:
    given = {"actor": request.actor, "circle": here, "other": other, "now": request.now, **form.cleaned_data}
    if at_once:
        return {"to": str(services.write_to_host(**given).id)}
    services.ask_for_letters(**given)
    return {}


def answer_asking(request: HttpRequest, letter_asking_id: UUID) -> HttpResponse:
    """Say yes, or quietly no, to somebody who would like to write; or take one's own asking back."""
    asking = selectors.asking_in_reach(request.actor, letter_asking_id)
    what = request.POST.get("answer", "")
    if what == "back":
        services.take_back_letter_asking(actor=request.actor, asking=asking)
        messages.success(request, _("Taken back. Nothing of it is kept."))
        return _to(request, "letters")
    require(may_answer_letter_asking(request.actor, asking, now=request.now))
    if what == "yes":
        begun = services.say_yes_to_letters(actor=request.actor, asking=asking, now=request.now)
        return _to(request, "correspondence", begun.id)
    services.say_quietly_no_to_letters(actor=request.actor, asking=asking, now=request.now)
    messages.success(request, _("Put away. They are not told."))
    return _to(request, "letters")


def correspondence(request: HttpRequest, correspondence_id: UUID) -> HttpResponse:
    """The letters of two, and a sheet to write on."""
    here, other = selectors.correspondence_for(request.actor, correspondence_id)
    may = may_write_letter(request.actor, here, other, apart=here.apart)
    form = LetterForm(request.POST or None)
    if request.method == "POST":
        require(may)
        if form.is_valid():
            once.answer(
                actor=request.actor,
                form=f"letters.write.{here.id}",
                key=request.POST.get("once_key", ""),
                act=lambda: _written(request, here, form),
            )
            return _to(request, "correspondence", here.id)
    found, earlier = selectors.letters_in(request.actor, here, before=request.GET.get("before", ""))
    context = {
        "correspondence": here,
        "circle": here.circle,
        "person": other,
        "letters": found,
        "earlier": earlier,
        "latest": not request.GET.get("before"),
        "may": may,
        "may_end": may_end_letters(request.actor, here),
        "beside": [link for offer in circles.BESIDE if (link := offer(request.actor, here.circle, other))],
        "form": form,
        "once_key": once.new_key(),
    }
    return page(request, "conversations/correspondence.html", context, status=422 if form.errors else 200)


def _written(request: HttpRequest, here: Any, form: LetterForm) -> dict[str, str]:
    letter = services.write_letter(
        actor=request.actor, correspondence=here, text=form.cleaned_data["text"], now=request.now
    )
    return {"letter": str(letter.id)}


def end_letters(request: HttpRequest, correspondence_id: UUID) -> HttpResponse:
    """End a correspondence, without a reason."""
    here, other = selectors.correspondence_for(request.actor, correspondence_id)
    if request.method == "POST":
        services.end_letters(actor=request.actor, correspondence=here, now=request.now)
        messages.success(request, _("It has ended. Nobody is told why."))
        return _to(request, "letters")
    return page(request, "conversations/letters_end.html", {"correspondence": here, "person": other})


def letters_door(request: HttpRequest, circle_id: UUID) -> HttpResponse:
    """Whether others in a circle may ask to write to oneself."""
    here = circles.circle_for(request.actor, circle_id, now=request.now)
    if seat_in(request.actor, here) is None:
        raise NotVisible
    require(may_set_letter_door(request.actor, here))
    door = selectors.own_door(request.actor, here)
    hosts = here.is_root and bool(may_answer_newcomers(request.actor))
    initial = {"shut": "yes" if door.shut else "no", "newcomers": door.newcomers}
    form = DoorForm(request.POST or None, initial=initial, hosts=hosts)
    if request.method == "POST" and form.is_valid():
        services.set_letter_door(actor=request.actor, circle=here, now=request.now, **form.cleaned_data)
        messages.success(request, _("Kept."))
        return _to(request, "letters_doors")
    context = {"circle": here, "form": form}
    return page(request, "conversations/letters_door.html", context, status=422 if form.errors else 200)
