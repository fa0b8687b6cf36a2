"""What goes by itself: askings and invitations of who has died."""

from __future__ import annotations

from django.utils import timezone
from django_tasks import task

from commonhearth.foundation.circles.models import Asking
from commonhearth.foundation.communities.models import Community
from commonhearth.foundation.jobs import every, keyed
from commonhearth.foundation.sealed import erasure
from commonhearth.foundation.tenancy import in_community
from commonhearth.foundation.tenancy.lasting import over


@task()
def askings_here() -> None:
    """Erase those whose time is over, in the community in reach."""
    erasure.erase_all(over(Asking, now=timezone.now()))


@every("circles.askings", seconds=6 * 3600)
@task()
def askings_due() -> None:
    """Ask for it in every community, one job each."""
    for community_id in Community.objects.values_list("id", flat=True):
        with in_community(community_id):
            keyed(askings_here, "askings").enqueue()
