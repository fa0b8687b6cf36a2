"""Planning what meets, changing it, its single dates."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from commonhearth.foundation import once
from commonhearth.foundation.access import NotVisible, require
from commonhearth.foundation.circles.access import may_give_role
from commonhearth.foundation.circles.selectors import circle_for, root_for
from commonhearth.foundation.circles.views.entering import answered_once, to
from commonhearth.kit import sentences
from commonhearth.kit.page import page
from commonhearth.rooms.meetings import selectors, services, wording
from commonhearth.rooms.meetings.access import may_begin_to_meet, may_change_series, may_open_doors
from commonhearth.rooms.meetings.forms import AddDateForm, MoveForm, PlanForm, initial_of
from commonhearth.rooms.meetings.selectors.coming import possible_hosts
from commonhearth.rooms.meetings.selectors.online import way_in
from commonhearth.rooms.meetings.selectors.rhythm import said_back
from commonhearth.rooms.meetings.services.series import NeverMeets
from commonhearth.rooms.meetings.workforms import ToWhomForm

if TYPE_CHECKING:
    from commonhearth.foundation.circles.models import Circle


def new(request: HttpRequest) -> HttpResponse:
    """Plan something that meets, in the circle named by `circle` or with everyone."""
    circle = _circle(request)
    may = may_begin_to_meet(request.actor, circle, today=request.now.date())
    if request.method == "POST":
        require(may)
    initial = {
        "zone": request.community.time_zone,
        "kind": "support" if circle.circle_kind == "support" else "meeting",
    }
    if request.GET.get("kind") in wording.KINDS:
        initial["kind"] = request.GET["kind"]
    if circle.is_root:
        initial["doors"] = "community"
    form = PlanForm(
        request.POST or None,
        initial=initial,
        may_open=bool(may_open_doors(request.actor, circle)),
        hidden=circle.is_hidden,
    )
    if form.is_bound and form.is_valid():

        def act() -> dict[str, Any]:
            made = services.plan(actor=request.actor, circle=circle, said=form.plan(), now=request.now)
            return {"meeting": str(selectors.first_date(made, now=request.now).id)}

        try:
            made = answered_once(request, "meetings.new", act)
        except NeverMeets:
            form.add_error("until", _("No date follows from this. Choose a later end."))
        else:
            messages.success(request, _("Planned. This is the next date."))
            return to(request, "meetings:meeting", made["meeting"])
    context = {
        "form": form,
        "circle": circle,
        "may": may,
        "names_second": may.code == "meetings_second_first" and may_give_role(request.actor, circle),
        "once_key": once.new_key(),
    }
    return page(request, "meetings/new.html", context, status=422 if form.errors else 200)


def _circle(request: HttpRequest) -> Circle:
    asked = request.GET.get("circle", "")
    if not asked:
        return root_for(request.actor, now=request.now)
    try:
        return circle_for(request.actor, UUID(asked), now=request.now)
    except ValueError:
        raise NotVisible from None


def change(request: HttpRequest, series_id: UUID) -> HttpResponse:
    """Say anew what a series is like, and when, from the next date on."""
    series = selectors.series_for(request.actor, series_id, now=request.now)
    require(may_change_series(request.actor, series))
    dates = selectors.next_dates(series, now=request.now)
    first = dates[0].on if dates else request.now.astimezone(ZoneInfo(series.zone)).date()
    online = way_in(dates[0]) if dates else ""
    words = selectors.words_of(series, viewer=request.actor)
    opened = bool(may_open_doors(request.actor, series.circle)) or series.doors == "all"
    form = PlanForm(
        request.POST or None,
        initial=initial_of(series, words, online, first=first),
        may_open=opened,
        hidden=series.circle.is_hidden,
        rule=series.rule,
    )
    if form.is_bound and form.is_valid():
        try:
            services.change(actor=request.actor, series=series, said=form.plan(), now=request.now)
        except NeverMeets:
            form.add_error("until", _("No date follows from this. Choose a later end."))
        else:
            messages.success(request, _("Said anew. Whoever said yes to a date that changed is told."))
            return to(request, "meetings:series", series.id)
    context = {"form": form, "series": series, "title": words["title"], "circle": series.circle}
    return page(request, "meetings/change.html", context, status=422 if form.errors else 200)


def series(request: HttpRequest, series_id: UUID) -> HttpResponse:
    """A series: how often, its next dates, and what may be done with them."""
    found = selectors.series_for(request.actor, series_id, now=request.now)
    rows = selectors.next_dates(found, now=request.now)
    for row in rows:
        row.series, row.circle = found, found.circle
    dates = selectors.worded(rows, viewer=request.actor)
    context = {
        "series": found,
        "dates": dates,
        "title": selectors.words_of(found, viewer=request.actor)["title"],
        "tells": found.circle.openness == "open" or found.doors == "all",
        "rule": said_back(found),
        "change": may_change_series(request.actor, found),
        "words": wording,
    }
    return page(request, "meetings/series.html", context)


def add(request: HttpRequest, series_id: UUID) -> HttpResponse:
    """Add a date beside the rule."""
    found = selectors.series_for(request.actor, series_id, now=request.now)
    require(may_change_series(request.actor, found))
    form = AddDateForm(request.POST or None, initial={"at": found.at})
    if form.is_bound and form.is_valid():

        def act() -> dict[str, Any]:
            made = services.add_date(actor=request.actor, series=found, now=request.now, **form.cleaned_data)
            return {"meeting": str(made.id)}

        try:
            made = answered_once(request, f"meetings.add.{found.id}", act)
        except services.AlreadyThatDay:
            form.add_error("day", sentences.say("meetings_one_a_day"))
        else:
            messages.success(request, _("Added."))
            return to(request, "meetings:meeting", made["meeting"])
    context = {
        "form": form,
        "series": found,
        "title": selectors.words_of(found, viewer=request.actor)["title"],
        "once_key": once.new_key(),
    }
    return page(request, "meetings/add.html", context, status=422 if form.errors else 200)


def end(request: HttpRequest, series_id: UUID) -> HttpResponse:
    """Bring a series to an end."""
    found = selectors.series_for(request.actor, series_id, now=request.now)
    require(may_change_series(request.actor, found))
    if request.method == "POST":
        services.end(actor=request.actor, series=found, now=request.now)
        messages.success(request, _("It has come to an end. Whoever said yes to a date is told."))
        return to(request, "meetings:list")
    title = selectors.words_of(found, viewer=request.actor)["title"]
    return page(request, "meetings/end.html", {"series": found, "title": title})


def move(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """Move one date to another day, time or place."""
    seen = selectors.meeting_for(request.actor, meeting_id, now=request.now)
    row = seen.meeting
    require(may_change_series(request.actor, row.series))
    there = row.starts.astimezone(ZoneInfo(row.series.zone))
    initial = {
        "day": there.date(),
        "at": there.time(),
        "minutes": int((row.ends - row.starts).total_seconds() // 60),
        "place": seen.place if seen.place != seen.words["place"] else "",
    }
    form = MoveForm(request.POST or None, initial=initial)
    if form.is_bound and form.is_valid():
        services.move(actor=request.actor, meeting=row, now=request.now, **form.cleaned_data)
        messages.success(request, _("Moved. Whoever said yes is told."))
        return to(request, "meetings:meeting", meeting_id)
    context = {"form": form, "seen": seen, "zone": row.series.zone.replace("_", " ")}
    return page(request, "meetings/move.html", context, status=422 if form.errors else 200)


def host(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """Let somebody else of the circle be host of one date."""
    seen = selectors.meeting_for(request.actor, meeting_id, now=request.now)
    row = seen.meeting
    require(may_change_series(request.actor, row.series))
    people = possible_hosts(request.actor, row)
    form = ToWhomForm(request.POST or None, people=people, anyone=False)
    form.fields["to"].label = _("Who?")
    if form.is_bound and form.is_valid():
        services.set_host(actor=request.actor, meeting=row, seat=form.chosen, now=request.now)
        messages.success(request, _("Noted. They are told."))
        return to(request, "meetings:meeting", meeting_id)
    context = {"seen": seen, "form": form if people else None}
    return page(request, "meetings/host.html", context, status=422 if form.errors else 200)


def cancel(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """Let one date not take place."""
    row = selectors.meeting_row(request.actor, meeting_id, now=request.now)
    services.cancel(actor=request.actor, meeting=row, now=request.now)
    messages.success(request, _("Cancelled. Whoever said yes is told."))
    return to(request, "meetings:meeting", meeting_id)


def again(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """Let a cancelled date take place after all."""
    row = selectors.meeting_row(request.actor, meeting_id, now=request.now)
    services.again(actor=request.actor, meeting=row, now=request.now)
    messages.success(request, _("It takes place after all. Whoever said yes is told."))
    return to(request, "meetings:meeting", meeting_id)
