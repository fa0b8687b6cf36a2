"""The notice-board sheet of an open circle: what the next week holds, for whoever passes the board.

It is read by anybody, so nothing stands on it but what an open circle shows to everyone inside, and nobody
is named otherwise than they chose for paper (Member.paper); who chose nothing is not named.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from commonhearth.foundation.access import require
from commonhearth.foundation.circles import wording
from commonhearth.foundation.circles.access import Actor, may_print_sheet
from commonhearth.foundation.circles.models import Circle, CircleMembership, Office, Role
from commonhearth.foundation.circles.selectors.people import without_those_kept_apart
from commonhearth.foundation.circles.selectors.roles import ending_soon, roles_of
from commonhearth.foundation.circles.selectors.seeing import circle_for
from commonhearth.foundation.communities.selectors import NEXT_OPEN_MEETING
from commonhearth.foundation.members.models import Standing
from commonhearth.foundation.registry import Point
from commonhearth.kit import saying

#: What of each fits onto one A4.
MOST_ROLES = 5
#: Whom somebody who reads the board may ask, first to last.
TO_ASK = (Office.FACILITATOR, Office.SECOND, Office.STEWARD, Office.SECRETARY, Office.WELCOMER)


@dataclass(frozen=True, slots=True)
class Slip:
    """Something that may be answered on the slip below the sheet."""

    about: str
    by: datetime


@dataclass(frozen=True, slots=True)
class SheetPart:
    """A part of the sheet: lines in words, or a template of the room's own that is given `part`.

    Attributes:
        order: lower stands higher; meetings 10, what is before the circle 20, turns and offers 40, helplines 90.
        slips: what the reader may answer on paper.
    """

    title: str
    lines: tuple[str, ...] = ()
    order: int = 50
    slips: tuple[Slip, ...] = ()
    template: str = ""
    given: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Sheet:
    """What is printed."""

    circle: Circle
    parts: tuple[SheetPart, ...]
    slips: tuple[Slip, ...]


#: Filled from above: (who prints, an open circle, now) -> a part, or None; in a constant number of queries.
SHEET_PARTS: Point[Callable[[Actor, Circle, datetime], SheetPart | None]] = Point("circles.sheet_parts")


def sheet_of(viewer: Actor, circle_id: UUID, *, now: datetime) -> Sheet:
    """Return the notice-board sheet of a circle.

    Raises:
        NotVisible: when the viewer sees no such circle.
        Refused: when nothing of it goes onto paper, or the viewer may not print it.
    """
    circle = circle_for(viewer, circle_id, now=now)
    require(may_print_sheet(viewer, circle))
    found = [*_own_parts(viewer, circle, now), *(ask(viewer, circle, now) for ask in SHEET_PARTS)]
    parts = sorted((part for part in found if part is not None), key=lambda part: part.order)
    return Sheet(circle, tuple(parts), tuple(slip for part in parts for slip in part.slips))


def _own_parts(viewer: Actor, circle: Circle, now: datetime) -> Iterable[SheetPart]:
    if circle.is_root:
        meeting = next((said for ask in NEXT_OPEN_MEETING if (said := ask(circle.community, now))), None)
        if meeting:
            yield SheetPart(str(wording.SHEET["meeting"]), (meeting,), order=10)
    roles = roles_of(viewer, circle, now=now)
    ending = ending_soon(roles, now=now)[:MOST_ROLES]
    if ending:
        lines = tuple(
            str(wording.SHEET["role_ends"])
            % {"office": wording.OFFICES[role.office], "day": saying.day(role.ends)}
            for role in ending
        )
        yield SheetPart(str(wording.SHEET["roles"]), lines, order=30)
    lines = tuple(dict.fromkeys(_to_ask(viewer, circle, roles, now)))  # two of one office are one line
    yield SheetPart(str(wording.SHEET["ask"]), lines or (str(wording.SHEET["ask_anyone"]),), order=80)


def _to_ask(viewer: Actor, circle: Circle, roles: list[Role], now: datetime) -> Iterable[str]:
    """Yield a line for each office that answers questions: with a name only where its holder chose one for paper."""
    today = now.date()
    current = [role for role in roles if role.office in TO_ASK and role.starts <= today and role.holder_id]
    rows = CircleMembership.objects.filter(
        circle=circle,
        left=None,
        id__in=[role.holder_id for role in current],
        member__standing=Standing.MEMBER,
    )
    papers = dict(without_those_kept_apart(rows, viewer).values_list("id", "member__paper"))
    for role in sorted(current, key=lambda role: TO_ASK.index(Office(role.office)))[:MOST_ROLES]:
        name = papers.get(role.holder_id, "").strip() if role.holder_id else ""
        office = str(wording.OFFICES[role.office])
        if name:
            yield str(wording.SHEET["ask_named"]) % {"office": office, "name": name}
        elif role.holder_id in papers:
            yield str(wording.SHEET["ask_unnamed"]) % {"office": office}
