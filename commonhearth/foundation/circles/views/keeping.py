"""Looking after a circle: beginning one, saying anew what it is, its roles, ending it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from commonhearth.foundation import once
from commonhearth.foundation.access import NotVisible, require
from commonhearth.foundation.circles import selectors, services, wording
from commonhearth.foundation.circles.access import (
    may_change_circle,
    may_end_circle,
    may_give_role,
    may_lay_down_role,
    may_open_circle,
    may_read_circle,
    seat_in,
)
from commonhearth.foundation.circles.forms import ChangeCircleForm, NewCircleForm, RoleForm
from commonhearth.foundation.circles.selectors.roles import role_of
from commonhearth.foundation.circles.views.entering import answered_once, to
from commonhearth.kit.page import page
from commonhearth.kit.saying import day_year

if TYPE_CHECKING:
    from commonhearth.foundation.circles.models import Circle, CircleMembership

#: In a circle of up to so many people, one is chosen from a list; in a larger one, named.
CHOSEN = 60


def new(request: HttpRequest) -> HttpResponse:
    """Begin a circle, below the one named by `inside` or below everyone."""
    parent = _parent(request)
    may = may_open_circle(request.actor, parent)
    if request.method == "POST":
        require(may)
    form = NewCircleForm(request.POST or None, parent=parent)
    if form.is_bound and form.is_valid():
        data = form.cleaned_data

        def act() -> dict[str, Any]:
            made = services.open_circle(
                actor=request.actor,
                parent=parent,
                kind=data["kind"],
                openness=data["openness"],
                name=data["circle_name"],
                purpose=data["purpose"],
                own_name=data["name"],
                own_word=data["word"],
                now=request.now,
            )
            return {"circle": str(made.id)}

        made = answered_once(request, "circles.new", act)
        return to(request, "circles:circle", made["circle"])
    context = {"form": form, "parent": parent, "may": may, "once_key": once.new_key()}
    return page(request, "circles/new.html", context, status=422 if form.errors else 200)


def _parent(request: HttpRequest) -> Circle:
    asked = request.GET.get("inside", "")
    if not asked:
        return selectors.root_for(request.actor, now=request.now)
    try:
        return selectors.circle_for(request.actor, UUID(asked), now=request.now)
    except ValueError:
        raise NotVisible from None


def change(request: HttpRequest, circle_id: UUID) -> HttpResponse:
    """Say anew what a circle is called and for, or shut it further."""
    here = selectors.circle_for(request.actor, circle_id, now=request.now)
    require(may_change_circle(request.actor, here))
    initial = {"circle_name": here.called, "purpose": here.meant_for, "openness": here.openness}
    form = ChangeCircleForm(request.POST or None, circle=here, initial=initial)
    if form.is_bound and form.is_valid():
        data = form.cleaned_data
        services.change_circle(
            actor=request.actor,
            circle=here,
            name=data["circle_name"],
            purpose=data["purpose"],
            openness=data["openness"],
            now=request.now,
        )
        messages.success(request, _("Said anew."))
        return to(request, "circles:circle", here.id)
    return page(
        request, "circles/change.html", {"circle": here, "form": form}, status=422 if form.errors else 200
    )


def end(request: HttpRequest, circle_id: UUID) -> HttpResponse:
    """End a circle; its people may still read."""
    here = selectors.circle_for(request.actor, circle_id, now=request.now)
    require(may_end_circle(request.actor, here))
    if request.method == "POST":
        services.end_circle(actor=request.actor, circle=here, now=request.now)
        messages.success(request, _("The circle has ended."))
        return to(request, "circles:tree")
    return page(request, "circles/end.html", {"circle": here})


def roles(request: HttpRequest, circle_id: UUID) -> HttpResponse:
    """Who holds which role, until when; laying down one's own."""
    here = selectors.circle_for(request.actor, circle_id, now=request.now)
    found = selectors.roles_of(request.actor, here, now=request.now)
    reads = may_read_circle(request.actor, here)
    names = selectors.names_of(request.actor, here, [role.holder_id for role in found]) if reads else {}
    seat = seat_in(request.actor, here)
    context = {
        "circle": here,
        "roles": [
            (role, names.get(role.holder_id, ""), bool(may_lay_down_role(request.actor, role)))
            for role in found
        ],
        "reads": reads,
        "seat": seat,
        "give": may_give_role(request.actor, here),
        "today": request.now.date(),
        "words": wording,
    }
    return page(request, "circles/roles.html", context)


def give(request: HttpRequest, circle_id: UUID) -> HttpResponse:
    """Give somebody a role for a term."""
    here = selectors.circle_for(request.actor, circle_id, now=request.now)
    require(may_give_role(request.actor, here))
    form = RoleForm(
        request.POST or None,
        circle=here,
        people=selectors.people_of(request.actor, here, size=CHOSEN).people
        if here.head_count <= CHOSEN
        else None,
        find=lambda typed: _find(request, here, typed),
        others=selectors.circles_to_go_into(request.actor),
        today=request.now.date(),
        initial={"office": request.GET.get("office", "")},
    )
    if form.is_bound and form.is_valid() and _given(request, here, form):
        messages.success(request, _("Done. It stands until the day you chose."))
        return to(request, "circles:roles", here.id)
    context = {"circle": here, "form": form, "once_key": once.new_key()}
    return page(request, "circles/give.html", context, status=422 if form.errors else 200)


def _find(request: HttpRequest, here: Circle, typed: str) -> list[CircleMembership]:
    """Return who is meant by “Anna” or “Anna (garden)”."""
    name, _open, word = typed.partition("(")
    return selectors.people_called(request.actor, name, word.rstrip(") "), circle=here)


def _given(request: HttpRequest, here: Circle, form: RoleForm) -> bool:
    def act() -> dict[str, Any]:
        role = services.give_role(actor=request.actor, circle=here, now=request.now, **form.told())
        return {"role": str(role.id)}

    wrong: tuple[str, str, dict[str, Any]] | None = None
    try:
        answered_once(request, f"circles.give.{here.id}", act)
    except services.TermTooLong as long:
        wrong = ("ends", "term_too_long", {"latest": day_year(long.latest)})
    except services.TermBackwards:
        wrong = ("ends", "term_backwards", {})
    except services.OfficeElsewhere:
        wrong = ("office", "office_elsewhere", {})
    except services.NotHere:
        wrong = ("holder", "holder_not_here", {})
    except services.HeldAlready:
        wrong = ("holder", "held_already", {})
    except services.NoInto:
        wrong = ("into", "delegate_needs_into", {})
    if wrong:
        form.add_error(wrong[0], str(wording.SENTENCES[wrong[1]]) % wrong[2])
    return wrong is None


def lay_down(request: HttpRequest, circle_id: UUID, role_id: UUID) -> HttpResponse:
    """Lay one's role down, without a reason."""
    here = selectors.circle_for(request.actor, circle_id, now=request.now)
    role = role_of(here, role_id)
    services.lay_down(actor=request.actor, role=role, now=request.now)
    messages.success(request, _("Laid down. The circle is told that someone is needed."))
    return to(request, "circles:roles", here.id)
