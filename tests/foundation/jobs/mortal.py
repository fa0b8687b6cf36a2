"""Workers that are killed with SIGKILL at chosen points, one life after the other.

    python -m tests.foundation.jobs.mortal lives     until nothing is left to do
    python -m tests.foundation.jobs.mortal crowd 4   four workers at once, none killed

The parent never opens a database connection, so none is carried over a fork. Each life's clock starts
long after the leases of those before it, so that nobody waits for a lease to run out.
"""

from __future__ import annotations

import os
import signal
import sys
from datetime import datetime, timedelta

import django

#: Enough for the long rounds of `make faults`: each job is killed about once.
MOST_LIVES = 20_000
LEFT, NOTHING_LEFT = 3, 0


def main(how: str, workers: int) -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "commonhearth.site.settings")
    import commonhearth  # noqa: F401  the shipped SQLite, before Django

    django.setup()
    if how == "crowd":
        lives = [_live(0, mortal=False) for _ in range(workers)]
        codes = {os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) for pid in lives}
        return 0 if codes <= {LEFT, NOTHING_LEFT} else 1  # the last job may still run elsewhere
    killed = 0
    for life in range(MOST_LIVES):
        code = os.waitstatus_to_exitcode(os.waitpid(_live(life, mortal=True), 0)[1])
        killed += code == -signal.SIGKILL
        if code == NOTHING_LEFT:
            sys.stdout.write(f"{killed}\n")
            return 0
    return 1


def _live(life: int, *, mortal: bool) -> int:
    pid = os.fork()
    if pid:
        return pid
    status = 1
    try:
        status = _work(life, mortal=mortal)
    finally:
        os._exit(status)


def _work(life: int, *, mortal: bool) -> int:
    from django.utils import timezone

    from commonhearth.foundation.jobs.models import Job
    from commonhearth.foundation.jobs.worker import Worker

    def clock() -> datetime:
        return timezone.now() + timedelta(seconds=1000 * life)

    worker = _mortal_worker()(clock=clock) if mortal else Worker(clock=clock)
    while worker.step():
        pass
    return LEFT if Job.objects.filter(state__in=Job.OPEN).exists() else NOTHING_LEFT


def _mortal_worker() -> type:
    from commonhearth.foundation.jobs.models import Job
    from commonhearth.foundation.jobs.queue import HearthTask
    from commonhearth.foundation.jobs.worker import Worker

    class Mortal(Worker):
        """Dies at start, in the middle, before the acknowledgement, before or after its commit."""

        def at(self, point: int, job: Job) -> None:
            number = (job.args["args"] or [None])[0]
            # Each job dies 0, 1, 2 or 3 times, each time at another point.
            if (
                isinstance(number, int)
                and job.attempts <= number % 4
                and (number + job.attempts) % 5 == point
            ):
                os.kill(os.getpid(), signal.SIGKILL)

        def perform(self, job: Job, task: HearthTask) -> None:
            self.at(0, job)
            super().perform(job, task)
            self.at(4, job)

        def call(self, job: Job, task: HearthTask) -> None:
            self.at(1, job)
            super().call(job, task)
            self.at(2, job)

        def finish(self, job: Job) -> None:
            super().finish(job)
            self.at(3, job)

    return Mortal


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 1))
