"""What follows an archive by itself: letters to those who came along."""

from __future__ import annotations

from django.utils import timezone
from django_tasks import task

from commonhearth.foundation.communities.models import Community
from commonhearth.foundation.members.services import arriving
from commonhearth.foundation.tenancy import current_community


@task()
def send_links() -> None:
    """Write to some of those who came along to the community in reach, and again until all have a letter."""
    community = Community.objects.get(id=current_community())
    if arriving.send_links(community=community, now=timezone.now()):
        send_links.enqueue()
