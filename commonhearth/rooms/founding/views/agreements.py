"""What the founders agree on, clause by clause, and who does what at first."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from commonhearth.foundation import once
from commonhearth.foundation.access import NotVisible, require
from commonhearth.foundation.agreements.rules import BadValue
from commonhearth.foundation.agreements.services import NoShortVersion, ShortTooLong
from commonhearth.foundation.circles.wording import OFFICES, OFFICES_SAID
from commonhearth.kit import sentences
from commonhearth.kit.page import page
from commonhearth.rooms.founding import selectors, services
from commonhearth.rooms.founding.forms.steps import ClauseForm, NewClauseForm, RolesForm
from commonhearth.rooms.founding.views.steps import frame_of_step


@login_required
def agreements(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """All clauses in short, those left out among them."""
    view = selectors.draft_for(request.person, draft_id)
    require(view.may_change)
    return page(request, "founding/agreements.html", frame_of_step(view, "agreements"))


@login_required
def word(request: HttpRequest, draft_id: UUID, part_id: UUID) -> HttpResponse:
    """Word one clause anew."""
    view = selectors.draft_for(request.person, draft_id)
    require(view.may_change)
    clause = next((one for one in view.clauses if one.id == part_id), None)
    if clause is None:
        raise NotVisible
    said = {name: getattr(clause, name) for name in ("short", "text", "fixed", "rule_value")}
    form = ClauseForm(request.POST or None, clause=clause, initial=said)
    if request.method == "POST" and form.is_valid():
        try:
            services.word_clause(
                actor=request.person,
                draft_id=draft_id,
                clause_id=part_id,
                now=request.now,
                **form.cleaned_data,
            )
        except (NoShortVersion, ShortTooLong, BadValue) as fault:
            _say_beside(form, fault)
        else:
            return HttpResponseRedirect(_back(draft_id, part_id))
    context = {"form": form, "clause": clause, "draft": view.draft}
    return page(request, "founding/clause.html", context, status=422 if form.errors else 200)


@login_required
def add(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Add a clause of one's own."""
    view = selectors.draft_for(request.person, draft_id)
    require(view.may_change)
    form = NewClauseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():

        def act() -> dict[str, str]:
            made = services.add_clause(
                actor=request.person, draft_id=draft_id, now=request.now, **form.cleaned_data
            )
            return {"clause": str(made.id)}

        try:
            made = once.answer(
                actor=request.person, form="founding.clause", key=request.POST.get("once_key", ""), act=act
            )
        except (NoShortVersion, ShortTooLong) as fault:
            _say_beside(form, fault)
        except services.TooManyClauses:
            form.add_error(None, sentences.say("too_many_clauses"))
        else:
            return HttpResponseRedirect(_back(draft_id, made["clause"]))
    context = {"form": form, "clause": None, "draft": view.draft, "once_key": once.new_key()}
    return page(request, "founding/clause.html", context, status=422 if form.errors else 200)


@login_required
def take(request: HttpRequest, draft_id: UUID, part_id: UUID) -> HttpResponse:
    """Take a clause in, or leave it out."""
    services.take_clause(
        actor=request.person,
        draft_id=draft_id,
        clause_id=part_id,
        taken=request.POST.get("taken") == "yes",
        now=request.now,
    )
    return HttpResponseRedirect(_back(draft_id, part_id))


@login_required
def roles(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Who does what at first, and for how long."""
    view = selectors.draft_for(request.person, draft_id)
    require(view.may_change)
    form = RolesForm(request.POST or None, view=view, labels=OFFICES)
    if request.method == "POST" and form.is_valid():
        named = [services.Named(office, UUID(holder), months) for office, holder, months in form.named()]
        services.name_roles(actor=request.person, draft_id=draft_id, named=named, now=request.now)
        return HttpResponseRedirect(frame_of_step(view, "roles")["onward"])
    context = frame_of_step(view, "roles") | {"form": form, "said": OFFICES_SAID}
    return page(request, "founding/roles.html", context, status=422 if form.errors else 200)


def _back(draft_id: UUID, part_id: UUID | str) -> str:
    return f"{reverse('founding:agreements', args=[draft_id])}#clause-{part_id}"


def _say_beside(form: Form, fault: Exception) -> None:
    if isinstance(fault, ShortTooLong):
        form.add_error("short", sentences.say("short_too_long", {"sentences": fault.sentences}))
    elif isinstance(fault, BadValue):
        form.add_error("rule_value", sentences.say(fault.code, fault.params))
    else:
        form.add_error("short", sentences.say("no_short_version"))
