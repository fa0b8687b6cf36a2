"""What was promised: in a circle, and by a member."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from commonhearth.foundation.access import NotVisible
from commonhearth.foundation.circles.access import Actor, may_read_circle, seat_in
from commonhearth.foundation.circles.models import Circle, Openness
from commonhearth.foundation.circles.selectors import circle_for, names_of, visible_circles
from commonhearth.foundation.circles.selectors.seeing import named, with_keepers
from commonhearth.foundation.members.models import Member
from commonhearth.rooms.meetings.models import Action, Meeting
from commonhearth.rooms.meetings.models.actions import Standing
from commonhearth.rooms.meetings.sealing import read

PAGE = 50


@dataclass(frozen=True, slots=True)
class ActionView:
    """Something to do, with whose it is by their name in the circle."""

    action: Action
    name: str
    mine: bool
    asked_me: bool
    asked: str = ""


@dataclass(frozen=True, slots=True)
class Actions:
    """One page of actions, and the key of the next (None at the end)."""

    views: list[ActionView]
    more: str | None


def actions_of(
    viewer: Actor, circle: Circle, *, open_only: bool = True, after: str = "", size: int = PAGE
) -> Actions:
    """Return what was promised in a circle, the oldest first; what is over the newest first. Three queries.

    Raises:
        NotVisible: when the viewer may not read the circle.
    """
    if not may_read_circle(viewer, circle):
        raise NotVisible
    rows = Action.objects.filter(circle=circle).select_related("offered_to__member")
    if open_only:
        return _page(viewer, circle, rows.filter(standing=Standing.OPEN), "created", after, size)
    return _page(viewer, circle, rows.exclude(standing=Standing.OPEN), "-since", after, size)


def _page(viewer: Actor, circle: Circle, rows: QuerySet[Action], by: str, after: str, size: int) -> Actions:
    field, older = by.removeprefix("-"), by.startswith("-")
    moment, last = _key(after)
    if moment is not None:
        step = "lt" if older else "gt"
        rows = rows.filter(Q(**{f"{field}__{step}": moment}) | Q(**{field: moment, f"id__{step}": last}))
    found = list(rows.order_by(by, "-id" if older else "id")[: size + 1])
    more = (
        f"{getattr(found[size - 1], field).isoformat()}~{found[size - 1].id}" if len(found) > size else None
    )
    return Actions(_seen(viewer, circle, found[:size]), more)


def _key(after: str) -> tuple[datetime | None, UUID | None]:
    moment, _, last = after.partition("~")
    try:
        return datetime.fromisoformat(moment.replace(" ", "+")), UUID(last)
    except ValueError:
        return None, None


def _seen(viewer: Actor, circle: Circle, rows: Iterable[Action]) -> list[ActionView]:
    found = list(rows)
    read(found, circle=circle, viewer=viewer)
    ids = [one for row in found for one in (row.owner_id, row.offered_to_id)]
    names = names_of(viewer, circle, ids) if any(ids) else {}
    seat = seat_in(viewer, circle)
    own = seat.membership_id if seat else None
    return [
        ActionView(
            row,
            names.get(row.owner_id, "") if row.owner_id else "",
            mine=own is not None and row.owner_id == own,
            asked_me=own is not None and row.offered_to_id == own,
            asked=names.get(row.offered_to_id, "") if row.offered_to_id and row.is_asking else "",
        )
        for row in found
    ]


@dataclass(frozen=True, slots=True)
class Own:
    """What a member said they would do in one circle, and what they are asked there."""

    circle: Circle
    views: list[ActionView]


def own_actions(viewer: Actor, *, now: datetime, of_hidden: bool = True) -> list[Own]:
    """Return a member's own open actions and what they are asked to take on, circle by circle.

    Args:
        of_hidden: also those of their hidden circles.

    Raises:
        NotVisible: for whoever is not inside.
    """
    if not isinstance(viewer, Member) or not viewer.is_inside:
        raise NotVisible
    seats = [seat.membership_id for seat in viewer.seats.values()]
    rows = Action.objects.filter(Q(owner__in=seats) | Q(offered_to__in=seats), standing=Standing.OPEN)
    if not of_hidden:
        rows = rows.exclude(circle__openness=Openness.CONFIDENTIAL)
    by_circle: dict[UUID, list[Action]] = {}
    for row in rows.order_by("due", "created", "id")[:PAGE]:
        by_circle.setdefault(row.circle_id, []).append(row)
    circles = named(
        with_keepers(visible_circles(viewer).filter(id__in=list(by_circle)), now=now), viewer=viewer
    )
    views = _seen_in(viewer, {circle.id: circle for circle in circles}, by_circle)
    return [
        Own(circle, views[circle.id]) for circle in sorted(circles, key=lambda one: (one.created, one.id))
    ]


def _seen_in(
    viewer: Member, circles: dict[UUID, Circle], rows: dict[UUID, list[Action]]
) -> dict[UUID, list[ActionView]]:
    """Return a member's own actions of several circles; they are theirs, so nobody else is named."""
    found: dict[UUID, list[ActionView]] = {}
    for circle_id, circle in circles.items():
        read(rows[circle_id], circle=circle, viewer=viewer)
        own = viewer.seats[circle_id].membership_id
        found[circle_id] = [
            ActionView(row, "", mine=row.owner_id == own, asked_me=row.offered_to_id == own)
            for row in rows[circle_id]
        ]
    return found


def meeting_in(viewer: Actor, circle: Circle, meeting_id: UUID) -> Meeting:
    """Return a meeting of a circle, to which something that was promised there belongs.

    Raises:
        NotVisible: when the circle has none of this id.
    """
    found = Meeting.objects.filter(circle=circle, id=meeting_id).select_related("series").first()
    if found is None:
        raise NotVisible
    return found


def action_for(viewer: Actor, action_id: UUID, *, now: datetime) -> Action:
    """Return one action with its circle, in words.

    Raises:
        NotVisible: when there is none that this viewer may read.
    """
    action = Action.objects.filter(id=action_id).select_related("offered_to__member").first()
    if action is None:
        raise NotVisible
    circle = circle_for(viewer, action.circle_id, now=now)
    if not may_read_circle(viewer, circle):
        raise NotVisible
    read([action], circle=circle, viewer=viewer)
    return action


def action_seen(viewer: Actor, action_id: UUID, *, now: datetime) -> ActionView:
    """Return one action with whose it is.

    Raises:
        NotVisible: when there is none that this viewer may read.
    """
    action = action_for(viewer, action_id, now=now)
    return _seen(viewer, action.circle, [action])[0]


def from_meeting(viewer: Actor, meeting: Meeting) -> list[ActionView]:
    """Return what was promised at a meeting, whatever became of it."""
    rows = Action.objects.filter(meeting=meeting).select_related("offered_to__member")
    return _seen(viewer, meeting.circle, rows.order_by("created", "id")[:PAGE])
