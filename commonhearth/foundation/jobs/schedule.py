"""Recurring jobs: what is due every so often, and whose turn it is now.

@jobs.every("notices.digest", seconds=3600)
@task()
def digests_due() -> None: ...
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar

from django.db import transaction
from django_tasks.base import Task as _Task

from commonhearth.foundation.registry import Point

T = TypeVar("T", bound=_Task)


@dataclass(frozen=True, slots=True)
class Every:
    """A recurring job: its task (without arguments) and the seconds between two turns."""

    task: _Task
    seconds: int


SCHEDULE: Point[Every] = Point("jobs.schedule")


def every(name: str, *, seconds: int) -> Callable[[T], T]:
    """Declare a task as recurring under a name. Stands above `@task()` in a `tasks.py`."""

    def declare(task: T) -> T:
        SCHEDULE.add(name, Every(task, seconds))
        return task

    return declare


def enqueue_due(*, now: datetime) -> list[str]:
    """Enqueue every recurring job whose turn has come; return their names.

    Several workers may ask at once: the one whose update moves the turn on enqueues it, in the same
    transaction. Turns missed while no worker ran are not made up for.
    """
    from commonhearth.foundation.jobs.models import Turn

    turns = {turn.name: turn for turn in Turn.objects.all()}
    enqueued = []
    for name, entry in SCHEDULE.items():
        turn = turns.get(name)
        if turn is not None and turn.due > now:
            continue
        with transaction.atomic():
            if turn is None:
                turn, _ = Turn.objects.get_or_create(name=name, defaults={"due": now})
            moved = Turn.objects.filter(pk=turn.pk, due=turn.due, due__lte=now).update(
                due=now + timedelta(seconds=entry.seconds)
            )
            if moved:
                entry.task.enqueue()
                enqueued.append(name)
    return enqueued
