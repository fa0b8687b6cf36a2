"""Looking again: whoever something was taken from asks, and people drawn by lot answer."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from commonhearth.core.care.lot import drawn
from commonhearth.core.care.panel import SEATS, Stand, stand
from commonhearth.foundation import logbook
from commonhearth.foundation.access import Refused, no, require
from commonhearth.foundation.circles.selectors import as_actor
from commonhearth.foundation.members.access import PANEL
from commonhearth.foundation.members.models import Member, Standing
from commonhearth.foundation.members.selectors import open_holds
from commonhearth.foundation.members.services import withdraw_removal
from commonhearth.foundation.notices.telling import put_away, tell
from commonhearth.rooms.care.access.cases import Actor
from commonhearth.rooms.care.access.measures import KEEPER, may_appeal, may_sit_on_panel
from commonhearth.rooms.care.models import Appeal, Measure, OnCase, Panellist
from commonhearth.rooms.care.selectors.cases import wrote_post
from commonhearth.rooms.care.selectors.team import pairs_apart
from commonhearth.rooms.care.services.cases import line
from commonhearth.rooms.care.services.measures import end, locked_measure
from commonhearth.rooms.care.services.tally import count_one

#: How long the people who were drawn have.
ANSWER_WITHIN = timedelta(days=14)


class NobodyToDraw(Exception):
    """Everybody here is part of it; the page says to whom else one can turn."""


def new_seed() -> str:
    """Return what a lot is drawn with."""
    return secrets.token_hex(16)


def appeal(*, actor: Actor, measure: Measure, words: str, seed: str, wrote: bool, now: datetime) -> Appeal:
    """Ask others to look again. They are drawn at once, with a seed that is stated and kept.

    Args:
        seed: made by the house at this moment, after it is fixed who can be drawn.
        wrote: whether the actor wrote the post it is about; a post without a name leads to nobody.

    Raises:
        Refused: for anybody else, before it is in force, and a second time.
        NobodyToDraw: when everybody here is part of it.
    """
    with transaction.atomic():
        measure = locked_measure(measure)
        require(may_appeal(actor, measure, wrote=wrote))
        can = _can_be_drawn(measure, actor, now=now)
        if not can:
            raise NobodyToDraw
        row = Appeal(
            measure=measure,
            by=actor if isinstance(actor, Member) and measure.member_id == actor.id else None,
            seed=seed,
            drawn_from=len(can),
            answer_by=now + ANSWER_WITHIN,
            created=now,
        )
        row.words = words.strip()
        row.save()
        _seat(row, can, now=now)
        where = measure.circle_id if measure.circle and not measure.circle.is_root else None
        logbook.write(
            actor=KEEPER, verb="care.appeal_drawn", now=now, details={"seed": seed}, circle_id=where
        )
        if measure.case is not None:
            line(measure.case, "appealed", now=now)
        count_one("appealed", now=now)
    return row


def _can_be_drawn(measure: Measure, actor: Actor, *, now: datetime) -> dict[str, Member]:
    """Return whom the lot may fall on: full members here now who have no part in it and are apart from nobody in it."""
    part = {measure.proposed_by_id, measure.confirmed_by_id, measure.member_id, getattr(actor, "id", None)}
    off: set[UUID] = {one for one in part if one}
    off |= set().union(*pairs_apart(off).values()) if off else set()
    if measure.case is not None:
        off |= measure.case.off
        off |= set(OnCase.objects.filter(case=measure.case).values_list("member_id", flat=True))
    held = open_holds(now=now).values("member")
    people = Member.objects.filter(standing=Standing.MEMBER, person__isnull=False).exclude(id__in=held)
    return {str(one.id): one for one in people if one.id not in off}


def _seat(row: Appeal, can: dict[str, Member], *, now: datetime) -> None:
    """Ask as many of the lot, in its order, as seats are empty."""
    asked = set(Panellist.objects.filter(appeal=row).values_list("member_id", flat=True))
    sitting = Panellist.objects.filter(appeal=row, not_me=False).count()
    for one in drawn(can, seed=row.seed):
        if sitting >= SEATS:
            break
        # Who wrote a post without a name stands in no row: each is asked by themselves, and skipped without a word.
        if can[one].id not in asked and not wrote_post(as_actor(can[one], now=now), row.measure.post):
            Panellist.objects.create(appeal=row, member=can[one], created=now)
            tell(member=can[one], code="care.drawn", url_name="care:appeal", url_args=[str(row.id)], now=now)
            sitting += 1


def answer_appeal(*, actor: Actor, seat: Panellist, keep: bool, now: datetime) -> Appeal:
    """Say whether one would let it stand. One may change one's mind until it is decided.

    Raises:
        Refused: for whoever was not drawn, and when it is decided.
    """
    with transaction.atomic():
        row = _locked(seat.appeal)
        seat = Panellist.objects.select_related("appeal").get(id=seat.id)
        require(may_sit_on_panel(actor, seat))
        seat.keep = keep
        seat.save(update_fields=["keep"])
        _decide(row, now=now)
    return row


def not_me(*, actor: Actor, seat: Panellist, now: datetime) -> None:
    """Say no to having been drawn, without a reason; the next in the lot is asked.

    Raises:
        Refused: for whoever was not drawn, and when it is decided.
    """
    with transaction.atomic():
        row = _locked(seat.appeal)
        seat = Panellist.objects.select_related("appeal").get(id=seat.id)
        require(may_sit_on_panel(actor, seat))
        seat.not_me, seat.keep = True, None
        seat.save(update_fields=["not_me", "keep"])
        _seat(row, _can_be_drawn(row.measure, row.by or KEEPER, now=now), now=now)
        _decide(row, now=now)


def decide_due(*, now: datetime) -> int:
    """Decide, in the community in reach, the appeals whose time is over; return how many."""
    decided = 0
    for found in list(Appeal.objects.filter(decided=None, answer_by__lt=now)):
        with transaction.atomic():
            row = _locked(found)
            if row.decided is None:  # else somebody's answer decided it since it was listed
                decided += _decide(row, now=now)
    return decided


def _locked(row: Appeal) -> Appeal:
    found = Appeal.objects.select_for_update(of=("self",)).select_related("by").get(id=row.id)
    found.measure = locked_measure(found.measure)
    return found


def _decide(row: Appeal, *, now: datetime) -> bool:
    if row.decided is not None:
        raise Refused(no("measure_over"))
    sitting = Panellist.objects.filter(appeal=row, not_me=False).values_list("keep", flat=True)
    how = stand(list(sitting), over=now > row.answer_by or not sitting)
    if how is Stand.WAITS:
        return False
    measure = row.measure
    row.decided, row.outcome = now, how.value
    row.save(update_fields=["decided", "outcome"])
    if how is Stand.UNDONE:
        count_one("undone", now=now)
        if measure.removal is not None and measure.removal.done is None and measure.removal.withdrawn is None:
            withdraw_removal(actor=PANEL, removal=measure.removal, now=now)
        if measure.ended is None:
            end(measure, "undone", now=now)
    put_away(code="care.drawn", url_args=[str(row.id)])
    where = measure.circle_id if measure.circle and not measure.circle.is_root else None
    logbook.write(actor=PANEL, verb=f"care.appeal_{how.value}", now=now, circle_id=where)
    if measure.case is not None:
        line(measure.case, f"appeal_{how.value}", now=now)
        for member in Member.objects.filter(id__in=measure.case.readers):
            tell(
                member=member,
                code="care.appeal_over",
                url_name="care:case",
                url_args=[str(measure.case.id)],
                now=now,
            )
    if measure.member is not None:
        tell(
            member=measure.member,
            code="care.appeal_over",
            url_name="care:decided",
            url_args=[str(measure.id)],
            now=now,
        )
    return True
