"""Looking after a circle: beginning one, saying anew what it is, its roles, ending it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.http import HttpRequest

from commonhearth.foundation.access import require
from commonhearth.foundation.api.problems import Problem, unfit
from commonhearth.foundation.api.routers import acted_once, done_once
from commonhearth.foundation.circles import selectors, services
from commonhearth.foundation.circles.access import may_give_role
from commonhearth.foundation.circles.api.seeing import circle
from commonhearth.foundation.circles.api.shapes import (
    ChangeCircleIn,
    NewCircleIn,
    NewCircleOut,
    NewRoleOut,
    OneCircleOut,
    RoleIn,
    here_for,
    router,
)
from commonhearth.foundation.circles.selectors.roles import role_of
from commonhearth.foundation.circles.wording import SENTENCES
from commonhearth.kit.saying import day_year


@router.post("/circles", scope="circles:act", response={201: NewCircleOut}, summary="Begin a circle")
def begin(request: HttpRequest, new: NewCircleIn) -> dict[str, Any]:
    """Below a circle that you are in. You are its first person. A hidden circle is begun on the page."""
    parent = (
        here_for(request, new.inside) if new.inside else selectors.root_for(request.actor, now=request.now)
    )

    def act() -> dict[str, str]:
        made = services.open_circle(
            actor=request.actor,
            parent=parent,
            kind=new.kind,
            openness=new.openness,
            name=new.name,
            purpose=new.purpose,
            own_name=new.known_as,
            own_word=new.word,
            now=request.now,
        )
        return {"id": str(made.id)}

    return acted_once(request, "circles.new", act)


@router.post(
    "/circles/{uuid:circle_id}/change",
    scope="circles:act",
    response=OneCircleOut,
    summary="Say anew what it is",
)
def change(request: HttpRequest, circle_id: UUID, said: ChangeCircleIn) -> OneCircleOut:
    """A circle can be shut further, never opened up. Hiding one is done on the page."""
    here = here_for(request, circle_id)

    def act() -> None:
        services.change_circle(
            actor=request.actor,
            circle=here,
            name=said.name,
            purpose=said.purpose,
            openness=said.openness,
            now=request.now,
        )

    try:
        done_once(request, f"circles.change.{here.id}", act)
    except services.NeverLooser:
        raise unfit("/openness", "never_looser", SENTENCES["never_looser"]) from None
    return circle(request, circle_id)


@router.post(
    "/circles/{uuid:circle_id}/end", scope="circles:act", response={204: None}, summary="End a circle"
)
def end(request: HttpRequest, circle_id: UUID) -> None:
    """Its people may still read."""
    here = here_for(request, circle_id)
    done_once(
        request,
        f"circles.end.{here.id}",
        lambda: services.end_circle(actor=request.actor, circle=here, now=request.now),
    )


@router.post(
    "/circles/{uuid:circle_id}/roles", scope="circles:act", response={201: NewRoleOut}, summary="Give a role"
)
def give(request: HttpRequest, circle_id: UUID, role: RoleIn) -> dict[str, Any]:
    """To somebody in the circle, until the last day that you name, a year at most."""
    here = here_for(request, circle_id)
    require(may_give_role(request.actor, here))
    holder = selectors.person_in(request.actor, here, role.holder)
    into = here_for(request, role.into) if role.into else None

    def act() -> dict[str, str]:
        made = services.give_role(
            actor=request.actor,
            circle=here,
            office=role.office,
            holder=holder,
            starts=role.starts,
            ends=role.last_day + timedelta(days=1),
            into=into,
            now=request.now,
        )
        return {"id": str(made.id)}

    try:
        return acted_once(request, f"circles.give.{here.id}", act)
    except (ValueError, OverflowError) as error:
        raise _wrong_role(error) from None


def _wrong_role(error: Exception) -> Problem:
    if isinstance(error, services.TermTooLong):
        said = str(SENTENCES["term_too_long"]) % {"latest": day_year(error.latest - timedelta(days=1))}
        return unfit("/last_day", "term_too_long", said)
    field, code = {
        services.OfficeElsewhere: ("/office", "office_elsewhere"),
        services.NotHere: ("/holder", "holder_not_here"),
        services.HeldAlready: ("/holder", "held_already"),
        services.TermBackwards: ("/last_day", "term_backwards"),
        services.NoInto: ("/into", "delegate_needs_into"),
    }.get(type(error), ("/last_day", "term_backwards"))
    return unfit(field, code, SENTENCES[code])


@router.post(
    "/circles/{uuid:circle_id}/roles/{uuid:role_id}/lay-down",
    scope="circles:act",
    response={204: None},
    summary="Lay a role down",
)
def lay_down(request: HttpRequest, circle_id: UUID, role_id: UUID) -> None:
    """Yours, before its term is over, without a reason."""
    here = here_for(request, circle_id)
    role = role_of(here, role_id)
    done_once(
        request,
        f"circles.lay_down.{role.id}",
        lambda: services.lay_down(actor=request.actor, role=role, now=request.now),
    )
