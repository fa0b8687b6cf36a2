"""Questions when to meet: each time with who said what, in the circle's own names."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from commonhearth.foundation.access import NotVisible
from commonhearth.foundation.circles.access import Actor, may_read_circle, seat_in
from commonhearth.foundation.circles.models import Circle, CircleMembership
from commonhearth.foundation.circles.selectors import circle_for, names_of
from commonhearth.foundation.members.models import INSIDE
from commonhearth.rooms.meetings.models import Fits, Poll, Says, Slot
from commonhearth.rooms.meetings.sealing import read

PAGE = 30


@dataclass(frozen=True, slots=True)
class SlotView:
    """A time with who can come, who could if need be, who cannot; and what the viewer said."""

    slot: Slot
    names: dict[str, list[str]]
    counts: Counter[str]
    mine: str

    @property
    def worth(self) -> tuple[int, int]:
        """How well it fits: fewest who cannot, then most who gladly can. Only for the order; nobody sees a score."""
        return (-self.counts[Fits.NO], self.counts[Fits.YES])


@dataclass(frozen=True, slots=True)
class PollView:
    """A question with its times in their order, and the ones that fit best."""

    poll: Poll
    slots: list[SlotView]
    best: list[UUID]


def polls_of(
    viewer: Actor, circle: Circle, *, after: str = "", size: int = PAGE
) -> tuple[list[Poll], str | None]:
    """Return one page of a circle's questions, the newest first; two queries.

    Raises:
        NotVisible: when the viewer may not read the circle.
    """
    if not may_read_circle(viewer, circle):
        raise NotVisible
    rows = Poll.objects.filter(circle=circle)
    try:
        moment = datetime.fromisoformat(after.replace(" ", "+"))
        rows = rows.filter(created__lt=moment)
    except ValueError:
        pass  # the first page
    found = list(rows[: size + 1])
    read(found, circle=circle, viewer=viewer)
    return found[:size], found[size - 1].created.isoformat() if len(found) > size else None


def poll_for(viewer: Actor, poll_id: UUID, *, now: datetime) -> PollView:
    """Return one question, for whoever may read the circle; five queries.

    Raises:
        NotVisible: when there is none that this viewer may read.
    """
    poll = Poll.objects.filter(id=poll_id).first()
    if poll is None:
        raise NotVisible
    circle = circle_for(viewer, poll.circle_id, now=now)
    if not may_read_circle(viewer, circle):
        raise NotVisible
    read([poll], circle=circle, viewer=viewer)
    slots = list(Slot.objects.filter(poll=poll))
    said = list(Says.objects.filter(slot__in=slots, seat__left=None, seat__member__standing__in=INSIDE))
    names = names_of(viewer, circle, {row.seat_id for row in said}) if said else {}
    seat = seat_in(viewer, circle)
    views = []
    for slot in slots:
        here = [row for row in said if row.slot_id == slot.id]
        views.append(
            SlotView(
                slot,
                {fits: sorted(names[row.seat_id] for row in here if row.fits == fits and row.seat_id in names)
                 for fits in Fits.values},
                Counter(row.fits for row in here),
                next((row.fits for row in here if seat and row.seat_id == seat.membership_id), ""),
            )
        )  # fmt: skip
    best = max((view.worth for view in views), default=(0, 0))
    return PollView(poll, views, [view.slot.id for view in views if said and view.worth == best])


def said_by(poll: Poll, person: CircleMembership) -> dict[UUID, str]:
    """Return what one person said about each time, for whoever writes for them."""
    return dict(Says.objects.filter(slot__poll=poll, seat=person).values_list("slot_id", "fits"))
