"""What goes by itself: questions between two, when their time is over."""

from __future__ import annotations

from django.utils import timezone
from django_tasks import task

from commonhearth.foundation.jobs import every, keyed
from commonhearth.foundation.tenancy import community_ids, in_community
from commonhearth.rooms.treasury import services


@task()
def forget_here() -> None:
    """Forget in the community in reach."""
    services.forget_over(now=timezone.now())


@every("treasury.forget", seconds=12 * 3600)
@task()
def forget() -> None:
    """Ask for it in every community, one job each."""
    for community_id in community_ids():
        with in_community(community_id):
            keyed(forget_here, "treasury.forget").enqueue()
