"""Saying that something isn't right, the page of a receipt, the desk, and one case."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django import forms as django_forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from commonhearth.foundation import once
from commonhearth.foundation.access import VISITOR, NotVisible, require
from commonhearth.foundation.circles.access import seat_in
from commonhearth.foundation.circles.selectors import circle_for, person_in
from commonhearth.kit.page import page
from commonhearth.rooms.care import selectors, services
from commonhearth.rooms.care.access.cases import (
    may_add_to_case,
    may_borrow,
    may_keep_hours,
    may_report,
    may_work_on_case,
)
from commonhearth.rooms.care.access.measures import (
    may_confirm_measure,
    may_propose,
    may_take_back_measure,
)
from commonhearth.rooms.care.access.openings import may_ask_opening
from commonhearth.rooms.care.forms import cases as forms
from commonhearth.rooms.care.wording import cases as wording
from commonhearth.rooms.care.wording import measures as measure_wording
from commonhearth.rooms.care.wording import openings as opening_wording
from commonhearth.rooms.conversations import selectors as conversations
from commonhearth.rooms.handbook.selectors import page_for

if TYPE_CHECKING:
    from commonhearth.rooms.care.models import Case, Opening


def to(request: HttpRequest, name: str, *args: Any) -> HttpResponseRedirect:
    """Send on to a named page of this community."""
    return HttpResponseRedirect(reverse(name, args=[request.community.slug, *args]))


def report(request: HttpRequest) -> HttpResponse:
    """Say that something isn't right, from anywhere."""
    return _report(request)


def report_here(request: HttpRequest, circle_id: UUID) -> HttpResponse:
    """The same from a circle; where it was is said only when the reporter says so."""
    circle = circle_for(request.actor, circle_id, now=request.now)
    return _report(request, circle=circle, where=circle.called)


def report_person(request: HttpRequest, circle_id: UUID, membership_id: UUID) -> HttpResponse:
    """The same about somebody in a circle."""
    circle = circle_for(request.actor, circle_id, now=request.now)
    person = person_in(request.actor, circle, membership_id)
    seat = seat_in(request.actor, circle)
    if seat is not None and seat.membership_id == person.id:
        raise NotVisible
    return _report(
        request, circle=circle, membership=person, about="person", where=f"{person}, {circle.called}"
    )


def _report(
    request: HttpRequest, *, where: str = "", circle: Any = None, about: str = "situation", **things: Any
) -> HttpResponse:
    require(may_report(request.actor))
    duty = selectors.duty_for(
        request.actor, now=request.now, time_zone=request.community.time_zone, but_me=True
    )
    hidden = circle is not None and circle.openness != "open"
    form = forms.ReportForm(
        request.POST or None,
        readers=[one.member for one in duty.people],
        where=where,
        hidden=hidden,
        initial={"secret": services.new_secret()},
    )
    if form.is_bound and form.is_valid():
        given = form.cleaned_data

        def act() -> dict[str, Any]:
            services.report(
                actor=request.actor,
                words=given["words"],
                about=about,
                secret=given["secret"],
                number=services.new_number(),
                circle=circle,
                say_where=bool(given.get("say_where")),
                with_name=given["named"] == "yes",
                danger=given["danger"],
                leave_out=form.left_out(),
                now=request.now,
                **things,
            )
            return {}

        # Kept under nobody's name: an answer under the reporter's would lead from the one to the other.
        key = request.POST.get("once_key", "")
        try:
            once.answer(actor=VISITOR, form="care.report", key=key, act=act)
        except services.BadSecret:
            raise once.BadKey("care.report") from None
        return HttpResponseRedirect(reverse("care_receipt", args=[request.community.id, given["secret"]]))
    context = {
        "form": form,
        "duty": duty,
        "circle": circle,
        "hidden": hidden,
        "numbers": selectors.numbers_at_once(request.community.country, viewer=request.actor),
        "words": wording,
        "once_key": once.new_key(),
    }
    return page(request, "care/report.html", context, status=422 if form.errors else 200)


def danger(request: HttpRequest) -> HttpResponse:
    """Danger now: outside numbers at once, who here must act, what they do, whether the member is told."""
    require(may_report(request.actor))
    context = {
        "numbers": selectors.numbers_at_once(request.community.country, viewer=request.actor),
        "duty": selectors.duty_for(request.actor, now=request.now, time_zone=request.community.time_zone),
        "words": wording,
    }
    return page(request, "care/danger.html", context)


def receipt(request: HttpRequest, token: str) -> HttpResponse:
    """The page of a receipt: whoever has its address follows the case and adds to it, without signing in."""
    case, holder = selectors.receipt_of(token)
    answer = _followed(request, case, holder, reverse("care_receipt", args=[case.community_id, token]))
    answer["Cache-Control"] = "no-store, private"
    return answer


def reported(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """The same, signed in, for who reported it under their name."""
    case = selectors.own_case(request.actor, case_id)
    return _followed(request, case, request.actor, "")


def _followed(request: HttpRequest, case: Case, viewer: Any, address: str) -> HttpResponse:
    form = forms.WordsForm(request.POST or None)
    if form.is_bound and form.is_valid():
        words = form.cleaned_data["words"]
        once.answer(
            actor=VISITOR,
            form=f"care.add.{case.id}",
            key=request.POST.get("once_key", ""),
            act=lambda: _done(services.add_words(actor=viewer, case=case, words=words, now=request.now)),
        )
        messages.success(request, _("Added. Those who look at it read it."))
        return HttpResponseRedirect(request.path)
    file = selectors.file_of(viewer, case, now=request.now)
    context = {
        "file": file,
        "case": case,
        "form": form,
        "address": request.build_absolute_uri(address) if address else "",
        "add": may_add_to_case(viewer, case),
        "borrow": may_borrow(viewer, case, file.team),
        "neighbours": [] if file.team else selectors.neighbours(),
        "numbers": selectors.numbers_at_once(case.community.country, viewer=request.actor)
        if case.danger
        else [],
        "duty": selectors.duty_of(file.team, now=request.now, time_zone=case.community.time_zone),
        "once_key": once.new_key(),
        "words": wording,
    }
    return page(request, "care/receipt.html", context, status=422 if form.errors else 200)


def _done(_made: object) -> dict[str, Any]:
    return {}


def report_post(request: HttpRequest, post_id: UUID) -> HttpResponse:
    """The same about something that was written."""
    said = conversations.post_for(request.actor, post_id, now=request.now)
    if said.is_own:
        raise NotVisible
    circle = circle_for(request.actor, said.post.circle_id, now=request.now)
    where = _("a post in %(circle)s") % {"circle": circle.called}
    return _report(
        request, circle=circle, membership=said.post.author, about="post", where=where, post=said.post.id
    )


def report_page(request: HttpRequest, page_id: UUID) -> HttpResponse:
    """The same about a page of a handbook."""
    found = page_for(request.actor, page_id, now=request.now)
    named = {"page": found.title, "circle": found.circle.called}
    where = _("the handbook page “%(page)s” in %(circle)s") % named
    return _report(request, circle=found.circle, where=where, place=where)


def home(request: HttpRequest) -> HttpResponse:
    """Looking after each other: the way to say something, who is there when, what became of one's reports."""
    require(may_report(request.actor))
    duty = selectors.duty_for(request.actor, now=request.now, time_zone=request.community.time_zone)
    context = {
        "duty": duty,
        "own": selectors.reported_by(request.actor),
        "asked": any(one.member == request.actor for one in duty.people),
        "on_cases": selectors.looks_at_any(request.actor),
        "neighbours": selectors.neighbours(),
        "keeps_hours": may_keep_hours(request.actor),
        "words": wording,
    }
    return page(request, "care/home.html", context)


def desk(request: HttpRequest) -> HttpResponse:
    """What waits for those who are asked; nothing of what was said."""
    found = selectors.desk_for(request.actor, now=request.now, before=request.GET.get("before", ""))
    return page(request, "care/desk.html", {"desk": found, "words": wording})


def case(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """One case, for those on it; for who is asked and has not taken it, the way to take it."""
    try:
        found = selectors.case_for(request.actor, case_id, now=request.now)
    except NotVisible:
        found = selectors.case_to_take(request.actor, case_id, now=request.now)
        waits = {"case": found, "words": wording, "numbers": _numbers_for(request, found)}
        return page(request, "care/case_waits.html", waits)
    file = selectors.file_of(request.actor, found, now=request.now)
    openings = selectors.openings_of(request.actor, found)
    context = {
        "case": found,
        "file": file,
        "numbers": _numbers_for(request, found),
        "may_read_post": _may_read_post(request, found),
        "talk_closed": found.post is not None and talk_closed(request),
        "work": may_work_on_case(request.actor, found),
        "alone": len(file.on_it) < 2,
        "others": [one for one in file.team if one not in file.on_it],
        "neighbours": selectors.neighbours(),
        "measures": [
            (
                one,
                may_confirm_measure(request.actor, one.measure, now=request.now),
                may_take_back_measure(request.actor, one.measure),
            )
            for one in selectors.measures_of(request.actor, found)
        ],
        "steps": selectors.steps_of(request.actor, found),
        "propose": {
            what: bool(may_propose(request.actor, found, what)) for what in ("hide", "take_down", "hold")
        },
        "openable": _openable(request, found, openings),
        "openings": openings,
        "words": wording,
        "more_words": measure_wording,
        "opening_words": opening_wording,
    }
    return page(request, "care/case.html", context)


def _numbers_for(request: HttpRequest, case: Case) -> Any:
    """Return the numbers to call at once, where a case says that there is danger now."""
    if not case.danger or case.closed:
        return []
    return selectors.numbers_at_once(request.community.country, viewer=request.actor)


def talk_closed(request: HttpRequest) -> bool:
    """Whether the community has closed the room in which posts stand, so that no address leads to one."""
    return "conversations" in request.community.closed_rooms


def _may_read_post(request: HttpRequest, case: Case) -> bool:
    """Whether who looks at a case may read the post that it is about: where they are, or in an open circle."""
    if case.post is None or talk_closed(request):
        return False
    try:
        conversations.post_for(request.actor, case.post, now=request.now)
    except NotVisible:
        return False
    return True


def _openable(request: HttpRequest, case: Case, openings: list[Opening]) -> list[str]:
    limit, nameless = selectors.limit_of(case, now=request.now), selectors.stands_without_name(case)
    return [
        kind
        for kind in opening_wording.KINDS
        if selectors.running_opening(openings, kind, now=request.now) is None
        and may_ask_opening(request.actor, case, kind, limit=limit, nameless=nameless)
    ]


def take(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Look at it from now on."""
    found = selectors.case_to_take(request.actor, case_id, now=request.now)
    services.take(actor=request.actor, case=found, now=request.now)
    return to(request, "care:case", found.id)


def step_off(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Say that one is too close to it."""
    found = selectors.case_for(request.actor, case_id)
    services.step_off(actor=request.actor, case=found, now=request.now)
    messages.success(request, _("Thank you. You see nothing of it any more; others are asked."))
    return to(request, "care:home")


def write_in_case(
    request: HttpRequest,
    case_id: UUID,
    form: django_forms.Form,
    words: dict[str, str],
    act: Callable[[Any], object],
) -> HttpResponse:
    """Show one form of a case, or act once and go back to the case."""
    found = selectors.case_for(request.actor, case_id)
    require(may_work_on_case(request.actor, found))
    if form.is_bound and form.is_valid():
        name = f"{request.resolver_match.view_name}.{found.id}"
        key = request.POST.get("once_key", "")
        once.answer(actor=request.actor, form=name, key=key, act=lambda: _done(act(found)))
        messages.success(request, words["done"])
        return to(request, "care:case", found.id)
    context = {"case": found, "form": form, "once_key": once.new_key(), **words}
    return page(request, "care/write.html", context, status=422 if form.errors else 200)


def write_answer(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Write to the reporter."""
    form = forms.WordsForm(request.POST or None)
    words = {
        "title": _("Write to whoever reported it"),
        "before": _("They read it on the page of their receipt, with your name under it."),
        "submit": _("Send"),
        "done": _("Sent."),
    }
    return write_in_case(
        request,
        case_id,
        form,
        words,
        lambda found: services.answer(
            actor=request.actor, case=found, words=form.cleaned_data["words"], now=request.now
        ),
    )


def write_note(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Note something for those on the case."""
    form = forms.WordsForm(request.POST or None)
    words = {
        "title": _("Note something for those on the case"),
        "before": _("Only those who look at this case read it. It is erased with the case."),
        "submit": _("Note it"),
        "done": _("Noted."),
    }
    return write_in_case(
        request,
        case_id,
        form,
        words,
        lambda found: services.note(
            actor=request.actor, case=found, words=form.cleaned_data["words"], now=request.now
        ),
    )


def close(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Close it, and tell the reporter how it ended."""
    form = forms.CloseForm(request.POST or None)
    words = {
        "title": _("Close it"),
        "before": _(
            "Whoever reported it reads your words. After the agreed time the file is erased, in backups too."
        ),
        "submit": _("Close it"),
        "done": _("Closed. Thank you for looking after it; please look after yourself as well."),
    }
    return write_in_case(
        request,
        case_id,
        form,
        words,
        lambda found: services.close(actor=request.actor, case=found, now=request.now, **form.cleaned_data),
    )


def bring_in(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Ask somebody to be the second pair of eyes."""
    found = selectors.case_for(request.actor, case_id)
    people = selectors.second_eyes_for(request.actor, found)
    form = forms.BringInForm(request.POST or None, people=people)
    words = {
        "title": _("A second pair of eyes"),
        "before": _(
            "They read everything of this case from now on. Ask them first, without saying what it is about."
        ),
        "submit": _("Bring them in"),
        "done": _("They can see it now."),
    }
    by_id = {str(one.id): one.member for one in people}
    return write_in_case(
        request,
        case_id,
        form,
        words,
        lambda case: services.bring_in(
            actor=request.actor, case=case, member=by_id[form.cleaned_data["person"]], now=request.now
        ),
    )
