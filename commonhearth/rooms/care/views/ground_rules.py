"""The library of ground rules, for a circle that looks for words."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from commonhearth.foundation import once
from commonhearth.foundation.access import require
from commonhearth.foundation.agreements import services as agreements
from commonhearth.foundation.agreements.access import may_propose_version
from commonhearth.foundation.circles.selectors import circle_for
from commonhearth.kit.page import page
from commonhearth.kit.saying import day_time
from commonhearth.rooms.care import services
from commonhearth.rooms.care.forms.ground_rules import LibraryForm
from commonhearth.rooms.care.selectors.ground_rules import library_for


def library(request: HttpRequest, circle_id: UUID) -> HttpResponse:
    """Rules to choose from, each with why and other ways of saying it; what is chosen is proposed to the circle."""
    circle = circle_for(request.actor, circle_id, now=request.now)
    offered = library_for(request.actor, circle, language=get_language() or "en")
    require(may_propose_version(request.actor, circle))
    form = LibraryForm(request.POST or None, offered=offered, now=request.now)
    if form.is_bound and form.is_valid() and _proposed(request, circle, form):
        messages.success(
            request, _("Before the circle now. Each rule is agreed when nobody’s concern stands.")
        )
        return HttpResponseRedirect(reverse("agreements:of_circle", args=[request.community.slug, circle.id]))
    context = {"circle": circle, "form": form, "once_key": once.new_key()}
    return page(request, "care/library.html", context, status=422 if form.errors else 200)


def _proposed(request: HttpRequest, circle: Any, form: LibraryForm) -> bool:
    def act() -> dict[str, Any]:
        count = services.propose_rules(
            actor=request.actor,
            circle=circle,
            chosen=form.chosen(),
            title=_("How we are with each other"),
            language=get_language() or "en",
            closes=form.cleaned_data["closes"],
            now=request.now,
        )
        return {"count": count}

    key = request.POST.get("once_key", "")
    try:
        once.answer(actor=request.actor, form=f"care.library.{circle.id}", key=key, act=act)
    except services.NothingChosen:
        form.add_error(
            None, _("Nothing new was chosen. Choose a rule, or go back to the circle’s agreements.")
        )
    except agreements.ClosesTooSoon as soon:
        words = _("Please show it for at least a day, until %(earliest)s or later.")
        form.add_error("closes", words % {"earliest": day_time(soon.earliest)})
    except agreements.RuledElsewhere as elsewhere:
        words = _("Clause %(number)s already says this. Please propose another wording of that one.")
        form.add_error(None, words % {"number": elsewhere.number})
    else:
        return True
    return False
