"""The queue's own housekeeping."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone
from django_tasks import task

from commonhearth.foundation.jobs.schedule import every

#: Days a finished job is kept, to look at when something is asked about.
KEPT = 3


@every("jobs.forget-done", seconds=6 * 3600)
@task()
def forget_done() -> None:
    """Delete jobs that were finished more than three days ago."""
    from commonhearth.foundation.jobs.models import Job

    Job.objects.filter(state=Job.State.DONE, ended__lt=timezone.now() - timedelta(days=KEPT)).delete()
