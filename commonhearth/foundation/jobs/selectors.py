"""How the queue stands, for the operator and `hearth check`. Names of tasks and types of errors only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Min

from commonhearth.foundation.jobs.models import Job


@dataclass(frozen=True, slots=True)
class Standing:
    """How many jobs wait, are parked, and since when the oldest overdue one has waited."""

    waiting: int
    parked: int
    overdue_since: datetime | None


def standing(*, now: datetime) -> Standing:
    """Return how the queue stands; overdue means that no worker took a job for ten minutes."""
    overdue = Job.objects.filter(state__in=Job.OPEN, due__lt=now - timedelta(minutes=10))
    return Standing(
        waiting=Job.objects.filter(state__in=Job.OPEN).count(),
        parked=Job.objects.filter(state=Job.State.PARKED).count(),
        overdue_since=overdue.aggregate(since=Min("due"))["since"],
    )


def parked() -> list[Job]:
    """Return parked jobs, oldest first, at most a hundred."""
    return list(Job.objects.filter(state=Job.State.PARKED).order_by("created", "id")[:100])
