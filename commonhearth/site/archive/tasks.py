"""What archives leave to the job worker: packing, letters to those who came along, files nobody fetched."""

from __future__ import annotations

from uuid import UUID

from django.utils import timezone
from django_tasks import task

from commonhearth.foundation.circles.selectors import root_circle
from commonhearth.foundation.communities.models import Community
from commonhearth.foundation.jobs import every
from commonhearth.foundation.members.services import arriving
from commonhearth.foundation.notices.telling import tell_circle
from commonhearth.foundation.tenancy import community_ids, current_community, in_community
from commonhearth.site.archive import packing


@task()
def send_links() -> None:
    """Write to some of those who came along to the community in reach, and again until all have a letter."""
    community = Community.objects.get(id=current_community())
    if arriving.send_links(community=community, now=timezone.now()):
        send_links.enqueue()


@task(outside=True, lease=3 * 3600)  # type: ignore[call-overload,misc]
def pack(community_id: str, packing_id: str) -> None:
    """Write a community into a file."""
    packing.write(UUID(community_id), UUID(packing_id), now=timezone.now())


@task()
def tell_everyone() -> None:
    """Tell every member that somebody asks to take the community along."""
    now = timezone.now()
    root = root_circle(now=now)
    tell_circle(circle_id=root.id, code="community.packing", url_name="take_along", url_args=[], now=now)


@every("site.forget-archives", seconds=3600)
@task()
def forget_archives() -> None:
    """Delete packed files that nobody fetched within two days."""
    now = timezone.now()
    for community_id in community_ids():
        with in_community(community_id):
            packing.forget_old(now=now)
