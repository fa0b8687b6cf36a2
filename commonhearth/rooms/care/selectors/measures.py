"""Measures, appeals and steps as those on a case, whom it concerns, and people drawn by lot may see them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from commonhearth.core.care.counts import said
from commonhearth.foundation import sealed
from commonhearth.foundation.access import YES, NotVisible, Verdict, no
from commonhearth.foundation.members.models import Member
from commonhearth.foundation.members.selectors import kept_apart_ids
from commonhearth.rooms.care.access.cases import Actor, may_read_case
from commonhearth.rooms.care.access.measures import (
    may_read_appeal,
    may_read_decision,
    may_read_judged,
)
from commonhearth.rooms.care.models import Appeal, Case, Measure, Panellist, Step, StepKind, Tally
from commonhearth.rooms.care.selectors.cases import wrote_post
from commonhearth.rooms.conversations.selectors import Said, as_it_stood, post_of


@dataclass(frozen=True, slots=True)
class Decision:
    """A measure with its reasons in words, and the appeal if there is one."""

    measure: Measure
    words: str
    appeal: Appeal | None = None
    appeal_words: str = ""


@dataclass(frozen=True, slots=True)
class StepView:
    """A step of repair, planned or not."""

    kind: str
    row: Step | None
    words: str


def measures_of(viewer: Actor, case: Case) -> list[Decision]:
    """Return what was proposed in a case, for those on it, in three queries."""
    if not may_read_case(viewer, case):
        return []
    rows = list(Measure.objects.filter(case=case).select_related("proposed_by", "confirmed_by", "appeal"))
    for row in rows:
        row.case = case
    return _opened(viewer, rows)


def _opened(viewer: Actor, rows: list[Measure]) -> list[Decision]:
    appeals = [getattr(row, "appeal", None) for row in rows]
    for row, one in zip(rows, appeals, strict=True):
        if one is not None:
            one.measure = row
    texts = sealed.open_all(
        [*(row.words for row in rows), *(one.words if one else None for one in appeals)], viewer=viewer
    )
    half = len(rows)
    return [
        Decision(row, texts[number] or "", one, texts[half + number] or "")
        for number, (row, one) in enumerate(zip(rows, appeals, strict=True))
    ]


def steps_of(viewer: Actor, case: Case) -> list[StepView]:
    """Return the four steps of repair with what came of each, in one query beside the keys."""
    rows = {row.step: row for row in Step.objects.filter(case=case)}
    for row in rows.values():
        row.case = case
    found = [rows.get(kind) for kind in StepKind.values]
    texts = sealed.open_all([row.words if row else None for row in found], viewer=viewer)
    return [
        StepView(kind, row, text or "") for kind, row, text in zip(StepKind.values, found, texts, strict=True)
    ]


def measure_on(viewer: Actor, case: Case, measure_id: UUID) -> Measure:
    """Return one measure of a case that the viewer looks at.

    Raises:
        NotVisible: when it has none of this id.
    """
    found = Measure.objects.filter(case=case, id=measure_id).first()
    if found is None or not may_read_case(viewer, case):
        raise NotVisible
    return found


def decision_for(viewer: Actor, measure_id: UUID) -> Decision:
    """Return what was decided about the viewer, or about a post they wrote.

    Raises:
        NotVisible: when nothing of this id concerns them.
    """
    found = (
        Measure.objects.filter(id=measure_id).select_related("appeal", "circle", "removal", "hold").first()
    )
    if found is None:
        raise NotVisible
    own = wrote_post(viewer, found.post)
    if not may_read_decision(viewer, found, wrote=own):
        raise NotVisible
    if own and isinstance(viewer, Member):
        found.author_ids = frozenset({viewer.id})
    return _opened(viewer, [found])[0]


def decisions_about(viewer: Member) -> list[Measure]:
    """Return what was decided about a member, newest first."""
    rows = Measure.objects.filter(member=viewer).order_by("-created", "-id")[:50]
    return [row for row in rows if may_read_decision(viewer, row)]


def decision_on_post(viewer: Actor, post_id: UUID) -> UUID:
    """Return the latest that was decided about a post of the viewer's own.

    Raises:
        NotVisible: when there is nothing, or they did not write it.
    """
    if not wrote_post(viewer, post_id):
        raise NotVisible
    for row in Measure.objects.filter(post=post_id).order_by("-created", "-id"):
        if may_read_decision(viewer, row, wrote=True):
            return row.id
    raise NotVisible


def appeal_for(viewer: Actor, appeal_id: UUID) -> tuple[Decision, Panellist | None]:
    """Return an appeal and the viewer's seat on its panel.

    Raises:
        NotVisible: for who was neither drawn nor is concerned.
    """
    row = Appeal.objects.filter(id=appeal_id).select_related("measure__circle").first()
    if row is None:
        raise NotVisible
    seats = list(Panellist.objects.filter(appeal=row, not_me=False))
    row.measure.panel_ids = frozenset(one.member_id for one in seats)
    seat = next((one for one in seats if one.member_id == getattr(viewer, "id", None)), None)
    own = wrote_post(viewer, row.measure.post)
    if not may_read_appeal(viewer, row, drawn=seat is not None, wrote=own):
        raise NotVisible
    if own and isinstance(viewer, Member):
        row.measure.author_ids = frozenset({viewer.id})
    if seat is not None:
        seat.appeal = row
    return _opened(viewer, [row.measure])[0], seat


def judged_post(viewer: Actor, seat: Panellist | None, measure: Measure) -> tuple[Said | None, Verdict]:
    """Return the post that an appeal is about, as it stood and without who wrote it, for somebody drawn by lot.

    Args:
        seat: the viewer's, as `appeal_for` gave it.

    Returns:
        The post or None, and why it is not shown. Whoever is kept apart from its author reads the same words as
        where its author has taken it back.
    """
    not_shown = no("judged_not_shown")
    if seat is None or not isinstance(viewer, Member):
        return None, no("not_on_panel")
    try:
        post = post_of(measure.post)
    except NotVisible:
        return None, not_shown
    known = {measure.member_id, post.author.member_id if post.author else None}
    apart = bool(kept_apart_ids(viewer) & known)
    verdict = may_read_judged(viewer, seat, circle=post.circle, apart=apart)
    if not verdict:
        return None, verdict
    found = as_it_stood(viewer, post)
    return (found, verdict) if found is not None else (None, not_shown)


def repair_tried(member: Member, now: datetime) -> Verdict:
    """Whether mending has been tried with somebody: all four steps of a case about them were taken or refused."""
    steps = Step.objects.filter(case__membership__member=member, done__isnull=False)
    tried: dict[UUID, set[str]] = {}
    for case_id, step in steps.values_list("case_id", "step"):
        tried.setdefault(case_id, set()).add(step)
    return YES if any(found >= set(StepKind.values) for found in tried.values()) else no("repair_first")


@dataclass(frozen=True, slots=True)
class Year:
    """What may be said of a year; None is “fewer than five”."""

    year: int
    counts: list[tuple[str, int | None]]


def years(*, now: datetime, codes: Iterable[str]) -> list[Year]:
    """Return the counts of the years that are over, newest first. The running year would tell by its difference."""
    rows: dict[int, dict[str, int]] = {}
    for year, code, count in Tally.objects.filter(year__lt=now.year).values_list("year", "code", "count"):
        rows.setdefault(year, {})[code] = count
    return [
        Year(year, [(code, _said(found, code)) for code in codes])
        for year, found in sorted(rows.items(), reverse=True)
    ]


def _said(found: dict[str, int], code: str) -> int | None:
    count = found.get(code, 0)
    whole = {"undone": "appealed"}.get(code)
    return said(count, of=max(count, found.get(whole, 0)) if whole else None)
