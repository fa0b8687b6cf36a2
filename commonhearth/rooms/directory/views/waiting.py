"""“Tell me when there is one near me”, and cards of groups being started."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt  # noqa: TID251  the signed link says who
from django.views.decorators.http import require_http_methods

from commonhearth.foundation import once, throttle
from commonhearth.kit import sentences
from commonhearth.kit.page import page
from commonhearth.rooms.directory import selectors, services, wording
from commonhearth.rooms.directory.access import may_show_being_started
from commonhearth.rooms.directory.forms import LetterForm, StartingForm, TellMeForm


def _place(form: Any) -> Any:
    """Return the place that a form names, or say beside the field that we do not know it."""
    answer = selectors.find_place(form.cleaned_data["place"])
    if answer.chosen is None or answer.chosen.point is None:
        form.add_error("place", wording.SENTENCES["unknown_town"])
        return None
    return answer.chosen


def tell_me(request: HttpRequest) -> HttpResponse:
    """Ask to be told when there is a group near a place."""
    given = {name: request.GET[name] for name in ("place", "words", "kind") if name in request.GET}
    email = request.person.email if request.person else ""
    form = TellMeForm(request.POST or None, initial={"email": email or "", **given})
    if request.method == "POST" and form.is_valid():
        place = _place(form)
        if not throttle.is_human(request) or not throttle.hit(request, "tell_me", limit=10, seconds=3600):
            form.add_error(
                None, _("That was too quick or too often for us to take. Please try again in a while.")
            )
        elif place is not None:
            data = {name: form.cleaned_data[name] for name in ("email", "radius_km", "words", "kind")}
            try:
                services.ask_to_be_told(actor=request.actor, place=place, now=request.now, **data)
            except services.CannotBeDone as fault:
                form.add_error(fault.field or None, sentences.say(fault.code))
            else:
                return HttpResponseRedirect(reverse("directory:tell-me-asked"))
    return page(request, "directory/tell_me.html", {"form": form}, status=422 if form.errors else 200)


def tell_me_asked(request: HttpRequest) -> HttpResponse:
    """The same for everyone: look in your mail."""
    return page(request, "directory/tell_me_asked.html", {})


def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Confirm by the link in the mail; opening the page does nothing, the press does."""
    done = request.method == "POST" and services.confirm_tell_me(token=token, now=request.now)
    view = selectors.tell_me_for(token, purpose="confirm")
    context = {"view": view, "done": done, "token": token}
    return page(request, "directory/confirm.html", context, status=200 if view or done else 410)


# The mail program's one-press unsubscribe (RFC 8058) posts here by itself; the signed link can do this one thing.
@csrf_exempt
@require_http_methods(["GET", "POST"])
def end(request: HttpRequest, token: str) -> HttpResponse:
    """End it by the link in any of its mails."""
    view = selectors.tell_me_for(token, purpose="end")
    done = request.method == "POST" and services.end_tell_me(token=token, now=request.now)
    return page(
        request, "directory/end.html", {"view": view, "done": done}, status=200 if view or done else 410
    )


def meet(request: HttpRequest, token: str) -> HttpResponse:
    """Would you like to meet the others? Nothing of anybody is shared until they say yes."""
    view = selectors.tell_me_for(token, purpose="meet")
    answered = None
    if request.method == "POST":
        yes = request.POST.get("answer") == "yes"
        if services.answer_meeting(token=token, yes=yes, now=request.now):
            answered = yes
    context = {"view": view, "answered": answered}
    return page(request, "directory/meet.html", context, status=200 if view else 410)


def starting(request: HttpRequest) -> HttpResponse:
    """Show a card that one is starting a group, and see one's own."""
    verdict = may_show_being_started(request.actor)
    form = StartingForm(request.POST if request.method == "POST" and verdict else None)
    if form.is_bound and form.is_valid():
        place = _place(form)
        if place is not None:
            data = {name: form.cleaned_data[name] for name in ("called", "purpose", "kind")}

            def act() -> dict[str, str]:
                card = services.show_being_started(actor=request.person, place=place, now=request.now, **data)
                return {"card": str(card.id)}

            try:
                once.answer(
                    actor=request.person, form="starting", key=request.POST.get("once_key", ""), act=act
                )
            except services.CannotBeDone as fault:
                form.add_error(fault.field if fault.field in form.fields else None, sentences.say(fault.code))
            else:
                messages.success(request, _("Your card is shown. Whoever is near and looking finds it."))
                return HttpResponseRedirect(reverse("directory:starting"))
    mine = selectors.my_being_started(person=request.person, now=request.now) if request.person else ()
    context = {"form": form, "verdict": verdict, "mine": mine, "once_key": once.new_key()}
    return page(request, "directory/starting.html", context, status=422 if form.errors else 200)


def take_down(request: HttpRequest, card_id: UUID) -> HttpResponse:
    """Take one's card down."""
    services.end_being_started(actor=request.actor, card_id=card_id, now=request.now)
    messages.success(request, _("Your card is taken down."))
    return HttpResponseRedirect(reverse("directory:starting"))


def _card_as_text(card: Any) -> str:
    """Return a card as plain text, to be copied into a chat; whose it is, the page says."""
    begins = _("Something is being started in %(town)s") % {"town": card.town}
    return f"{begins}: {card.purpose}\n{settings.HEARTH_URL}{reverse('directory:starter', args=[card.id])}"


def starter(request: HttpRequest, card_id: UUID) -> HttpResponse:
    """One card of a group being started, and writing to who shows it."""
    card = selectors.being_started(viewer=request.actor, card_id=card_id, now=request.now)
    form = LetterForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if not throttle.is_human(request) or not throttle.hit(request, "starter", limit=5, seconds=3600):
            form.add_error(
                None, _("That was too quick or too often for us to take. Please try again in a while.")
            )
        else:

            def act() -> dict[str, str]:
                services.write_to_starter(
                    actor=request.actor, card_id=card_id, now=request.now, **form.cleaned_data
                )
                return {"card": str(card_id)}

            try:
                once.answer(
                    actor=request.actor, form="starter", key=request.POST.get("once_key", ""), act=act
                )
            except services.CannotBeDone as fault:
                form.add_error(None, sentences.say(fault.code))
            else:
                messages.success(
                    request, _("Your letter is on its way. They answer to your address if they like.")
                )
                return HttpResponseRedirect(reverse("directory:search"))
    context = {"card": card, "form": form, "once_key": once.new_key(), "as_text": _card_as_text(card)}
    return page(request, "directory/starter.html", context, status=422 if form.errors else 200)
