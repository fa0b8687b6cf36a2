"""What comes due by itself: askings to leave that two people confirmed, on their day."""

from __future__ import annotations

from django.utils import timezone
from django_tasks import task

from commonhearth.foundation.communities.models import Community
from commonhearth.foundation.jobs import every, keyed
from commonhearth.foundation.members import services
from commonhearth.foundation.tenancy import in_community


@task()
def removals_here() -> None:
    """Carry out what is due in the community in reach."""
    services.carry_out_removals(now=timezone.now())


@every("members.removals", seconds=3600)
@task()
def removals_due() -> None:
    """Ask for it in every community, one job each."""
    for community_id in Community.objects.values_list("id", flat=True):
        with in_community(community_id):
            keyed(removals_here, "removals").enqueue()
