"""Handing news over, and forgetting them."""

from __future__ import annotations

from uuid import UUID

from django.utils import timezone
from django_tasks import task

from commonhearth.foundation import jobs
from commonhearth.foundation.tenancy import community_ids, in_community
from commonhearth.foundation.tenancy.lasting import over


@task(outside=True, tries=3, lease=120)
def deliver(community_id: str, delivery_id: str) -> None:
    """Hand one piece of news over."""
    from commonhearth.foundation.webhooks import delivery

    delivery.hand_over(UUID(community_id), UUID(delivery_id), now=timezone.now())


@jobs.every("webhooks.forget", seconds=24 * 3600)
@task()
def forget() -> None:
    """Give each community its turn."""
    for community_id in community_ids():
        with in_community(community_id):
            forget_here.enqueue()


@task()
def forget_here() -> None:
    """Delete, in the community in reach, what was told longer ago than is kept."""
    from commonhearth.foundation.webhooks.models import Delivery

    over(Delivery, now=timezone.now()).delete()
