"""My plan: reading it, writing a part, sharing a part, paper; and what others share of theirs."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from commonhearth.foundation import once
from commonhearth.foundation.access import require
from commonhearth.foundation.circles.access import member_here
from commonhearth.foundation.members.selectors import own_memberships
from commonhearth.kit.page import page
from commonhearth.kit.paper import paper
from commonhearth.rooms.care.access.plan import may_read_own_plan, may_share_part, may_write_plan
from commonhearth.rooms.care.forms.plan import PartForm, ReaderForm
from commonhearth.rooms.care.selectors import plan as selectors
from commonhearth.rooms.care.services import plan as services
from commonhearth.rooms.care.wording.plan import NOT_LEGAL, PARTS


def _to_plan(request: HttpRequest, anchor: str = "") -> HttpResponse:
    return HttpResponseRedirect(reverse("care:plan", args=[request.community.slug]) + anchor)


def own_plans(request: HttpRequest) -> HttpResponse:
    """The way from Help now to one's own plan, whichever community it is in."""
    if request.person is None:
        return HttpResponseRedirect(f"{reverse('account_login')}?next={request.path}")
    places = [member for member in own_memberships(request.person) if may_read_own_plan(member)]
    if len(places) == 1:
        return HttpResponseRedirect(reverse("care:plan", args=[places[0].community.slug]))
    return page(request, "care/own_plans.html", {"places": places})


def plan(request: HttpRequest) -> HttpResponse:
    """One's own plan, with who may read which part, and the headings that are still empty."""
    own = selectors.own_plan(request.actor, now=request.now)
    context = {
        "plan": own,
        "words": PARTS,
        "not_legal": NOT_LEGAL,
        "may_write": may_write_plan(request.actor),
        "inside": member_here(request.actor).is_inside,
    }
    return page(request, "care/plan.html", context)


def on_paper(request: HttpRequest) -> HttpResponse:
    """The plan alone, for paper and for keeping on the device: no name of anybody who may read it."""
    own = selectors.own_plan(request.actor, now=request.now)
    context = {"plan": own, "not_legal": NOT_LEGAL, "member": request.actor, "today": request.now.date()}
    return paper(request, "care/plan_paper.html", context, name="my-plan")


def write(request: HttpRequest, heading: str) -> HttpResponse:
    """Begin a part: under an offered heading, or under one's own."""
    there = selectors.own_part_under(request.actor, heading)
    actor = member_here(request.actor)
    require(may_write_plan(actor))
    if there is not None and request.method != "POST":
        return HttpResponseRedirect(reverse("care:plan_part", args=[request.community.slug, there.id]))
    posted = request.method == "POST"
    form = PartForm(request.POST if posted else None, request.FILES if posted else None, kind=heading)
    if form.is_bound and form.is_valid():

        def act() -> dict[str, str]:
            part = services.write_part(actor=actor, kind=heading, now=request.now, **form.cleaned_data)
            return {"id": str(part.id)}

        key = request.POST.get("once_key", "")
        done = once.answer(actor=actor, form=f"care.plan.{heading}", key=key, act=act)
        messages.success(request, _("It stands in your plan. Only you can read it."))
        return _to_plan(request, f"#part-{done['id']}")
    context = {"form": form, "words": PARTS.get(heading), "once_key": once.new_key()}
    return page(request, "care/plan_write.html", context, status=422 if form.errors else 200)


def part(request: HttpRequest, part_id: UUID) -> HttpResponse:
    """Change a part that stands, or take it away."""
    row = selectors.own_part(request.actor, part_id)
    actor = member_here(request.actor)
    words = selectors.part_in_words(actor, row, now=request.now)
    given = {"text": words.text, "heading": words.heading}
    posted = request.method == "POST"
    form = PartForm(
        request.POST if posted else None, request.FILES if posted else None, kind=row.kind, initial=given
    )
    if form.is_bound and form.is_valid():
        services.change_part(actor=actor, part=row, now=request.now, **form.cleaned_data)
        messages.success(request, _("Changed."))
        return _to_plan(request, f"#part-{row.id}")
    context = {"form": form, "part": words, "words": PARTS.get(row.kind), "may_write": may_write_plan(actor)}
    return page(request, "care/plan_part.html", context, status=422 if form.errors else 200)


def take_away(request: HttpRequest, part_id: UUID) -> HttpResponse:
    """Take a part away for good."""
    row = selectors.own_part(request.actor, part_id)
    services.take_away_part(actor=member_here(request.actor), part=row)
    messages.success(request, _("It is gone, and nobody can bring it back."))
    return _to_plan(request)


def take_down(request: HttpRequest, part_id: UUID, file_id: UUID) -> HttpResponse:
    """Take one attached paper away."""
    row = selectors.own_part(request.actor, part_id)
    services.take_down(actor=member_here(request.actor), part=row, file_id=file_id)
    messages.success(request, _("It is gone."))
    return HttpResponseRedirect(reverse("care:plan_part", args=[request.community.slug, part_id]))


def readers(request: HttpRequest, part_id: UUID) -> HttpResponse:
    """Who may read one part; add somebody, or take it back."""
    row = selectors.own_part(request.actor, part_id)
    actor = member_here(request.actor)
    require(may_share_part(actor, row))
    words = selectors.part_in_words(actor, row, now=request.now)
    form = ReaderForm(
        request.POST if request.method == "POST" else None,
        actor=actor,
        circles=selectors.own_circles(actor),
        today=request.now.date(),
    )
    if form.is_bound and form.is_valid():
        circle, reader = form.chosen()
        until = form.cleaned_data["until"]
        if reader.member_id == actor.id:
            form.add_error("name", _("That is you. Please name somebody else."))
        else:
            services.share_part(
                actor=actor, part=row, circle=circle, reader=reader, until=until, now=request.now
            )
            words_said = _("%(name)s can read this part now, and nothing else of your plan.")
            messages.success(request, words_said % {"name": reader})
            return HttpResponseRedirect(request.path)
    context = {"form": form, "part": words}
    return page(request, "care/plan_readers.html", context, status=422 if form.errors else 200)


def end_share(request: HttpRequest, share_id: UUID) -> HttpResponse:
    """Take a part back, or put down what somebody shared."""
    share = selectors.share_in_reach(request.actor, share_id)
    actor = member_here(request.actor)
    mine = share.part.member_id == actor.id
    services.end_share(actor=actor, share=share)
    if mine:
        messages.success(request, _("Taken back. They cannot read it any more."))
        return HttpResponseRedirect(
            reverse("care:plan_readers", args=[request.community.slug, share.part_id])
        )
    messages.success(request, _("You do not carry it any more. Nobody is told."))
    return HttpResponseRedirect(reverse("care:plans_of_others", args=[request.community.slug]))


def of_others(request: HttpRequest) -> HttpResponse:
    """Who shares something of their plan with me."""
    return page(
        request, "care/plans_of_others.html", {"sharers": selectors.sharers(request.actor, now=request.now)}
    )


def of(request: HttpRequest, seat_id: UUID) -> HttpResponse:
    """What one person shares with me, and nothing else of theirs."""
    shared = selectors.shared_by(request.actor, seat_id, now=request.now)
    return page(request, "care/plan_of.html", {"shared": shared, "not_legal": NOT_LEGAL})
