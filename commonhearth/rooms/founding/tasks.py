"""Jobs of the room: forgetting old drafts and previews, carrying on with a long list, looking which dates come next."""

from __future__ import annotations

from uuid import UUID

from django.utils import timezone
from django_tasks import task

from commonhearth.foundation.communities.models import Community
from commonhearth.foundation.jobs import every, keyed
from commonhearth.foundation.tenancy import current_community, in_community
from commonhearth.rooms.founding.services.drafts import forget_drafts
from commonhearth.rooms.founding.services.meeting import move_once


@task()
def carry_on(bringing_id: str) -> None:
    """Do the next pages of a list that somebody confirmed."""
    from commonhearth.rooms.founding.models import Bringing
    from commonhearth.rooms.founding.services import bringing

    run = Bringing.objects.filter(id=UUID(bringing_id)).first()
    if run is not None:
        bringing.carry_on(run=run, now=timezone.now())


@task()
def look_after_brought_here() -> None:
    """Forget what is over in the community in reach, and look which of its dates come next."""
    from commonhearth.rooms.founding.services import bringing

    now = timezone.now()
    bringing.forget_old(now=now)
    bringing.look_ahead(now=now)
    move_once(community=Community.objects.get(id=current_community()), now=now)


@every("founding.brought", seconds=6 * 3600)
@task()
def look_after_brought() -> None:
    """Ask for it in every community, one job each."""
    for community_id in Community.objects.values_list("id", flat=True):
        with in_community(community_id):
            keyed(look_after_brought_here, "brought").enqueue()


@every("founding.forget", seconds=86400)
@task()
def forget_old_drafts() -> int:
    """Once a day: forget drafts that were put away a year ago, and those that nobody is left of."""
    return forget_drafts(now=timezone.now())
