"""What comes due by itself: worries are erased, and wishes of those who have died are carried out."""

from __future__ import annotations

from django.utils import timezone
from django_tasks import task

from commonhearth.foundation.communities.models import Community
from commonhearth.foundation.jobs import every, keyed
from commonhearth.foundation.tenancy import in_community
from commonhearth.rooms.care.services import accompanying, plan, remembering, supporting


@task()
def worries_here() -> None:
    """Erase what is over, and carry out the wishes of who has died, in the community in reach."""
    supporting.forget_worries(now=timezone.now())
    supporting.forget_company(now=timezone.now())
    accompanying.forget_over(now=timezone.now())
    plan.forget_over(now=timezone.now())
    remembering.carry_out_wishes(now=timezone.now())


@every("care.worries", seconds=3600)
@task()
def worries_due() -> None:
    """Ask for it in every community, one job each."""
    for community_id in Community.objects.values_list("id", flat=True):
        with in_community(community_id):
            keyed(worries_here, "worries").enqueue()
