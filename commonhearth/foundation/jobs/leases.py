"""Taking a job, finishing it, giving it back, parking it. Each is one short transaction."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from commonhearth.foundation.jobs.errors import LeaseLost
from commonhearth.foundation.jobs.models import Job
from commonhearth.foundation.jobs.queue import HearthTask, resolve

#: Seconds before the second, third ... try.
_PAUSES = (5, 30, 120, 600)


def _takeable(now: datetime) -> QuerySet[Job]:
    """Return what may be taken: jobs whose time has come, and jobs whose worker's lease has run out."""
    return Job.objects.filter(state__in=Job.OPEN, due__lte=now).order_by("-priority", "due", "created")


def claim(*, now: datetime) -> Job | None:
    """Take the next job under a lease, or return None when nothing is due.

    Two workers never hold one job: PostgreSQL skips rows another worker has locked, SQLite lets one
    writer in at a time, and the update names the state that was read.
    """
    if not _takeable(now).exists():  # a plain read, so an idle worker never takes SQLite's write lock
        return None
    with transaction.atomic():
        job = _takeable(now).select_for_update(skip_locked=True).first()
        if job is None:
            return None
        task = _task_of(job)
        if task is None:
            _end(job, now=now, state=Job.State.PARKED, code="unknown-task")
            return None
        if job.attempts >= task.tries:  # every try so far ended with the worker's death
            _end(job, now=now, state=Job.State.PARKED, code="lost")
            return None
        lease = uuid.uuid4()
        taken = Job.objects.filter(pk=job.pk, state=job.state, lease=job.lease).update(
            state=Job.State.RUNNING,
            lease=lease,
            due=now + timedelta(seconds=task.lease),
            attempts=job.attempts + 1,
            started=now,
        )
        if not taken:
            return None
        job.state, job.lease, job.started, job.attempts = Job.State.RUNNING, lease, now, job.attempts + 1
        return job


def _task_of(job: Job) -> HearthTask | None:
    try:
        return resolve(job.task)
    except ImportError:
        return None


def hold(job: Job) -> None:
    """Make sure, inside a transaction, that the lease is still ours, and keep the row until its end.

    Raises:
        LeaseLost: when another worker has taken the job.
    """
    mine = Job.objects.filter(pk=job.pk, lease=job.lease, state=Job.State.RUNNING)
    if mine.select_for_update().only("id").first() is None:
        raise LeaseLost


def finish(job: Job, *, now: datetime) -> None:
    """Write "done", in the transaction of the effect.

    Raises:
        LeaseLost: when another worker has taken the job; the caller's transaction must not commit.
    """
    if not _end(job, now=now, state=Job.State.DONE):
        raise LeaseLost


def give_back(
    job: Job, *, due: datetime, now: datetime, code: str = "", error: str = "", tried: bool
) -> None:
    """Let the job wait for another turn; `tried=False` does not count the turn it just had."""
    back = {
        "state": Job.State.WAITING,
        "lease": None,
        "due": due,
        "error_code": code,
        "error_type": error,
        "attempts": job.attempts if tried else 0,
    }
    try:
        with transaction.atomic():
            _ours(job).update(**back)
    except IntegrityError:  # a newer job with the same key waits already and will do this one's work
        _end(job, now=now, state=Job.State.DONE, code="superseded")


def fail(job: Job, task: HearthTask, error: Exception, *, now: datetime) -> bool:
    """Record a failed try; return whether the job is now parked. Of the error only its type is kept."""
    kind = f"{type(error).__module__}.{type(error).__qualname__}"[:200]
    if job.attempts >= task.tries:
        with transaction.atomic():
            _end(job, now=now, state=Job.State.PARKED, code="raised", error=kind)
        return True
    pause = _PAUSES[min(job.attempts, len(_PAUSES)) - 1]
    give_back(job, due=now + timedelta(seconds=pause), now=now, code="raised", error=kind, tried=True)
    return False


def _ours(job: Job) -> QuerySet[Job]:
    return Job.objects.filter(pk=job.pk, lease=job.lease)


def _end(job: Job, *, now: datetime, state: str, code: str = "", error: str = "") -> int:
    return _ours(job).update(state=state, ended=now, lease=None, error_code=code, error_type=error)
