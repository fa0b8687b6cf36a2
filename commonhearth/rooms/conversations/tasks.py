"""What conversations do by themselves: letting go of what has lapsed."""

from __future__ import annotations

from django.utils import timezone
from django_tasks import task

from commonhearth.foundation import jobs
from commonhearth.foundation.tenancy import community_ids, in_community


@jobs.every("conversations.lapsed", seconds=6 * 3600)
@task()
def lapsed() -> None:
    """Give each community its turn."""
    for community_id in community_ids():
        with in_community(community_id):
            lapsed_here.enqueue()


@task()
def lapsed_here() -> None:
    """Let go, in the community in reach, of what has lapsed."""
    from commonhearth.rooms.conversations.services import letters

    letters.forget_lapsed(now=timezone.now())
