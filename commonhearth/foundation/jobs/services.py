"""What an operator does with jobs."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from commonhearth.foundation.jobs.models import Job


def try_again(*, job_id: UUID, now: datetime) -> bool:
    """Give a parked job all its tries again; return whether there was such a job."""
    parked = Job.objects.filter(pk=job_id, state=Job.State.PARKED)
    return bool(parked.update(state=Job.State.WAITING, attempts=0, due=now, ended=None, key=""))
