"""The agenda: built from what is due, added to, put in order."""

from __future__ import annotations

import json
from datetime import datetime
from uuid import UUID

from django.db import transaction

from commonhearth.foundation.access import NotVisible, require
from commonhearth.foundation.circles.access import Actor, own_seat
from commonhearth.foundation.circles.selectors import Due
from commonhearth.foundation.circles.selectors.seeing import circle_of
from commonhearth.rooms.meetings.access.working import may_prepare
from commonhearth.rooms.meetings.models import Item, Meeting, Sort
from commonhearth.rooms.meetings.sealing import put
from commonhearth.rooms.meetings.selectors.due import due_at

#: Points of one agenda; more than a day holds.
MOST_ITEMS = 60
#: How long a point may take, in minutes.
LONGEST = 480
ROUND_MINUTES = 10
OPENING, CLOSING = "round:opening", "round:closing"


class AgendaFull(Exception):
    """There are as many points as an agenda takes."""


def locked(meeting: Meeting, *, now: datetime) -> Meeting:
    """Return a meeting locked, with its circle and series, inside a transaction."""
    rows = Meeting.objects.select_for_update(of=("self",)).select_related("series")
    found = rows.get(id=meeting.id)
    found.circle = found.series.circle = circle_of(found.circle_id, now=now)
    return found


def build(*, actor: Actor, meeting: Meeting, now: datetime) -> int:
    """Put on the agenda what is due and not there yet, between an opening and a closing round.

    Returns:
        How many points came on.

    Raises:
        Refused: when the actor may not.
    """
    with transaction.atomic():
        meeting = locked(meeting, now=now)
        require(may_prepare(actor, meeting))
        known = set(Item.objects.filter(meeting=meeting).values_list("source", flat=True))
        wanted = [
            Due(OPENING, "opening_round", minutes=ROUND_MINUTES, is_round=True),
            *due_at(actor, meeting, now=now),
            Due(CLOSING, "closing_round", minutes=ROUND_MINUTES, is_round=True),
        ]
        fresh = [due for due in wanted if due.source not in known][: MOST_ITEMS - len(known)]
        for due in fresh:
            sort = Sort.ROUND if due.is_round else Sort.TALK
            item = Item(sort=sort, source=due.source, code=due.code, minutes=due.minutes)
            params = json.dumps({"fill": due.params, "to": due.url_name, "args": list(due.url_args)})
            _place(actor, meeting, item, now=now, params=params)
    return len(fresh)


def add_item(
    *,
    actor: Actor,
    meeting: Meeting,
    title: str,
    about: str = "",
    minutes: int = 10,
    pause: bool = False,
    now: datetime,
) -> Item:
    """Put a point on the agenda, before the closing round.

    Raises:
        Refused: when the actor may not.
        AgendaFull: when there are as many as it takes.
        ValueError: when nothing is said, or it takes less than a minute or too long.
    """
    if not title.strip() or not 1 <= minutes <= LONGEST:
        raise ValueError("a point has words and minutes")
    with transaction.atomic():
        meeting = locked(meeting, now=now)
        require(may_prepare(actor, meeting))
        item = Item(sort=Sort.PAUSE if pause else Sort.TALK, minutes=minutes)
        return _place(actor, meeting, item, now=now, title=title.strip(), about=about.strip())


def _place(actor: Actor, meeting: Meeting, item: Item, *, now: datetime, **words: str) -> Item:
    order = list(Item.objects.filter(meeting=meeting))
    if len(order) >= MOST_ITEMS:
        raise AgendaFull
    last = next((n for n, one in enumerate(order) if one.source == CLOSING), len(order))
    if item.source == OPENING:
        last = 0
    item.meeting, item.circle, item.created = meeting, meeting.circle, now
    item.added_by_id = own_seat(actor, meeting.circle).membership_id
    put(item, meeting.circle, **words)
    item.position = last
    item.save()
    _number([*order[:last], item, *order[last:]])
    return item


def _number(order: list[Item]) -> None:
    moved = []
    for position, item in enumerate(order):
        if item.position != position:
            item.position = position
            moved.append(item)
    Item.objects.bulk_update(moved, ["position"])


def move(*, actor: Actor, meeting: Meeting, item_id: UUID, up: bool, now: datetime) -> None:
    """Move a point up or down by one; at the end nothing happens.

    Raises:
        Refused: when the actor may not.
        NotVisible: when the agenda has none of this id.
    """
    with transaction.atomic():
        meeting = locked(meeting, now=now)
        require(may_prepare(actor, meeting))
        order = list(Item.objects.filter(meeting=meeting))
        at = _at(order, item_id)
        to = at - 1 if up else at + 1
        if 0 <= to < len(order):
            order[at], order[to] = order[to], order[at]
            _number(order)


def _at(order: list[Item], item_id: UUID) -> int:
    for position, item in enumerate(order):
        if item.id == item_id:
            return position
    raise NotVisible


def change_item(
    *, actor: Actor, meeting: Meeting, item_id: UUID, title: str, about: str, minutes: int, now: datetime
) -> Item:
    """Say a point in other words, or give it more or less time. What the house put on keeps its own words.

    Raises:
        Refused: when the actor may not.
        NotVisible: when the agenda has none of this id.
        ValueError: when nothing is said, or it takes less than a minute or too long.
    """
    with transaction.atomic():
        meeting = locked(meeting, now=now)
        require(may_prepare(actor, meeting))
        order = list(Item.objects.filter(meeting=meeting))
        item = order[_at(order, item_id)]
        if not 1 <= minutes <= LONGEST or not (title.strip() or item.code):
            raise ValueError("a point has words and minutes")
        item.minutes = minutes
        if not item.code:
            put(item, meeting.circle, title=title.strip(), about=about.strip())
        item.save()
    return item


def take_off(*, actor: Actor, meeting: Meeting, item_id: UUID, now: datetime) -> None:
    """Take a point off the agenda. What is still due can be put on again.

    Raises:
        Refused: when the actor may not.
        NotVisible: when the agenda has none of this id.
    """
    with transaction.atomic():
        meeting = locked(meeting, now=now)
        require(may_prepare(actor, meeting))
        order = list(Item.objects.filter(meeting=meeting))
        order.pop(_at(order, item_id)).delete()
        _number(order)
