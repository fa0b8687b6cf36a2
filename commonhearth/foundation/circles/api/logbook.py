"""What was done here: the logbook of the community and of each circle."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest

from commonhearth.foundation.api.schemas import PAGE, After, Limit, Out, Page
from commonhearth.foundation.circles.api.shapes import here_for, page_of, router
from commonhearth.foundation.logbook.selectors import Wanted, Whose, lines_for
from commonhearth.foundation.logbook.verbs import Kind


class LineOut(Out):
    id: UUID
    at: datetime
    kind: Kind
    #: In your language.
    sentence: str
    #: Who did it, where readers see it and the sentence does not say so.
    by: str
    #: The reason of an act of office, where you may read it.
    why: str
    #: Whether all who read this logbook read this line.
    for_all: bool


@router.get(
    "/logbook", scope="circles:read", response=Page[LineOut], summary="What was done in the community"
)
def community_lines(
    request: HttpRequest,
    kind: Kind | None = None,
    since: date | None = None,
    until: date | None = None,
    whose: Whose = Whose.EVERYBODYS,
    after: After = "",
    limit: Limit = PAGE,
) -> dict[str, Any]:
    """The lines of the community’s own book, the newest first; days are of your own zone."""
    return _lines(request, None, Wanted(kind or "", since, until, whose), after, limit)


@router.get(
    "/circles/{uuid:circle_id}/logbook",
    scope="circles:read",
    response=Page[LineOut],
    summary="What was done in a circle",
)
def circle_lines(
    request: HttpRequest,
    circle_id: UUID,
    kind: Kind | None = None,
    since: date | None = None,
    until: date | None = None,
    whose: Whose = Whose.EVERYBODYS,
    after: After = "",
    limit: Limit = PAGE,
) -> dict[str, Any]:
    """The lines of a circle that you read, the newest first; days are of your own zone."""
    here = here_for(request, circle_id)
    return _lines(
        request, None if here.is_root else here, Wanted(kind or "", since, until, whose), after, limit
    )


def _lines(request: HttpRequest, circle: Any, wanted: Wanted, after: str, limit: int) -> dict[str, Any]:
    found = lines_for(request.actor, circle=circle, wanted=wanted, after=after, size=limit)
    rows = [
        LineOut(
            id=one.id,
            at=one.at,
            kind=one.kind,
            sentence=one.sentence,
            by=one.by,
            why=one.why,
            for_all=one.for_all,
        )
        for one in found.entries
    ]
    return page_of(found.more, rows, request)
