"""How the queue stands, for the operator and `hearth check`. Names of tasks and types of errors only."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Min

from commonhearth.foundation.jobs.models import Job
from commonhearth.foundation.jobs.wording import FINDINGS
from commonhearth.foundation.registry import Finding


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


def findings(now: datetime) -> Iterator[Finding]:
    """Say what `hearth check` has to say about jobs."""
    here = standing(now=now)
    if here.parked:
        yield Finding("jobs-parked", str(FINDINGS["jobs-parked"]) % {"count": here.parked}, serious=False)
    if here.overdue_since:
        minutes = int((now - here.overdue_since).total_seconds() // 60)
        yield Finding("jobs-waiting", str(FINDINGS["jobs-waiting"]) % {"minutes": minutes}, serious=False)


def parked() -> list[Job]:
    """Return parked jobs, oldest first, at most a hundred."""
    return list(Job.objects.filter(state=Job.State.PARKED).order_by("created", "id")[:100])
