"""Pages of a community's face: what outsiders see, how they write, what stewards may change."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from commonhearth.foundation import once, sealed, throttle
from commonhearth.foundation.access import NotVisible, require
from commonhearth.foundation.communities import selectors, services
from commonhearth.foundation.communities.access import (
    may_change_community,
    may_reach_out,
    may_read_reach_out,
    may_see_community,
    may_settle,
)
from commonhearth.foundation.communities.forms import AnswerForm, FaceForm, ReachOutForm
from commonhearth.foundation.registry import ROOMS
from commonhearth.kit.page import page


def face(request: HttpRequest) -> HttpResponse:
    """The community's page: who, for whom, where, how it decides, what it costs, how to join."""
    if not may_see_community(request.actor, request.community):
        raise NotVisible
    context = selectors.face_of(
        request.community, viewer=request.actor, now=request.now, asked=request.GET.dict()
    )
    return page(request, "communities/face.html", context)


def settings(request: HttpRequest) -> HttpResponse:
    """Change what the community says of itself."""
    require(may_change_community(request.actor))
    community = request.community
    ruled = selectors.ruled_now()
    initial = {field: getattr(community, field) for field in FaceForm.base_fields}
    initial["joining_questions"] = "\n".join(community.joining_questions)
    rooms = [(key, room.label) for key, room in ROOMS.items() if room.closable]
    form = FaceForm(request.POST or None, initial=initial, ruled=ruled, rooms=rooms)
    if request.method == "POST" and form.is_valid():
        told = {name: value for name, value in form.cleaned_data.items() if name in services.TOLD}
        services.change_community(actor=request.actor, community=community, now=request.now, **told)
        if may_settle(request.actor, ruled=False):
            for key in set(form.RULED) - ruled:
                services.settle(
                    actor=request.actor,
                    community=community,
                    key=key,
                    value=form.cleaned_data[key],
                    now=request.now,
                )
        messages.success(request, _("Saved. This is how people see you now."))
        return HttpResponseRedirect(reverse("communities:page", args=[community.slug]))
    context = {
        "form": form,
        "also": list(selectors.ALSO_SET) if may_settle(request.actor, ruled=False) else [],
    }
    return page(request, "communities/settings.html", context, status=422 if form.errors else 200)


def write(request: HttpRequest) -> HttpResponse:
    """Reach out to a community that has agreed to answer."""
    community = request.community
    if not may_see_community(request.actor, community):
        raise NotVisible
    verdict = may_reach_out(request.actor, community)
    form = ReachOutForm(request.POST or None) if verdict else ReachOutForm()
    if request.method == "POST" and verdict and form.is_valid():
        if not throttle.is_human(request) or not throttle.hit(request, "reach_out", limit=5, seconds=3600):
            form.add_error(
                None, _("That was too quick or too often for us to take. Please try again in a while.")
            )
        else:

            def act() -> dict[str, str]:
                letter = services.reach_out(
                    actor=request.actor, community=community, now=request.now, **form.cleaned_data
                )
                return {"answer_by": letter.answer_by.isoformat()}

            key = request.POST.get("once_key", "")
            once.answer(actor=request.actor, form="reach_out", key=key, act=act)
            return HttpResponseRedirect(reverse("communities:written", args=[community.slug]))
    context = {"form": form, "verdict": verdict, "community": community, "once_key": once.new_key()}
    context["days"] = services.REACH_OUT_DAYS
    return page(request, "communities/write.html", context, status=422 if form.errors else 200)


def written(request: HttpRequest) -> HttpResponse:
    """What happens next, after a letter."""
    if not may_see_community(request.actor, request.community):
        raise NotVisible
    context = {"community": request.community, "days": services.REACH_OUT_DAYS}
    return page(request, "communities/written.html", context)


def letters(request: HttpRequest) -> HttpResponse:
    """Letters from outside that wait for an answer."""
    require(may_read_reach_out(request.actor))
    return page(request, "communities/letters.html", {"letters": selectors.letters_waiting(request.actor)})


def letter(request: HttpRequest, letter_id: UUID) -> HttpResponse:
    """Read one letter and answer it."""
    found = selectors.letter_seen_by(request.actor, letter_id)
    form = AnswerForm(request.POST or None, initial={"first_name": request.actor.name})
    if request.method == "POST" and form.is_valid():
        services.answer_reach_out(actor=request.actor, letter=found, now=request.now, **form.cleaned_data)
        messages.success(request, _("Your answer is on its way. It is not kept here."))
        return HttpResponseRedirect(reverse("communities:letters", args=[request.community.slug]))
    message = sealed.open(found.message, viewer=request.actor)
    context = {"letter": found, "message": message, "form": form, "community": request.community}
    return page(request, "communities/letter.html", context, status=422 if form.errors else 200)
