"""The tree, one circle, its people and roles."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.http import HttpRequest

from commonhearth.foundation.api.schemas import PAGE, After, Limit, Page
from commonhearth.foundation.circles import selectors
from commonhearth.foundation.circles.access import may_read_circle, may_see_circle, seat_in
from commonhearth.foundation.circles.api.shapes import (
    BranchOut,
    OneCircleOut,
    OwnSeat,
    PersonOut,
    RoleOut,
    here_for,
    page_of,
    router,
    stands,
    told,
)


@router.get("/circles", scope="circles:read", response=Page[BranchOut], summary="The tree of circles")
def tree(request: HttpRequest, after: UUID | None = None) -> dict[str, Any]:
    """Every circle that you see, but hidden ones, parents before children."""
    found = selectors.tree_for(request.actor, now=request.now, after=after, hidden_too=False)
    branches = [
        BranchOut(
            **told(branch.circle),
            depth=branch.depth,
            you=stands(request, branch.circle, branch.asking),
        )
        for branch in found.branches
    ]
    return page_of(found.more, branches, request)


@router.get("/circles/{uuid:circle_id}", scope="circles:read", response=OneCircleOut, summary="One circle")
def circle(request: HttpRequest, circle_id: UUID) -> OneCircleOut:
    """What it is, how you stand to it, and how many are in it where you may read it."""
    here = here_for(request, circle_id)
    seat = seat_in(request.actor, here)
    asking = None if seat else selectors.asking_for(request.actor, here)
    waits = ("invited" if asking.invited_by_id else "asked") if asking else ""
    return OneCircleOut(
        **told(here),
        you=stands(request, here, waits),
        your_place=seat
        and OwnSeat(
            id=seat.membership_id,
            name=seat.name,
            word=seat.word,
            offices=sorted(seat.offices),
            to_tell_apart=seat.to_tell_apart,
        ),
        people=here.head_count if may_read_circle(request.actor, here) else None,
    )


@router.get("/people", scope="circles:read", response=Page[PersonOut], summary="Everyone in the community")
def everyone(request: HttpRequest, after: After = "", limit: Limit = PAGE) -> dict[str, Any]:
    """The people of the circle of everyone, by their names in the community."""
    return _people(request, selectors.root_for(request.actor, now=request.now), after, limit)


@router.get(
    "/circles/{uuid:circle_id}/people",
    scope="circles:read",
    response=Page[PersonOut],
    summary="A circle’s people",
)
def people(request: HttpRequest, circle_id: UUID, after: After = "", limit: Limit = PAGE) -> dict[str, Any]:
    """By their own names there, without those kept apart from you."""
    return _people(request, here_for(request, circle_id), after, limit)


def _people(request: HttpRequest, here: Any, after: str, limit: int) -> dict[str, Any]:
    found = selectors.people_of(request.actor, here, after=after, size=limit)
    rows = [
        PersonOut(id=one.id, name=one.name, word=one.word, joined=one.joined.date()) for one in found.people
    ]
    return page_of(found.more, rows, request)


@router.get(
    "/circles/{uuid:circle_id}/roles",
    scope="circles:read",
    response=list[RoleOut],
    summary="Who holds which role",
)
def roles(request: HttpRequest, circle_id: UUID) -> list[RoleOut]:
    """Now and to come. Names where you may read the circle."""
    here = here_for(request, circle_id)
    found = selectors.roles_of(request.actor, here, now=request.now)
    reads = may_read_circle(request.actor, here)
    names = selectors.names_of(request.actor, here, [role.holder_id for role in found]) if reads else {}
    seat = seat_in(request.actor, here)
    return [
        RoleOut(
            id=role.id,
            office=role.office,
            holder=role.holder_id if role.holder_id in names else None,
            holder_name=names.get(role.holder_id, ""),
            starts=role.starts,
            last_day=role.ends - timedelta(days=1),
            into=_into(request, role),
            yours=seat is not None and role.holder_id == seat.membership_id,
        )
        for role in found
    ]


def _into(request: HttpRequest, role: Any) -> UUID | None:
    into = role.into
    if into is None or into.is_hidden or not may_see_circle(request.actor, into):
        return None
    found: UUID = into.id
    return found
