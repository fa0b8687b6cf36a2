"""What two people do, what whom it concerns reads of it, and looking again."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from commonhearth.foundation import once
from commonhearth.foundation.access import VISITOR, NotVisible, require
from commonhearth.foundation.communities.access import may_see_community
from commonhearth.kit.page import page
from commonhearth.rooms.care import selectors, services
from commonhearth.rooms.care.access.cases import may_report
from commonhearth.rooms.care.access.measures import may_appeal, may_propose
from commonhearth.rooms.care.forms import measures as forms
from commonhearth.rooms.care.views.cases import talk_closed, to, write_in_case
from commonhearth.rooms.care.wording import measures as wording

#: The steps as they stand in addresses.
STEPS = ("listen", "talk", "agreement", "follow_up")


def propose_for_post(request: HttpRequest, case_id: UUID, what: str) -> HttpResponse:
    """Put the post out of sight at once, or propose taking it down for good."""
    found = selectors.case_for(request.actor, case_id)
    require(may_propose(request.actor, found, what))
    form = forms.PostRuleForm(request.POST or None)
    hide = what == "hide"
    words = {
        "title": _("Put the post out of sight") if hide else _("Propose taking the post down"),
        "before": _("It is out of sight at once, for 72 hours at most, and in sight again after 24 unless a second "
                    "person confirms it. Its author is told and still reads it.")
        if hide
        else _("Nothing happens until a second person on the case confirms it. Then its author reads the rule and "
               "your words, without your name, and can have others look again."),
        "submit": _("Put it out of sight") if hide else _("Propose it"),
        "done": _("Out of sight. Please ask a second person to confirm it within a day.")
        if hide
        else _("Proposed. A second person on the case must confirm it."),
    }  # fmt: skip
    return write_in_case(
        request,
        case_id,
        form,
        words,
        lambda case: services.propose(
            actor=request.actor,
            case=case,
            what=what,
            rule=form.cleaned_data["rule"],
            words=form.cleaned_data["words"],
            now=request.now,
        ),
    )


def hide(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Put the post out of sight at once."""
    return propose_for_post(request, case_id, "hide")


def take_down(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Propose taking the post down."""
    return propose_for_post(request, case_id, "take_down")


def hold(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Put access on hold."""
    found = selectors.case_for(request.actor, case_id)
    require(may_propose(request.actor, found, "hold"))
    form = forms.HoldForm(request.POST or None)
    words = {
        "title": _("Put access on hold"),
        "before": _("It lifts by itself after 24 hours unless a second person confirms it, and after 72 in any case. "
                    "They keep Help now, their own plan and everything that is theirs."),
        "submit": _("Put on hold"),
        "done": _("On hold. Please ask a second person to confirm it within a day."),
    }  # fmt: skip
    return write_in_case(
        request,
        case_id,
        form,
        words,
        lambda case: services.propose(
            actor=request.actor, case=case, what="hold", rule="danger", now=request.now, **form.cleaned_data
        ),
    )


def confirm(request: HttpRequest, case_id: UUID, measure_id: UUID) -> HttpResponse:
    """Confirm as the second person."""
    case = selectors.case_for(request.actor, case_id)
    measure = selectors.measure_on(request.actor, case, measure_id)
    services.confirm(actor=request.actor, measure=measure, now=request.now)
    messages.success(request, _("Confirmed."))
    return to(request, "care:case", case.id)


def take_back(request: HttpRequest, case_id: UUID, measure_id: UUID) -> HttpResponse:
    """Take it back."""
    case = selectors.case_for(request.actor, case_id)
    measure = selectors.measure_on(request.actor, case, measure_id)
    services.take_back(actor=request.actor, measure=measure, now=request.now)
    messages.success(request, _("Taken back."))
    return to(request, "care:case", case.id)


def plan_step(request: HttpRequest, case_id: UUID, step: str) -> HttpResponse:
    """Plan a step of repair."""
    if step not in STEPS:
        raise NotVisible
    form = forms.StepForm(request.POST or None)
    words = {
        "title": str(wording.STEPS[step]),
        "before": _("Whoever reported it sees that it is planned, and for when."),
        "submit": _("Plan it"),
        "done": _("Planned."),
    }
    return write_in_case(
        request,
        case_id,
        form,
        words,
        lambda case: services.plan_step(
            actor=request.actor, case=case, step=step, now=request.now, **form.cleaned_data
        ),
    )


def finish_step(request: HttpRequest, case_id: UUID, step: str) -> HttpResponse:
    """Say what came of a step."""
    if step not in STEPS:
        raise NotVisible
    form = forms.StepDoneForm(request.POST or None)
    words = {
        "title": str(wording.STEPS[step]),
        "before": _(
            "Whoever reported it sees that it was taken or tried; your words are for those on the case."
        ),
        "submit": _("Note it"),
        "done": _("Noted."),
    }
    return write_in_case(
        request,
        case_id,
        form,
        words,
        lambda case: services.finish_step(
            actor=request.actor, case=case, step=step, now=request.now, **form.cleaned_data
        ),
    )


def decided(request: HttpRequest, measure_id: UUID) -> HttpResponse:
    """What was decided about oneself, why, until when, and how to have it looked at again."""
    found = selectors.decision_for(request.actor, measure_id)
    own = selectors.wrote_post(request.actor, found.measure.post)
    verdict = may_appeal(request.actor, found.measure, wrote=own)
    form = forms.AppealForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        require(verdict)
        try:
            once.answer(
                # Under nobody's name where the post has none.
                actor=request.actor if found.measure.member_id else VISITOR,
                form=f"care.appeal.{measure_id}",
                key=request.POST.get("once_key", ""),
                act=lambda: _appealed(request, found.measure, form.cleaned_data["words"], own),
            )
        except services.NobodyToDraw:
            form.add_error(
                None, _("Everybody here is part of it. Turn to: %(who)s.") % {"who": _elsewhere(request)}
            )
        else:
            messages.success(request, _("Asked. They have two weeks, and you are told what they say."))
            return to(request, "care:decided", measure_id)
    context = {
        "decision": found,
        "own_post": own,
        "leads_to_post": own and not talk_closed(request),
        "appeal": verdict,
        "form": form,
        "elsewhere": _elsewhere(request),
        "once_key": once.new_key(),
        "words": wording,
    }
    return page(request, "care/decided.html", context, status=422 if form.errors else 200)


def _appealed(request: HttpRequest, measure: Any, words: str, own: bool) -> dict[str, Any]:
    services.appeal(
        actor=request.actor,
        measure=measure,
        words=words,
        seed=services.new_seed(),
        wrote=own,
        now=request.now,
    )
    return {}


def _elsewhere(request: HttpRequest) -> str:
    names = [f"{one.name}, {one.of_community} ({one.reach})" for one in selectors.neighbours()]
    return "; ".join(
        [*([request.community.appeal_contact] if request.community.appeal_contact else []), *names]
    ) or _("the numbers under Help now")


def decided_on_post(request: HttpRequest, post_id: UUID) -> HttpResponse:
    """Lead the author of a post to what was decided about it."""
    return to(request, "care:decided", selectors.decision_on_post(request.actor, post_id))


def decisions(request: HttpRequest) -> HttpResponse:
    """All that was decided about oneself."""
    require(may_report(request.actor))
    context = {"found": selectors.decisions_about(request.actor), "words": wording}
    return page(request, "care/decisions.html", context)


def appeal(request: HttpRequest, appeal_id: UUID) -> HttpResponse:
    """An appeal, for the people drawn by lot and for whom it concerns."""
    found, seat = selectors.appeal_for(request.actor, appeal_id)
    context: dict[str, Any] = {"decision": found, "seat": seat, "words": wording}
    if found.measure.post is not None and seat is not None and not found.appeal.decided:
        context["post"], context["may_read_post"] = selectors.judged_post(request.actor, seat, found.measure)
    return page(request, "care/appeal.html", context)


def answer_appeal(request: HttpRequest, appeal_id: UUID) -> HttpResponse:
    """Say whether one would let it stand, or that one would rather not."""
    _found, seat = selectors.appeal_for(request.actor, appeal_id)
    said = request.POST.get("answer", "")
    if seat is None or said not in ("keep", "undo", "not_me"):
        raise NotVisible
    if said == "not_me":
        services.not_me(actor=request.actor, seat=seat, now=request.now)
        messages.success(request, _("That is fine. Somebody else is asked."))
        return to(request, "care:home")
    services.answer_appeal(actor=request.actor, seat=seat, keep=said == "keep", now=request.now)
    messages.success(request, _("Noted. Nobody learns who said what."))
    return to(request, "care:appeal", appeal_id)


def years(request: HttpRequest) -> HttpResponse:
    """What is counted over a year, for everybody who may see the community; only from five up."""
    if not may_see_community(request.actor, request.community):
        raise NotVisible
    context = {"years": selectors.years(now=request.now, codes=wording.YEARS), "words": wording}
    return page(request, "care/years.html", context)
