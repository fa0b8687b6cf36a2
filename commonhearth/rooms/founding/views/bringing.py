"""Bringing what a community has: choose, look, confirm, stop, undo."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from commonhearth.core.sheets import Broken
from commonhearth.foundation import once
from commonhearth.foundation.access import NotVisible, require
from commonhearth.kit.page import page
from commonhearth.rooms.founding.access import may_bring
from commonhearth.rooms.founding.forms.bringing import AgreementsForm, ColumnsForm, CutForm, FileForm
from commonhearth.rooms.founding.selectors import bringing as selectors
from commonhearth.rooms.founding.services import bringing as services
from commonhearth.rooms.founding.wording import bringing as words

#: For each kind brought by one file: the service, what the file picker offers, and what is said beside it.
ONE_FILE: dict[str, tuple[Callable[..., Any], str, Any, Any]] = {
    "people": (
        services.bring_people,
        ".csv,.txt,text/csv,text/plain",
        lambda: _("Your member list (CSV)"),
        lambda: _("Any spreadsheet can save one. Only names and e-mail addresses are needed."),
    ),
    "calendar": (
        services.bring_calendar,
        ".ics,text/calendar",
        lambda: _("Your calendar (.ics)"),
        lambda: _("Most calendars call it “Export”."),
    ),
    "decisions": (
        services.bring_decisions,
        ".json,.csv,application/json,text/csv",
        lambda: _("The export of your Loomio group (JSON or CSV)"),
        lambda: _("In Loomio: the group’s settings, “Export data”. The JSON file holds more than the CSV."),
    ),
}


def bring(request: HttpRequest) -> HttpResponse:
    """What can be brought, and what has been."""
    runs = selectors.runs(request.actor)
    return page(request, "founding/bring/bring.html", {"runs": runs, "words": words})


def bring_kind(request: HttpRequest, kind: str) -> HttpResponse:
    """Choose a file, or paste a text, and see what would come of it."""
    require(may_bring(request.actor))
    if kind not in words.KINDS:
        raise NotVisible
    form = _form(request, kind)
    if request.method == "POST" and form.is_valid():
        try:
            answer = once.answer(
                actor=request.actor,
                form=f"founding.bring.{kind}",
                key=request.POST.get("once_key", ""),
                act=lambda: {"run": str(_taken(request, kind, form).id)},
            )
        except Broken as fault:
            form.add_error("file", _why(fault))
        else:
            return _to_run(request, UUID(answer["run"]))
    context = {"form": form, "kind": kind, "words": words, "once_key": once.new_key()}
    context["mail"] = settings.HEARTH_MAIL
    return page(request, f"founding/bring/{kind}.html", context, status=422 if form.errors else 200)


def _form(request: HttpRequest, kind: str) -> Any:
    given = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    if kind == "agreements":
        return AgreementsForm(*given, agreements=selectors.agreements_of_everyone(request.actor))
    _service, accept, label, hint = ONE_FILE[kind]
    return FileForm(*given, accept=accept, label=label(), hint=hint())


def _taken(request: HttpRequest, kind: str, form: Any) -> Any:
    told: dict[str, Any] = {**form.told(), "actor": request.actor, "now": request.now}
    if kind == "agreements":
        return services.bring_agreements(**told)
    if kind == "calendar":
        told["community"] = request.community
    return ONE_FILE[kind][0](**told)


def _why(fault: Broken) -> str:
    """Say what is wrong with a file, on which line, and that nothing of it was taken."""
    why = words.BROKEN[fault.code] % fault.params
    if fault.line:
        why = words.AT_LINE % {"line": fault.line, "why": why}
    return f"{why} {words.NOTHING_KEPT}"


def run(request: HttpRequest, run_id: UUID) -> HttpResponse:
    """One run: its columns, its preview, how far it is, or what came of it."""
    found = selectors.run_for(request.actor, run_id)
    if found.state == "columns":
        return _columns_page(request, found, None)
    if found.state == "ready":
        return _preview_page(request, found)
    context = {"run": found, "words": words, "once_key": once.new_key()}
    return page(request, "founding/bring/run.html", context)


def _columns_page(request: HttpRequest, found: Any, data: Any) -> HttpResponse:
    preview = selectors.preview_of(request.actor, found)
    head, cells = preview.head, [_cells(row) for row in preview.rows]
    guess = found.choices.get("columns") or head["guess"]
    form = ColumnsForm(data, heading=head["heading"], first=cells[0], guess=guess)
    if data is not None and form.is_valid():
        try:
            services.choose_columns(actor=request.actor, run=found, columns=form.columns(), now=request.now)
        except Broken as fault:
            form.add_error("email", words.BROKEN[fault.code] % fault.params)
        else:
            return _to_run(request, found.id)
    context = {"form": form, "run": found, "head": head, "cells": cells[:5], "words": words}
    return page(request, "founding/bring/columns.html", context, status=422 if form.errors else 200)


def _cells(row: Any) -> list[str]:
    return row["cells"] if isinstance(row, dict) else row[1:]


def _preview_page(request: HttpRequest, found: Any, form: Any = None) -> HttpResponse:
    number = request.GET.get("page", "1")
    if not number.isascii() or not number.isdecimal() or len(number) > 6:
        raise NotVisible
    preview = selectors.preview_of(request.actor, found, number=int(number))
    context = {
        "run": found,
        "preview": preview,
        "words": words,
        "once_key": once.new_key(),
        "cut_form": form
        or (CutForm(initial={"text": preview.rows[0]["whole"]}) if found.kind == "agreements" else None),
        "mail": settings.HEARTH_MAIL,
    }
    return page(
        request, f"founding/bring/preview_{found.kind}.html", context, status=422 if form is not None else 200
    )


def columns(request: HttpRequest, run_id: UUID) -> HttpResponse:
    """Say which column is which; also once more, as long as nothing has happened."""
    found = selectors.run_for(request.actor, run_id)
    if found.kind != "people" or found.state not in ("columns", "ready"):
        return _to_run(request, found.id)
    return _columns_page(request, found, request.POST if request.method == "POST" else None)


def rows(request: HttpRequest, run_id: UUID) -> HttpResponse:
    """Keep what is ticked on one page; with `do=go` also confirm the whole."""
    found = selectors.run_for(request.actor, run_id)
    number = request.POST.get("page", "")
    shorts = {
        int(name[6:]): value
        for name, value in request.POST.items()
        if name.startswith("short_") and name[6:].isdecimal() and len(name) < 12
    }
    taken = {int(place) for place in request.POST.getlist("take") if place.isdecimal() and len(place) < 6}
    try:
        if number.isdecimal() and len(number) < 7:
            services.keep_rows(
                actor=request.actor, run=found, page=int(number), taken=taken, shorts=shorts, now=request.now
            )
        if request.POST.get("do") == "go":
            return _confirm(request, found)
    except services.NotNow:
        messages.info(request, _("This has gone on meanwhile. Here is how it stands."))
        return _to_run(request, found.id)
    messages.success(request, _("Kept. Nothing has happened yet."))
    place = f"?page={number}" if number.isdecimal() else ""
    return HttpResponseRedirect(_run_url(request, found.id) + place)


def _confirm(request: HttpRequest, found: Any) -> HttpResponse:
    def act() -> dict[str, Any]:
        services.confirm(actor=request.actor, run=found, now=request.now)
        return {}

    try:
        once.answer(
            actor=request.actor, form="founding.confirm", key=request.POST.get("once_key", ""), act=act
        )
    except services.NothingTaken:
        messages.warning(request, _("Nothing is ticked, so nothing would happen. Tick at least one."))
    return _to_run(request, found.id)


def cut(request: HttpRequest, run_id: UUID) -> HttpResponse:
    """Cut the text of an agreement anew, as somebody mended it."""
    found = selectors.run_for(request.actor, run_id)
    form = CutForm(request.POST)
    if found.kind != "agreements" or found.state != "ready":
        return _to_run(request, found.id)
    if form.is_valid():
        try:
            services.cut_again(
                actor=request.actor, run=found, text=form.cleaned_data["text"], now=request.now
            )
        except Broken as fault:
            form.add_error("text", words.BROKEN[fault.code] % fault.params)
        else:
            return _to_run(request, found.id)
    return _preview_page(request, found, form)


def stop(request: HttpRequest, run_id: UUID) -> HttpResponse:
    """Stop what is being carried out."""
    return _act(
        request, run_id, services.stop, _("Stopped. What has happened until now stays, and can be undone.")
    )


def undo(request: HttpRequest, run_id: UUID) -> HttpResponse:
    """Take back what a run did, as far as nobody has built on it."""
    return _act(request, run_id, services.undo, _("Undone, as far as nobody had built on it."))


def _act(request: HttpRequest, run_id: UUID, service: Callable[..., Any], done: str) -> HttpResponse:
    found = selectors.run_for(request.actor, run_id)
    try:
        service(actor=request.actor, run=found, now=request.now)
    except services.NotNow:
        messages.info(request, _("This has gone on meanwhile. Here is how it stands."))
    else:
        messages.success(request, done)
    return _to_run(request, found.id)


def put_away(request: HttpRequest, run_id: UUID) -> HttpResponse:
    """Drop a preview."""
    found = selectors.run_for(request.actor, run_id)
    try:
        services.put_away(actor=request.actor, run=found)
    except services.NotNow:
        return _to_run(request, found.id)
    messages.success(request, _("Put away. Nothing of the file is kept."))
    return HttpResponseRedirect(reverse("bringing:bring", args=[request.community.slug]))


def dates(request: HttpRequest) -> HttpResponse:
    """The dates that were brought, for everybody inside."""
    after = request.GET.get("after", "")
    found, more = selectors.next_dates(request.actor, now=request.now, after=after)
    context = {"dates": found, "more": more, "first": not after, "words": words}
    context["bring"] = may_bring(request.actor)
    return page(request, "founding/bring/dates.html", context)


def decisions(request: HttpRequest) -> HttpResponse:
    """The decisions that were taken elsewhere, for everybody inside."""
    after = request.GET.get("after", "")
    found, more = selectors.past_decisions(request.actor, after=after)
    context = {"decisions": found, "more": more, "first": not after, "bring": may_bring(request.actor)}
    return page(request, "founding/bring/decisions_list.html", context)


def _run_url(request: HttpRequest, run_id: UUID) -> str:
    return reverse("bringing:run", args=[request.community.slug, run_id])


def _to_run(request: HttpRequest, run_id: UUID) -> HttpResponse:
    return HttpResponseRedirect(_run_url(request, run_id))
