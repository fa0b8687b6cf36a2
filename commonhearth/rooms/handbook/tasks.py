"""What comes due by itself: a page that somebody should look at again."""

from __future__ import annotations

from django.utils import timezone
from django_tasks import task

from commonhearth.foundation.jobs import every, keyed
from commonhearth.foundation.tenancy import community_ids, in_community
from commonhearth.rooms.handbook.services import keeping


@task()
def remind_here() -> None:
    """Remind in the community in reach."""
    keeping.remind(now=timezone.now())


@every("handbook.remind", seconds=12 * 3600)
@task()
def remind() -> None:
    """Ask for it in every community, one job each."""
    for community_id in community_ids():
        with in_community(community_id):
            keyed(remind_here, "handbook.remind").enqueue()
