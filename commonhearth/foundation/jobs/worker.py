"""The worker: takes one job after the other until told to stop."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

import structlog
from django.db import Error as DatabaseFault
from django.db import close_old_connections, connection, transaction
from django.utils import timezone

from commonhearth.foundation.jobs import leases
from commonhearth.foundation.jobs.errors import Later, LeaseLost
from commonhearth.foundation.jobs.models import Job
from commonhearth.foundation.jobs.queue import HearthTask, resolve
from commonhearth.foundation.jobs.schedule import enqueue_due
from commonhearth.foundation.tenancy import in_community

log = structlog.get_logger("commonhearth.jobs")

#: Seconds between two looks at an empty queue, and between two looks at the calendar.
IDLE = 1.0
CALENDAR = 20.0


class Worker:
    """Runs jobs, one at a time.

    Args:
        clock: gives the present time, aware.
        may_work: asked before each job; False leaves the queue alone (the disk is nearly full).
    """

    def __init__(
        self,
        clock: Callable[[], datetime] = timezone.now,
        may_work: Callable[[], bool] = lambda: True,
    ) -> None:
        self.clock = clock
        self.may_work = may_work
        self.stopping = threading.Event()

    def run(self) -> None:
        """Work until stopped. A job that has begun is finished first."""
        log.info("worker.started")
        next_look = self.clock()
        while not self.stopping.is_set():
            try:
                if self.clock() >= next_look and self.may_work():
                    enqueue_due(now=self.clock())
                    next_look = self.clock() + timedelta(seconds=CALENDAR)
                worked = self.may_work() and self.step()
            except DatabaseFault as error:  # restarting, locked or out of reach: wait and come back
                log.warning("worker.database", error_type=type(error).__name__)
                connection.close()
                self.stopping.wait(IDLE * 5)
                continue
            if not worked:
                close_old_connections()
                self.stopping.wait(IDLE)
        log.info("worker.stopped")

    def stop(self, *_signal: Any) -> None:
        self.stopping.set()

    def step(self) -> bool:
        """Take one job and run it; return whether there was one."""
        job = self.claim()
        if job is None:
            return False
        task = resolve(job.task)
        try:
            self.perform(job, task)
        except Later as later:
            leases.give_back(job, due=later.due, now=self.clock(), code="later", tried=False)
        except LeaseLost:
            log.warning("job.lease_lost", job=str(job.id), task=job.task)
        except Exception as error:  # whatever a task raises is one failed try
            parked = leases.fail(job, task, error, now=self.clock())
            log.error(
                "job.parked" if parked else "job.failed",
                job=str(job.id),
                task=job.task,
                exc_info=error,
                tries=job.attempts,
            )
        return True

    def claim(self) -> Job | None:
        return leases.claim(now=self.clock())

    def perform(self, job: Job, task: HearthTask) -> None:
        """Run the job so that its effect and its "done" are one commit; an outside effect cannot be."""
        if task.outside:
            self.call(job, task)
            with transaction.atomic():
                self.finish(job)
            return
        with transaction.atomic():
            leases.hold(job)
            with _reach(job):
                self.call(job, task)
            self.finish(job)

    def call(self, job: Job, task: HearthTask) -> None:
        task.call(*job.args["args"], **job.args["kwargs"])

    def finish(self, job: Job) -> None:
        leases.finish(job, now=self.clock())


@contextmanager
def _reach(job: Job) -> Iterator[None]:
    if job.community_id is None:
        yield
        return
    with in_community(job.community_id):
        yield


def drain(*, now: datetime, most: int = 1000) -> int:
    """Run what is due at `now`, in this process, and return how many jobs that was (tests, set-up)."""
    worker = Worker(clock=lambda: now)
    for count in range(most):
        if not worker.step():
            return count
    return most


def run_until_signalled(may_work: Callable[[], bool] = lambda: True) -> None:
    """Run a worker in this process until SIGTERM or SIGINT; the job at hand is finished first."""
    worker = Worker(may_work=may_work)
    signal.signal(signal.SIGTERM, worker.stop)
    signal.signal(signal.SIGINT, worker.stop)
    worker.run()
