"""What comes due by itself: three days after the second voice."""

from __future__ import annotations

from django.utils import timezone
from django_tasks import task

from commonhearth.foundation.communities.models import Community
from commonhearth.foundation.jobs import every, keyed
from commonhearth.foundation.recovery import services
from commonhearth.foundation.recovery.models import Code
from commonhearth.foundation.tenancy import in_community
from commonhearth.foundation.tenancy.lasting import over


@task()
def recoveries_here() -> None:
    """Carry out what is due in the community in reach."""
    services.carry_out(now=timezone.now())


@every("recovery.due", seconds=1800)
@task()
def recoveries_due() -> None:
    """Ask for it in every community, one job each; forget codes that have run out."""
    over(Code, now=timezone.now()).delete()
    for community_id in Community.objects.values_list("id", flat=True):
        with in_community(community_id):
            keyed(recoveries_here, "recovery").enqueue()
