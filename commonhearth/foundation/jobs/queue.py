"""The backend behind `django_tasks`: putting a job into the queue, and reading how it stands.

This module is imported while task functions are being declared, before the models are loaded, so it
reaches for them only inside its methods.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.module_loading import import_string
from django_tasks.backends.base import BaseTaskBackend
from django_tasks.base import Task, TaskError, TaskResult, TaskResultStatus
from django_tasks.exceptions import TaskResultDoesNotExist

from commonhearth.foundation.jobs.errors import NotAnId
from commonhearth.foundation.tenancy import community_in_reach

if TYPE_CHECKING:
    from commonhearth.foundation.jobs.models import Job

#: Ids, codes, numbers and times written as text. No space and no "@": not a name, address or sentence.
_ID = re.compile(r"[A-Za-z0-9_.:+/-]{0,120}")
_MOST_IN_LIST = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class HearthTask(Task):
    """A task with what our queue adds to the `django_tasks` API."""

    #: Its effect lies outside the database: it runs in no transaction and in no community, and opens
    #: its own short ones. It may run again after a crash and must know what it has done already.
    outside: bool = False
    #: How often it is tried before it is parked.
    tries: int = 5
    #: Seconds a worker may take before the job is given to another.
    lease: int = 300
    #: Of the jobs with this key at most one waits in each community, and one outside of them; enqueueing a second one
    #: returns the first.
    key: str = ""


def keyed(job: Task, key: str) -> HearthTask:
    """Return the task so that enqueueing leaves at most one job waiting under `key`."""
    return replace(job, key=key)  # type: ignore[return-value,call-arg]


def resolve(path: str) -> HearthTask:
    """Return the task of a dotted path.

    Raises:
        ImportError: when there is no such task (an older or newer version wrote the job).
    """
    found = import_string(path)
    if not isinstance(found, HearthTask):
        raise ImportError(path)
    return found


class Queue(BaseTaskBackend):
    task_class = HearthTask
    supports_defer = True
    supports_priority = True
    supports_get_result = True

    def enqueue(self, task: Task, args: Any, kwargs: Any) -> TaskResult:
        """Write the job, in the caller's transaction.

        Raises:
            NotAnId: when an argument is not an id, code, number or time.
        """
        from commonhearth.foundation.jobs.models import Job

        self.validate_task(task)
        job = new_job(task, args, kwargs, now=timezone.now())
        if not job.key:
            job.save(force_insert=True)
            return result_of(job, task)
        standing = Job.objects.filter(key=job.key, state=Job.State.WAITING).first()
        if standing is None:
            try:
                with transaction.atomic():
                    job.save(force_insert=True)
            except IntegrityError:  # somebody was first between the look and the write
                standing = Job.objects.filter(key=job.key, state=Job.State.WAITING).first()
        return result_of(standing or job, task)

    def get_result(self, result_id: str) -> TaskResult:
        from commonhearth.foundation.jobs.models import Job

        job = Job.objects.filter(pk=result_id).first()
        if job is None:
            raise TaskResultDoesNotExist(result_id)
        return result_of(job, resolve(job.task))


def new_job(task: Task, args: Any, kwargs: Any, *, now: datetime) -> Job:
    """Return the row for a task, not yet written (so that a fan-out can write many at once)."""
    from commonhearth.foundation.jobs.models import Job

    community_id, key = community_in_reach(), getattr(task, "key", "")
    return Job(
        community_id=community_id,
        task=task.module_path,
        args={
            "args": [_plain(value, str(place)) for place, value in enumerate(args)],
            "kwargs": {name: _plain(value, name) for name, value in kwargs.items()},
        },
        priority=task.priority,
        due=task.run_after or now,
        key=f"{key}|{community_id.hex}" if key and community_id else key,
    )


def _plain(value: Any, argument: str) -> Any:
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, str) and _ID.fullmatch(value):
        return value
    if isinstance(value, list | tuple) and len(value) <= _MOST_IN_LIST:
        return [_plain(part, argument) for part in value]
    raise NotAnId(argument)


_STATUS = {
    "waiting": TaskResultStatus.READY,
    "running": TaskResultStatus.RUNNING,
    "done": TaskResultStatus.SUCCESSFUL,
    "parked": TaskResultStatus.FAILED,
}


def result_of(job: Job, task: Task) -> TaskResult:
    """Tell `django_tasks` how a job stands. Errors have a type and no text."""
    return TaskResult(
        task=task,
        id=str(job.id),
        status=_STATUS[job.state],
        enqueued_at=job.created,
        started_at=job.started,
        last_attempted_at=job.started,
        finished_at=job.ended,
        args=job.args["args"],
        kwargs=job.args["kwargs"],
        backend=task.backend,
        errors=[TaskError(exception_class_path=job.error_type, traceback="")] if job.error_type else [],
        worker_ids=[str(job.lease)] * job.attempts,
    )
