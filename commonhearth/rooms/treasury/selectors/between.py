"""“Is this a hard month?”: for the two, and nobody else."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from commonhearth.foundation import sealed
from commonhearth.foundation.access import NotVisible
from commonhearth.foundation.circles.access import Actor
from commonhearth.foundation.circles.selectors import circle_for, names_of
from commonhearth.foundation.members.models import Member
from commonhearth.foundation.members.selectors import kept_apart_ids
from commonhearth.rooms.treasury.access import may_read_hard_month
from commonhearth.rooms.treasury.models import HardMonth, Tin


def question_for(viewer: Actor, question_id: UUID, *, now: datetime) -> HardMonth:
    """Return a question with its answer, to one of the two.

    Raises:
        NotVisible: to anybody else, when its time is over, and when the two are kept apart.
    """
    row = (
        HardMonth.objects.filter(id=question_id, until__gt=now)
        .select_related("tin", "asker__member", "member")
        .first()
    )
    if row is None or not may_read_hard_month(viewer, row):
        raise NotVisible
    row.tin.circle = circle_for(viewer, row.tin.circle_id, now=now)
    other = row.asker.member_id if row.member_id == getattr(viewer, "id", None) else row.member_id
    if other in kept_apart_ids(viewer):
        raise NotVisible
    row.said = sealed.open(row.answer, viewer=viewer) or "" if row.answer is not None else ""
    row.name = names_of(viewer, row.tin.circle, [row.asker_id]).get(row.asker_id, "")
    return row


def asked_by(viewer: Actor, tin: Tin, *, now: datetime) -> list[HardMonth]:
    """Return what the viewer asked others about this tin, newest first; what others asked is not for them."""
    if not isinstance(viewer, Member):
        return []
    rows = HardMonth.objects.filter(tin=tin, asker__member=viewer, until__gt=now)
    rows = rows.exclude(member__in=kept_apart_ids(viewer)).select_related("asker", "member")
    found = list(rows.order_by("-created", "-id"))
    texts = sealed.open_all([row.answer for row in found], viewer=viewer)
    seats = {
        seat.member_id: str(seat)
        for seat in tin.circle.memberships.filter(member__in=[r.member_id for r in found])
    }
    for row, said in zip(found, texts, strict=True):
        row.tin, row.said, row.name = tin, said or "", seats.get(row.member_id, "")
    return found
