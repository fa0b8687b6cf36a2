"""What agreements do by themselves: a wording whose time is over comes in force."""

from __future__ import annotations

from django.utils import timezone
from django_tasks import task

from commonhearth.foundation import jobs
from commonhearth.foundation.tenancy import community_ids, in_community


@jobs.every("agreements.due", seconds=300)
@task()
def look_at_due() -> None:
    """Give each community its turn."""
    for community_id in community_ids():
        with in_community(community_id):
            put_due_in_force.enqueue()


@task()
def put_due_in_force() -> None:
    """Put in force, in the community in reach, what is due and passes."""
    from commonhearth.foundation.agreements import services

    services.put_due_in_force(now=timezone.now())
