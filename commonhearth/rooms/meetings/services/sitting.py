"""A meeting as it is held: what the projector shows, one thing at a time; and how many are here."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from commonhearth.foundation.access import require
from commonhearth.foundation.circles.access import Actor
from commonhearth.rooms.meetings.access.working import may_count_heads, may_run
from commonhearth.rooms.meetings.models import Hat, Item, Meeting, Sitting, Sort, Stage, Turn
from commonhearth.rooms.meetings.services.agenda import locked

#: People in one room or line.
MOST_HEADS = 30_000


def leads(meeting: Meeting) -> UUID | None:
    """Return the place in the circle of whoever leads a meeting."""
    turns = Turn.objects.filter(meeting=meeting, hat=Hat.FACILITATOR)
    return turns.values_list("holder_id", flat=True).first()


def sitting_of(meeting: Meeting, *, now: datetime) -> Sitting:
    """Return how a meeting goes, begun if need be; inside a transaction that holds the meeting."""
    found = Sitting.objects.filter(meeting=meeting).select_related("item").first()
    return found or Sitting.objects.create(meeting=meeting, circle=meeting.circle, since=now, created=now)


def place_of(sitting: Sitting | None) -> str:
    """Return in a word what a screen shows, to be sent back with the next press."""
    if sitting is None:
        return f"{Stage.WELCOME.value}..1"
    return f"{sitting.stage}.{sitting.item_id or ''}.{sitting.speaker}"


def step(*, actor: Actor, meeting: Meeting, on: bool, shown: str = "", now: datetime) -> Sitting:
    """Show the next thing, or the one before.

    Args:
        on: forward, else back.
        shown: what whoever presses sees (`place_of`); if the screen is elsewhere by now, nothing moves, so that
            two who press at once go on by one.

    Raises:
        Refused: when the actor may not.
    """
    with transaction.atomic():
        meeting = locked(meeting, now=now)
        require(may_run(actor, meeting, leads(meeting)))
        sitting = sitting_of(meeting, now=now)
        if shown and shown != place_of(sitting):
            return sitting
        order = list(Item.objects.filter(meeting=meeting))
        places: list[Item | None] = [None, *order, None]
        at = _where(sitting, order)
        to = min(len(places) - 1, at + 1) if on else max(0, at - 1)
        sitting.item = places[to]
        sitting.stage = Stage.ITEM if sitting.item else (Stage.WELCOME if to == 0 else Stage.OVER)
        sitting.since, sitting.speaker, sitting.pausing = now, 1, False
        sitting.save()
    return sitting


def _where(sitting: Sitting, order: list[Item]) -> int:
    """Return how far the screen is: 0 for the welcome, then each point, then the end."""
    if sitting.stage == Stage.OVER:
        return len(order) + 1
    return 1 + next((n for n, item in enumerate(order) if item.id == sitting.item_id), -1)


def next_speaker(*, actor: Actor, meeting: Meeting, shown: str = "", now: datetime) -> Sitting:
    """In a round, let the next one speak. Passing is the same press.

    Raises:
        Refused: when the actor may not.
    """
    with transaction.atomic():
        meeting = locked(meeting, now=now)
        require(may_run(actor, meeting, leads(meeting)))
        sitting = sitting_of(meeting, now=now)
        in_a_round = sitting.item is not None and sitting.item.sort == Sort.ROUND
        if in_a_round and (not shown or shown == place_of(sitting)):
            sitting.speaker = min(sitting.speaker + 1, MOST_HEADS)
            sitting.since, sitting.pausing = now, False
            sitting.save()
    return sitting


def pause(*, actor: Actor, meeting: Meeting, pausing: bool, shown: str = "", now: datetime) -> Sitting:
    """“I need a pause”: the screen says so and the clock rests, until somebody goes on with what was left of it.

    Args:
        pausing: pause, else go on.
        shown: what whoever presses sees (`place_of`); a pause that begins is never refused, but nobody ends one
            at a point that they do not see.

    Raises:
        Refused: when the actor may not.
    """
    with transaction.atomic():
        meeting = locked(meeting, now=now)
        require(may_count_heads(actor, meeting))
        sitting = sitting_of(meeting, now=now)
        if pausing and not sitting.pausing:
            sitting.pausing, sitting.ran = True, now - sitting.since
            sitting.save()
        elif sitting.pausing and not pausing and (not shown or shown == place_of(sitting)):
            sitting.pausing, sitting.since = False, now - sitting.ran
            sitting.save()
    return sitting


def count_heads(*, actor: Actor, meeting: Meeting, heads: int | None, now: datetime) -> Sitting:
    """Write down how many people are here; nobody's name.

    Raises:
        Refused: when the actor may not.
        ValueError: for a number that no room holds.
    """
    if heads is not None and not 0 <= heads <= MOST_HEADS:
        raise ValueError(heads)
    with transaction.atomic():
        meeting = locked(meeting, now=now)
        require(may_count_heads(actor, meeting))
        sitting = sitting_of(meeting, now=now)
        sitting.heads = heads
        sitting.save(update_fields=["heads"])
    return sitting
