"""The queue's own housekeeping."""

from __future__ import annotations

from django.utils import timezone
from django_tasks import task

from commonhearth.foundation.jobs.schedule import every
from commonhearth.foundation.tenancy.lasting import over


@every("jobs.forget-done", seconds=6 * 3600)
@task()
def forget_done() -> None:
    """Delete jobs that were finished a while ago."""
    from commonhearth.foundation.jobs.models import Job

    over(Job, now=timezone.now()).delete()
