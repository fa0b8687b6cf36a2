"""Asking to join, waiting, and being answered."""

from __future__ import annotations

import json
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from commonhearth.foundation import once, sealed
from commonhearth.foundation.access import NotVisible, require
from commonhearth.foundation.communities.access import may_see_community
from commonhearth.foundation.members import selectors, services, wording
from commonhearth.foundation.members.access import (
    may_add_without_sign_in,
    may_admit,
    may_ask_to_join,
    who_answers,
)
from commonhearth.foundation.members.forms import DeclineForm, JoinForm
from commonhearth.kit.page import page


def join(request: HttpRequest) -> HttpResponse:
    """Ask to join, or see why that is not possible now."""
    community = request.community
    if not may_see_community(request.actor, community):
        raise NotVisible
    verdict = may_ask_to_join(request.actor, community)
    asked = {"questions": community.joining_questions, "lowest_age": community.lowest_age}
    form = JoinForm(request.POST if request.method == "POST" else None, **asked)
    barred = None
    if form.is_bound and verdict.code in ("asked_already", "inside_already"):
        # A second tab, or a press after going back: the first press counted.
        return HttpResponseRedirect(reverse("members:asked", args=[community.slug]))
    if form.is_bound and form.is_valid():

        def act() -> dict[str, str]:
            application = services.ask_to_join(
                actor=request.actor,
                community=community,
                name=form.cleaned_data["name"],
                word=form.cleaned_data["word"],
                answers=form.answers(),
                now=request.now,
            )
            return {"application": str(application.id)}

        try:
            once.answer(actor=request.person, form="join", key=request.POST.get("once_key", ""), act=act)
        except services.Barred as bar:
            barred = bar
        else:
            return HttpResponseRedirect(reverse("members:asked", args=[community.slug]))
    context = {
        "form": form,
        "verdict": verdict,
        "barred": barred,
        "community": community,
        "once_key": once.new_key(),
    }
    return page(request, "members/join.html", context, status=422 if form.errors else 200)


def name_in_use(taken: services.NameInUse) -> str:
    """Say that a name is taken and what helps, without a number."""
    return wording.taken_name(taken.name, taken.word)


def asked(request: HttpRequest) -> HttpResponse:
    """Where one's asking stands: who answers, by when, what happens next."""
    application = selectors.own_application(request.actor)
    if request.method == "POST" and application is not None:
        services.withdraw(actor=request.actor, application=application, now=request.now)
        messages.success(request, _("You have taken your asking back. You may ask again whenever you like."))
        return HttpResponseRedirect(reverse("communities:page", args=[request.community.slug]))
    inside = getattr(request.actor, "is_inside", False)
    if application is None and not inside and not may_see_community(request.actor, request.community):
        raise NotVisible
    context = {"application": application, "community": request.community, "inside": inside}
    context["answers"] = who_answers(application) if application else None
    return page(request, "members/asked.html", context)


def askings(request: HttpRequest) -> HttpResponse:
    """Those who asked to join and whom this member may answer."""
    if not getattr(request.actor, "is_inside", False):
        raise NotVisible
    waiting = selectors.applications_waiting(request.actor, request.community)
    context = {
        "waiting": waiting,
        "community": request.community,
        "may_add": may_add_without_sign_in(request.actor),
    }
    return page(request, "members/askings.html", context)


def asking(request: HttpRequest, application_id: UUID) -> HttpResponse:
    """One person who asked: their words, a yes, or a letter."""
    application = selectors.application_seen_by(request.actor, application_id, request.community)
    if application.member_id == getattr(request.actor, "id", None):
        return HttpResponseRedirect(reverse("members:asked", args=[request.community.slug]))
    answers = json.loads(sealed.open(application.answers, viewer=request.actor))
    context = {
        "application": application,
        "answers": answers,
        "verdict": may_admit(request.actor, application, request.community),
        "yeses": application.endorsements.count(),
        "community": request.community,
        "form": DeclineForm(),
    }
    return page(request, "members/asking.html", context)


def say_yes(request: HttpRequest, application_id: UUID) -> HttpResponse:
    """Say yes to somebody who asked."""
    application = selectors.application_seen_by(request.actor, application_id, request.community)
    try:
        inside = services.endorse(
            actor=request.actor, application=application, community=request.community, now=request.now
        )
    except services.NothingToAnswer:
        messages.info(request, _("Somebody else was quicker: this has been answered."))
    else:
        done = (
            _("%(name)s is in, and is being told.") if inside else _("Your yes is noted. One more is needed.")
        )
        messages.success(request, done % {"name": application.member.name})
    return HttpResponseRedirect(reverse("members:askings", args=[request.community.slug]))


def say_no(request: HttpRequest, application_id: UUID) -> HttpResponse:
    """Send the letter that says no, with two other places to go."""
    application = selectors.application_seen_by(request.actor, application_id, request.community)
    if application.member_id == getattr(request.actor, "id", None):
        return HttpResponseRedirect(reverse("members:asked", args=[request.community.slug]))
    require(may_admit(request.actor, application, request.community))
    form = DeclineForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            sent = services.decline(
                actor=request.actor,
                application=application,
                community=request.community,
                letter=data["letter"],
                elsewhere=[data["first_place"], data["second_place"]],
                now=request.now,
            )
        except services.NothingToAnswer:
            messages.info(request, _("Somebody else was quicker: this has been answered."))
        else:
            if sent:
                messages.success(request, _("Your letter goes out by e-mail. Nothing is kept of why."))
            else:
                messages.warning(
                    request,
                    _("They have no e-mail address, so nothing was sent. Please tell them in person."),
                )
        return HttpResponseRedirect(reverse("members:askings", args=[request.community.slug]))
    context = {"form": form, "application": application}
    return page(request, "members/say_no.html", context, status=422 if form.errors else 200)
