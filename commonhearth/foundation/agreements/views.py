"""Pages of agreements: a circle's list, one agreement, one clause with its wordings and answers."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from commonhearth.core.differing import Piece, differences_by_word
from commonhearth.foundation import once
from commonhearth.foundation.access import NotVisible, require
from commonhearth.foundation.agreements import forms, law, selectors, services, wording
from commonhearth.foundation.agreements.access import (
    may_answer_version,
    may_begin_agreement,
    may_begin_joint_letter,
    may_keep_to_rules,
    may_look_again,
    may_propose_version,
    may_raise_concern,
    may_settle_concern,
    may_withdraw_version,
)
from commonhearth.foundation.agreements.rules import RULES, BadValue
from commonhearth.foundation.circles.access import may_read_circle, seat_in
from commonhearth.foundation.circles.selectors import circle_for, person_in, root_for, speaks_for
from commonhearth.kit.page import page
from commonhearth.kit.paper import paper
from commonhearth.kit.saying import day, day_time

if TYPE_CHECKING:
    from commonhearth.foundation.agreements.models import Agreement, ClauseVersion
    from commonhearth.foundation.circles.models import Circle, CircleMembership


def _to(request: HttpRequest, name: str, *args: Any) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse(name, args=[request.community.slug, *args]))


def ours(request: HttpRequest) -> HttpResponse:
    """The agreements of the whole community."""
    return _list(request, root_for(request.actor, now=request.now))


def of_circle(request: HttpRequest, circle_id: UUID) -> HttpResponse:
    """A circle's agreements, the short versions first."""
    return _list(request, _read(request, circle_id))


def _list(request: HttpRequest, circle: Circle) -> HttpResponse:
    outlines = selectors.agreements_of(request.actor, circle)
    context = {
        "circle": circle,
        "outlines": outlines,
        "as_text": selectors.as_text(circle, outlines),
        "begin": may_begin_agreement(request.actor, circle),
        "words": wording,
    }
    return page(request, "agreements/list.html", context)


def _read(request: HttpRequest, circle_id: UUID) -> Circle:
    circle = circle_for(request.actor, circle_id, now=request.now)
    if not may_read_circle(request.actor, circle):
        raise NotVisible
    return circle


def ground_rules(request: HttpRequest, circle_id: UUID) -> HttpResponse:
    """A circle's ground rules, to be read on coming in and again when they have changed."""
    found = selectors.ground_rules(request.actor, _read(request, circle_id))
    if request.method == "POST":
        try:
            services.keep_to_rules(
                actor=request.actor,
                circle=found.circle,
                read=forms.ids_in(request.POST.getlist("read")),
                now=request.now,
            )
        except services.RulesChanged:
            messages.info(request, _("A rule has changed while you read. Please look at it too."))
            return _to(request, "agreements:ground_rules", circle_id)
        messages.success(request, _("Thank you. You can read them again whenever you like."))
        return _to(request, "circles:circle", circle_id)
    context = {
        "found": found,
        "circle": found.circle,
        "keep": may_keep_to_rules(request.actor, found.circle),
        "further": [line for offer in selectors.BESIDE_RULES if (line := offer(request.actor, found.circle))],
    }
    return page(request, "agreements/ground_rules.html", context)


def begin(request: HttpRequest, circle_id: UUID) -> HttpResponse:
    """Begin an agreement."""
    circle = _read(request, circle_id)
    require(may_begin_agreement(request.actor, circle))
    letters = bool(may_begin_joint_letter(request.actor, circle))
    form = forms.BeginForm(request.POST or None, letters=letters)
    if form.is_bound and form.is_valid():

        def act() -> dict[str, Any]:
            made = services.begin_agreement(
                actor=request.actor, circle=circle, now=request.now, **form.cleaned_data
            )
            return {"agreement": str(made.id)}

        key = request.POST.get("once_key", "")
        made = once.answer(actor=request.actor, form=f"agreements.begin.{circle.id}", key=key, act=act)
        return _to(request, "agreements:agreement", made["agreement"])
    context = {"circle": circle, "form": form, "once_key": once.new_key()}
    return page(request, "agreements/begin.html", context, status=422 if form.errors else 200)


def agreement(request: HttpRequest, agreement_id: UUID) -> HttpResponse:
    """One agreement: its clauses, short version first, and what is proposed."""
    found = selectors.agreement_for(request.actor, agreement_id, now=request.now)
    propose = may_propose_version(request.actor, found.circle)
    after = request.GET.get("after", "")
    clauses, more = selectors.clauses_of(request.actor, found, after=int(after) if after.isdecimal() else 0)
    context = {
        "agreement": found,
        "circle": found.circle,
        "clauses": clauses,
        "more": more,
        "first": not after,
        "as_text": selectors.as_text(found.circle, [selectors.outline_of(found, clauses)]),
        "propose": propose,
        "rules": RULES,
        "words": wording,
    }
    return page(request, "agreements/agreement.html", context)


def letter(request: HttpRequest, agreement_id: UUID) -> HttpResponse:
    """A letter that everyone sends together, as far as it is agreed, to print and sign."""
    found = selectors.agreement_for(request.actor, agreement_id, now=request.now)
    parts = selectors.letter_of(request.actor, found)
    context = {
        "agreement": found,
        "parts": parts,
        "agreed_on": max(one.in_force_from for one in parts if one.in_force_from),
    }
    return paper(request, "agreements/joint_letter.html", context, name="letter")


def clause(
    request: HttpRequest, agreement_id: UUID, number: int, form: Any = None, look_form: Any = None
) -> HttpResponse:
    """One clause: what is agreed, what is proposed and what changes, who has said what, what it was before."""
    view = selectors.clause_for(request.actor, agreement_id, number)
    found, version = view.clause.agreement, view.proposed
    before = view.in_force.text if view.in_force else ""
    seat = seat_in(request.actor, found.circle)
    context = {
        "agreement": found,
        "circle": found.circle,
        "view": view,
        "version": version,
        "pieces": differences_by_word(was=before, now=version.text) if version and before else (),
        "stand": _stand(request, view) if version else "",
        "answer": version and may_answer_version(request.actor, version),
        "agreed_already": any(
            one.response.by_id == seat.membership_id and one.response.agrees for one in view.answers
        )
        if seat
        else False,
        "object": version and may_raise_concern(request.actor, version, now=request.now),
        "others": _others(request, version) if version and view.speaks else [],
        "take_back": bool(version and may_withdraw_version(request.actor, version, now=request.now)),
        "answers": [(one, bool(may_settle_concern(request.actor, one.response))) for one in view.answers],
        "history": _with_differences(view.history),
        "propose": may_propose_version(request.actor, found.circle),
        "form": form or forms.ConcernForm(),
        "look": bool(view.in_force and may_look_again(request.actor, view.in_force)),
        "look_form": look_form
        or forms.LookAgainForm(initial={"review_on": view.in_force and view.in_force.review_on}),
        "rules": RULES,
        "words": wording,
    }
    wrong = any(one is not None and one.errors for one in (form, look_form))
    return page(request, "agreements/clause.html", context, status=422 if wrong else 200)


def _others(request: HttpRequest, version: ClauseVersion) -> list[CircleMembership]:
    """Return for whom the viewer may write down what they say to a wording."""
    people = speaks_for(request.actor, version.circle)
    return [person for person in people if may_answer_version(request.actor, version, person)]


def _stand(request: HttpRequest, view: selectors.ClauseView) -> str:
    version, count = view.proposed, view.count
    stand = law.stand(closes=version.closes, now=request.now, count=count, needs_all=view.needs_all)
    said = {"closes": day_time(version.closes), "agreed": count.agreed, "deciding": count.deciding}
    return str(wording.STANDS[stand.value]) % said


def _with_differences(history: list[Any]) -> list[tuple[Any, tuple[Piece, ...]]]:
    """Pair each wording with what it changed against the one in force before it."""
    in_force = [version for version in history if version.in_force_from]
    before = {later.id: earlier for later, earlier in pairwise(in_force)}
    return [
        (
            version,
            differences_by_word(was=before[version.id].text, now=version.text)
            if version.id in before
            else (),
        )
        for version in history
    ]


def propose(request: HttpRequest, agreement_id: UUID, number: int | None = None) -> HttpResponse:
    """Propose a wording of a clause, or a new clause; a new one may rule a setting of the community."""
    found = selectors.agreement_for(request.actor, agreement_id, now=request.now)
    require(may_propose_version(request.actor, found.circle))
    view = selectors.clause_for(request.actor, agreement_id, number) if number is not None else None
    rule_key = view.clause.rule_key if view else request.GET.get("rule", "")
    form = _wording_form(request, found, view, rule_key)
    if form.is_bound and form.is_valid():
        told = form.told() | {"rule_key": rule_key}
        made = _proposed(request, found, number, form, told)
        if made:
            return _to(request, "agreements:clause", found.id, made["number"])
    context = {
        "agreement": found,
        "circle": found.circle,
        "number": number,
        "form": form,
        "fixed": bool(view and view.clause.fixed),
        "settings": [] if view else forms.settings_without_clause(found.circle),
        "rule_key": rule_key,
        "once_key": once.new_key(),
    }
    return page(request, "agreements/propose.html", context, status=422 if form.errors else 200)


def _wording_form(request: HttpRequest, found: Agreement, view: Any, rule_key: str) -> forms.WordingForm:
    data = request.POST or None
    current = view and view.in_force
    initial = {"short": current.short, "text": current.text} if current else {}
    if rule_key in RULES and (found.circle.is_root or not RULES[rule_key].root_only):
        before = selectors.rule(found.circle, rule_key, request.now)
        return forms.RuleForm(data, now=request.now, setting=RULES[rule_key], before=before, initial=initial)
    kind = forms.WordingForm if view else forms.NewClauseForm
    return kind(data, now=request.now, initial=initial)


def _proposed(
    request: HttpRequest, found: Agreement, number: int | None, form: forms.WordingForm, told: dict[str, Any]
) -> dict[str, Any] | None:
    """Propose once; return the clause's number, or None with the form saying what is in the way."""

    def act() -> dict[str, Any]:
        made = services.propose_version(
            actor=request.actor, agreement=found, number=number, now=request.now, **told
        )
        return {"number": made.clause.number}

    key = request.POST.get("once_key", "")
    wrong: tuple[str | None, str, dict[str, Any]]
    try:
        return once.answer(actor=request.actor, form=f"agreements.propose.{found.id}", key=key, act=act)
    except services.NoShortVersion:
        wrong = ("short", "no_short_version", {})
    except services.ShortTooLong as long:
        wrong = ("short", "short_too_long", {"sentences": long.sentences})
    except services.ClosesTooSoon as soon:
        wrong = ("closes", "closes_too_soon", {"earliest": day_time(soon.earliest)})
    except services.LookTooSoon as soon:
        wrong = ("review_on", "look_too_soon", {"day": day(soon.after)})
    except services.ProposalOpen:
        wrong = (None, "proposal_open", {})
    except services.NothingNew:
        wrong = (None, "nothing_new", {})
    except services.RuledElsewhere as elsewhere:
        wrong = (None, "ruled_elsewhere", {"number": elsewhere.number})
    except BadValue as bad:
        wrong = ("rule_value" if "rule_value" in form.fields else None, bad.code, bad.params)
    form.add_error(wrong[0], str(wording.SENTENCES[wrong[1]]) % wrong[2])
    return None


def _act(request: HttpRequest, version_id: UUID, act: Callable[[Any], object], said: str) -> HttpResponse:
    version = selectors.version_for(request.actor, version_id, now=request.now)
    act(version)
    messages.success(request, said)
    return _to(request, "agreements:clause", version.clause.agreement_id, version.clause.number)


def agree(request: HttpRequest, version_id: UUID) -> HttpResponse:
    """Say yes to a wording."""
    return _act(
        request,
        version_id,
        lambda version: services.agree(actor=request.actor, version=version, now=request.now),
        _("Your yes is noted. You can still raise a concern until the time is over."),
    )


def concern(request: HttpRequest, version_id: UUID) -> HttpResponse:
    """Raise a concern that must be heard."""
    version = selectors.version_for(request.actor, version_id, now=request.now)
    form = forms.ConcernForm(request.POST, request.FILES)
    if not form.is_valid():
        return clause(request, version.clause.agreement_id, version.clause.number, form)
    return _act(
        request,
        version_id,
        lambda found: services.raise_concern(
            actor=request.actor,
            version=found,
            concern=form.cleaned_data["concern"],
            spoken=form.cleaned_data["voice"],
            now=request.now,
        ),
        _("Your concern stands. This cannot be agreed until you say that it has been heard."),
    )


def answer_for(request: HttpRequest, version_id: UUID, membership_id: UUID) -> HttpResponse:
    """Write down what a member without a sign-in says to a wording, for whom they chose to write for them."""
    version = selectors.version_for(request.actor, version_id, now=request.now)
    person = person_in(request.actor, version.circle, membership_id)
    require(may_answer_version(request.actor, version, person))
    object = may_raise_concern(request.actor, version, person, now=request.now)
    form = forms.AnswerForForm(request.POST or None, concerns=bool(object))
    where = (version.clause.agreement_id, version.clause.number)
    if form.is_bound and form.is_valid():
        told = {"actor": request.actor, "version": version, "for_whom": person, "now": request.now}
        if form.cleaned_data["concern"]:
            services.raise_concern(concern=form.cleaned_data["concern"], **told)
        else:
            services.agree(**told)
        messages.success(request, _("Noted for them, written by you."))
        return _to(request, "agreements:clause", *where)
    context = {
        "version": version,
        "circle": version.circle,
        "person": person,
        "form": form,
        "object": object,
        "back": reverse("agreements:clause", args=[request.community.slug, *where]),
    }
    return page(request, "agreements/answer_for.html", context, status=422 if form.errors else 200)


def settle(request: HttpRequest, version_id: UUID, response_id: UUID) -> HttpResponse:
    """Say that one's concern has been heard."""
    return _act(
        request,
        version_id,
        lambda version: services.settle_concern(
            actor=request.actor,
            response=selectors.response_for(request.actor, version, response_id),
            now=request.now,
        ),
        _("Your concern is settled."),
    )


def take_back(request: HttpRequest, version_id: UUID) -> HttpResponse:
    """Take a proposed wording back."""
    return _act(
        request,
        version_id,
        lambda version: services.withdraw(actor=request.actor, version=version, now=request.now),
        _("Taken back. What was agreed stays as it was."),
    )


def look_again(request: HttpRequest, version_id: UUID) -> HttpResponse:
    """Say when an agreed wording is looked at again."""
    version = selectors.version_for(request.actor, version_id, now=request.now)
    require(may_look_again(request.actor, version))
    form = forms.LookAgainForm(request.POST)
    if form.is_valid():
        try:
            services.look_again(
                actor=request.actor, version=version, on=form.cleaned_data["review_on"], now=request.now
            )
        except services.LookTooSoon as soon:
            form.add_error("review_on", wording.SENTENCES["look_too_soon"] % {"day": day(soon.after)})
        else:
            messages.success(request, _("Noted. Nothing else has changed."))
            return _to(request, "agreements:clause", version.clause.agreement_id, version.clause.number)
    return clause(request, version.clause.agreement_id, version.clause.number, look_form=form)


def put_in_force(request: HttpRequest, version_id: UUID) -> HttpResponse:
    """Put in force what is due, without waiting for the house to do it."""
    version = selectors.version_for(request.actor, version_id, now=request.now)
    try:
        services.put_in_force(actor=request.actor, version=version, now=request.now)
    except services.NotPassed as not_passed:
        messages.info(request, wording.SENTENCES[f"not_passed_{not_passed.stand.value}"])
    else:
        messages.success(request, _("It is agreed, from now on."))
    return _to(request, "agreements:clause", version.clause.agreement_id, version.clause.number)
