"""Openings as officers see them, and what the two who opened something look at."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from commonhearth.foundation import sealed
from commonhearth.foundation.access import NotVisible
from commonhearth.foundation.circles.models import CircleMembership
from commonhearth.rooms.care.access.cases import Actor
from commonhearth.rooms.care.access.openings import may_look_through, may_see_opening
from commonhearth.rooms.care.models import Case, Opening, OpeningKind
from commonhearth.rooms.care.selectors.cases import with_readers
from commonhearth.rooms.care.selectors.ground_rules import opening_limit
from commonhearth.rooms.conversations.selectors import post_of


@dataclass(frozen=True, slots=True)
class Opened:
    """An opening with its reason; and, for the two while it is open, what it shows.

    Attributes:
        shut: when it was shut again, for one that was open.
        who: the place in the circle that it shows.
        text: what the post says.
    """

    opening: Opening
    why: str
    is_open: bool
    shut: datetime | None = None
    who: CircleMembership | None = None
    text: str = ""


def limit_of(case: Case, *, now: datetime) -> str:
    """Return what the circle of a case has agreed on about opening what is hidden there."""
    return opening_limit(case.circle, now=now) if case.circle is not None else "never"


def stands_without_name(case: Case) -> bool:
    """Whether the post of a case stands without a name."""
    if case.post is None:
        return False
    try:
        return bool(post_of(case.post).anonymous)
    except NotVisible:
        return False


def opening_for(viewer: Actor, opening_id: UUID, *, now: datetime) -> Opened:
    """Return one opening.

    Raises:
        NotVisible: for whoever holds no office for it, or is too close to it.
    """
    found = (
        Opening.objects.filter(id=opening_id)
        .select_related("case", "asked_by", "confirmed_by", "membership__member", "membership__circle")
        .first()
    )
    if found is None:
        raise NotVisible
    with_readers([found.case])
    if not may_see_opening(viewer, found):
        raise NotVisible
    why = sealed.open(found.why, viewer=viewer)
    if not may_look_through(viewer, found, now=now):
        return Opened(found, why, False, shut=_shut(found, now))
    text = ""
    if found.kind == OpeningKind.POST:
        post = post_of(found.post)
        text = sealed.open_in_emergency(post.sealed_text, viewer=viewer, now=now) if post.sealed_text else ""
    return Opened(found, why, True, who=found.membership, text=text)


def _shut(opening: Opening, now: datetime) -> datetime | None:
    if opening.confirmed is None:
        return None
    ended = min(opening.ended or opening.until, opening.until)
    return ended if ended <= now else None


def running_opening(openings: Iterable[Opening], kind: str, *, now: datetime) -> Opening | None:
    """Return what was asked of this kind already and is not over, so that nobody writes a second asking in vain.

    Args:
        openings: of one case, as `openings_of` gave them.
    """
    running = (row for row in openings if row.kind == kind)
    return next((row for row in running if row.ended is None and row.until >= now), None)


def openings_of(viewer: Actor, case: Case) -> list[Opening]:
    """Return the openings of a case that the viewer may see."""
    rows = list(Opening.objects.filter(case=case).select_related("asked_by", "confirmed_by"))
    for row in rows:
        row.case = case
    return [row for row in rows if may_see_opening(viewer, row)]
