"""Recurring work of meetings: dates made ahead, reminders, guests forgotten."""

from __future__ import annotations

from django.utils import timezone
from django_tasks import task

from commonhearth.foundation.communities.models import Community
from commonhearth.foundation.jobs import every, keyed
from commonhearth.foundation.tenancy import in_community
from commonhearth.rooms.meetings.services import upkeep


@task()
def upkeep_here() -> None:
    """Make dates ahead, write to who chose letters of new ones, and forget guests, in the community in reach."""
    upkeep.make_ahead(now=timezone.now())
    upkeep.forget_guests(now=timezone.now())
    upkeep.forget_put_aside(now=timezone.now())


@task()
def reminders_here() -> None:
    """Write the reminders that are due in the community in reach."""
    upkeep.remind_due(now=timezone.now())


@every("meetings.upkeep", seconds=21_600)
@task()
def upkeep_due() -> None:
    """Ask for the upkeep of every community, one job each."""
    for community_id in Community.objects.values_list("id", flat=True):
        with in_community(community_id):
            keyed(upkeep_here, "meetings-upkeep").enqueue()


@every("meetings.reminders", seconds=600)
@task()
def reminders_due() -> None:
    """Ask for the reminders of every community, one job each."""
    for community_id in Community.objects.values_list("id", flat=True):
        with in_community(community_id):
            keyed(reminders_here, "meetings-reminders").enqueue()
