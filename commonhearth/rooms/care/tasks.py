"""What ends by itself: holds on posts that nobody confirmed, appeals whose time is over, files on their day."""

from __future__ import annotations

from django.utils import timezone
from django_tasks import task

from commonhearth.foundation.communities.models import Community
from commonhearth.foundation.jobs import every, keyed
from commonhearth.foundation.tenancy import in_community
from commonhearth.rooms.care import services


@task()
def due_here() -> None:
    """End, decide and erase what is due in the community in reach."""
    now = timezone.now()
    services.end_due(now=now)
    services.decide_due(now=now)
    services.end_openings(now=now)
    services.erase_due(now=now)


@every("care.due", seconds=900)
@task()
def due() -> None:
    """Ask for it in every community, one job each."""
    for community_id in Community.objects.values_list("id", flat=True):
        with in_community(community_id):
            keyed(due_here, "care.due").enqueue()
