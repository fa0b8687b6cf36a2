"""Who may open what is hidden, in an emergency."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from commonhearth.foundation import sealed
from commonhearth.foundation.access import YES, Verdict, no, rule
from commonhearth.foundation.members.models import Member
from commonhearth.rooms.care.access.cases import CARE_OFFICES, Actor
from commonhearth.rooms.care.models import Case, Opening, OpeningKind


def _officer(actor: Actor, case: Case) -> Verdict:
    """Somebody in an office for it who is not too close to the case."""
    if not isinstance(actor, Member) or not actor.is_acting or actor.id in case.off:
        return no("not_on_case")
    return YES if actor.offices & CARE_OFFICES else no("opening_officers")


@rule
def may_ask_opening(actor: Actor, case: Case, kind: str, *, limit: str, nameless: bool) -> Verdict:
    """An officer on the case; a closed case an officer who is not too close to it. What a circle shut stays shut.

    Args:
        limit: what the post's own circle has agreed on: “never” or “danger”.
        nameless: whether the post of the case stands without a name.
    """
    verdict = _officer(actor, case)
    if not verdict:
        return verdict
    if kind == OpeningKind.CASE:
        return YES if case.closed is not None else no("opening_not_here")
    if getattr(actor, "id", None) not in case.readers or case.closed is not None:
        return no("not_on_case")
    if kind == OpeningKind.PERSON:
        known = case.membership is not None and case.circle is not None and not case.circle.is_root
        return YES if known else no("opening_not_here")
    if case.post is None or (kind == OpeningKind.AUTHOR and not nameless):
        return no("opening_not_here")
    if kind == OpeningKind.AUTHOR:
        return YES
    if case.circle is None or not case.circle.is_hidden:
        return no("opening_not_here")
    if limit != "danger":
        return no("opening_not_allowed")
    return YES if case.danger else no("opening_only_danger")


@rule
def may_confirm_opening(actor: Actor, opening: Opening, *, now: datetime) -> Verdict:
    """Another officer who is not too close to it, within a day."""
    verdict = _officer(actor, opening.case)
    if not verdict:
        return verdict
    if opening.ended or opening.confirmed or now > opening.until:
        return no("opening_over")
    return no("needs_second_person") if getattr(actor, "id", None) == opening.asked_by_id else YES


@rule
def may_see_opening(actor: Actor, opening: Opening) -> Verdict:
    """Officers who are not too close to it see that it is asked, by whom and why."""
    return _officer(actor, opening.case)


@rule
def may_look_through(actor: Actor, opening: Opening, *, now: datetime) -> Verdict:
    """The two who opened it, until its time is over."""
    if opening.confirmed is None or opening.ended or now > opening.until:
        return no("opening_over")
    two = {opening.asked_by_id, opening.confirmed_by_id}
    mine = isinstance(actor, Member) and actor.is_acting and actor.id in two
    return YES if mine and getattr(actor, "id", None) not in opening.case.off else no("not_on_case")


@rule
def may_open_opening_words(actor: Actor, opening: Opening) -> Verdict:
    """Officers who are not too close to it."""
    return may_see_opening(actor, opening)


sealed.opens(Opening, "why")(may_open_opening_words)


def grants(viewer: Any, row: Any, now: datetime) -> Verdict:
    """Say to the ground whether two officers have opened a post, and the viewer is one of them."""
    found = Opening.objects.filter(kind=OpeningKind.POST, post=row.pk, ended=None, confirmed__isnull=False)
    for opening in found.select_related("case"):
        if may_look_through(viewer, opening, now=now):
            return YES
    return no("opening_over")
