"""Cases as those who reported them, those who look at them, and those who are asked to may see them."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from commonhearth.foundation import sealed
from commonhearth.foundation.access import NotVisible
from commonhearth.foundation.circles.models import CircleKind, CircleMembership
from commonhearth.foundation.circles.selectors.people import without_those_kept_apart
from commonhearth.foundation.members.models import Member, Standing
from commonhearth.foundation.tenancy.ready import Ready
from commonhearth.rooms.care.access.cases import (
    CARE_OFFICES,
    Actor,
    Receipt,
    may_follow_case,
    may_read_case,
    may_see_desk,
    may_take_case,
)
from commonhearth.rooms.care.models import Borrowed, Case, Entry, OnCase, Opening
from commonhearth.rooms.care.selectors.team import Tiers, kept_off, tiers
from commonhearth.rooms.conversations.access import wrote
from commonhearth.rooms.conversations.selectors import post_of

PAGE = 50
#: Lines of one timeline on a page.
MOST_LINES = 200
#: Names to choose from; in a larger house one asks for somebody on duty.
MOST_PEOPLE = 300


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a timeline, with what was written and who did it, in words."""

    entry: Entry
    words: str
    by: str


@dataclass(frozen=True, slots=True)
class CaseFile:
    """A case opened for one viewer.

    Attributes:
        on_it: who looks at it; the reporter sees their names.
        team: who may look at it now, on it or not.
    """

    case: Case
    words: str
    where: str
    lines: list[Line]
    on_it: list[Member]
    team: list[Member]


@dataclass(frozen=True, slots=True)
class Waiting:
    """A case as it stands on the desk before anybody has taken it: nothing of what was said."""

    case: Case
    mine: bool
    taken: bool


@dataclass(frozen=True, slots=True)
class Desk:
    """What waits for one of those who are asked, and what they are looking at."""

    mine: list[Waiting]
    waiting: list[Waiting]
    older: str


def digest(secret: str) -> str:
    """Return how a secret address stands in the database."""
    return hashlib.sha256(secret.encode()).hexdigest()


def with_readers(cases: Sequence[Case]) -> Sequence[Case]:
    """Fill in who reads each case now: those on it, without whom something has made too close to it since."""
    off = kept_off(cases)
    on: dict[UUID, set[UUID]] = {case.id: set() for case in cases}
    for case_id, member_id in OnCase.objects.filter(case__in=on, left=None).values_list(
        "case_id", "member_id"
    ):
        on[case_id].add(member_id)
    for case in cases:
        case.off = frozenset(off[case.id])
        case.readers = frozenset(on[case.id]) - case.off
    return cases


def reported_by(viewer: Member) -> list[Case]:
    """Return what a member has reported under their own name, newest first."""
    return list(Case.objects.filter(reporter=viewer).order_by("-created", "-id")[:PAGE])


def receipt_of(secret: str) -> tuple[Case, Receipt]:
    """Return the case that a receipt's address belongs to, and its holder.

    Raises:
        NotVisible: when there is none.
    """
    case = Case.objects.filter(secret_digest=digest(secret)).select_related("community").first()
    if case is None:
        raise NotVisible
    return case, Receipt(case.id)


def own_case(viewer: Actor, case_id: UUID) -> Case:
    """Return a case that the viewer reported under their name.

    Raises:
        NotVisible: when there is none.
    """
    case = Case.objects.filter(id=case_id).select_related("community").first()
    if case is None or not may_follow_case(viewer, case):
        raise NotVisible
    return case


def case_for(viewer: Actor, case_id: UUID, *, now: datetime | None = None) -> Case:
    """Return a case that the viewer looks at.

    Args:
        now: for reading a closed one that two officers have opened for a time, the viewer one of them.

    Raises:
        NotVisible: when there is none, or they are not on it.
    """
    case = _case.first(case=case_id)
    if case is None:
        raise NotVisible
    with_readers([case])
    if case.closed is not None and now is not None:
        opened = Opening.objects.filter(
            case=case, kind="case", ended=None, confirmed__isnull=False, until__gt=now
        )
        for row in opened:
            case.readers |= frozenset(one for one in (row.asked_by_id, row.confirmed_by_id) if one) - case.off
    if not may_read_case(viewer, case):
        raise NotVisible
    return case


_case: Ready[Case] = Ready(
    lambda case: (
        Case.objects.filter(id=case).select_related("circle", "membership__member", "community").order_by()
    )
)


def wrote_post(viewer: Actor, post_id: UUID | None) -> bool:
    """Whether the viewer wrote a post, with or without a name; nobody else learns it from this."""
    if post_id is None or not isinstance(viewer, Member):
        return False
    try:
        return wrote(viewer, post_of(post_id))
    except NotVisible:
        return False


def case_to_take(viewer: Actor, case_id: UUID, *, now: datetime) -> Case:
    """Return a case that the viewer may take; nothing of it is opened.

    Raises:
        NotVisible: when there is none, or they are not asked about it.
    """
    case = Case.objects.filter(id=case_id).first()
    if case is None:
        raise NotVisible
    with_readers([case])
    team = tiers(now=now).team(off=case.off)
    if may_take_case(viewer, case, team).code == "not_in_team":
        raise NotVisible
    if case.membership_id is None and wrote_post(viewer, case.post):
        raise NotVisible  # of a post without a name only its author is told that it is theirs
    return case


def case_to_open(viewer: Actor, case_id: UUID) -> Case:
    """Return a case for an officer who asks to open something of it; nothing of it is opened by that.

    Raises:
        NotVisible: when there is none, or they are too close to it, or hold no office for it.
    """
    case = Case.objects.filter(id=case_id).select_related("circle", "membership__member").first()
    if case is None:
        raise NotVisible
    with_readers([case])
    office = isinstance(viewer, Member) and viewer.is_acting and bool(viewer.offices & CARE_OFFICES)
    if not office or getattr(viewer, "id", None) in case.off:
        raise NotVisible
    return case


def file_of(viewer: Actor, case: Case, *, now: datetime) -> CaseFile:
    """Open a case for those on it, or for its reporter, who reads what was shown to them; about eight queries."""
    whole = bool(may_read_case(viewer, case))
    entries = Entry.objects.filter(case=case).select_related("by", "borrowed")
    if not whole:
        entries = entries.filter(shown=True)
    rows = list(entries.order_by("created", "id")[:MOST_LINES])
    for row in rows:
        row.case = case
    values = [case.words, case.where_said, *(row.words for row in rows)]
    texts = [one or "" for one in sealed.open_all(values, viewer=viewer)]
    on_it = OnCase.objects.filter(case=case, left=None).select_related("member").order_by("created", "id")
    off = case.off or kept_off([case])[case.id]
    return CaseFile(
        case=case,
        words=texts[0],
        where=texts[1],
        lines=[Line(row, text, _who(row)) for row, text in zip(rows, texts[2:], strict=True)],
        on_it=[row.member for row in on_it if row.member_id not in off],
        team=tiers(now=now).team(off=off),
    )


def _who(row: Entry) -> str:
    if row.borrowed is not None:
        return str(row.borrowed)
    return str(row.by) if row.by is not None else ""


def desk_for(viewer: Actor, *, now: datetime, before: str = "") -> Desk:
    """Return what waits for a viewer who is asked, newest first; the same number of queries for any number.

    Raises:
        NotVisible: for who is asked about nothing and looks at nothing.
    """
    known = tiers(now=now)
    mine = OnCase.objects.filter(member_id=getattr(viewer, "id", None), left=None).values("case_id")
    asked = may_see_desk(viewer, known.team())
    if not isinstance(viewer, Member) or not viewer.is_acting:
        raise NotVisible
    rows = Case.objects.filter(Q(closed=None) | Q(id__in=mine)).select_related("membership")
    rows = rows.order_by("-created", "-id")
    if before:
        try:
            rows = rows.filter(created__lt=datetime.fromisoformat(before.replace(" ", "+")))
        except ValueError:
            raise NotVisible from None
    found = list(rows[: PAGE + 1])
    older = found[PAGE - 1].created.isoformat() if len(found) > PAGE else ""
    cases = with_readers(found[:PAGE])
    waiting = [one for one in cases if _is_asked(viewer, one, known)]
    own = [one for one in cases if viewer.id in one.readers]
    if not asked and not waiting and not own:
        raise NotVisible
    return Desk(
        mine=[Waiting(one, True, True) for one in own],
        waiting=[Waiting(one, False, bool(one.readers)) for one in waiting],
        older=older,
    )


def _is_asked(viewer: Member, case: Case, known: Tiers) -> bool:
    return bool(may_take_case(viewer, case, known.team(off=case.off)))


def looks_at_any(viewer: Actor) -> bool:
    """Whether a member is on a case now."""
    return OnCase.objects.filter(member_id=getattr(viewer, "id", None), left=None, case__closed=None).exists()


def second_eyes_for(viewer: Member, case: Case) -> list[CircleMembership]:
    """Return whom those on a case may bring in, as everyone knows them: full members who are not too close to it."""
    off = case.off | case.readers
    people = CircleMembership.objects.filter(
        circle__circle_kind=CircleKind.ROOT, left=None, member__standing=Standing.MEMBER
    ).exclude(member__in=off)
    found = without_those_kept_apart(people, viewer).select_related("member").order_by("name", "word", "id")
    return list(found[:MOST_PEOPLE])


def borrowed_by(secret: str) -> Borrowed:
    """Return the neighbour to whom a link was given.

    Raises:
        NotVisible: when there is none.
    """
    found = Borrowed.objects.filter(secret_digest=digest(secret)).first()
    if found is None:
        raise NotVisible
    return found
