"""Jobs of the directory."""

from __future__ import annotations

from uuid import UUID

from django.utils import timezone
from django_tasks import task

from commonhearth.foundation import jobs
from commonhearth.rooms.directory.services import waiting


@task()
def tell_those_waiting(listing_id: str) -> int:
    """Mail those who wait for a group like this one near them."""
    return waiting.tell_those_waiting(listing_id=UUID(listing_id), now=timezone.now())


@jobs.every("directory.waiting", seconds=86400)
@task()
def look_after_waiting() -> None:
    """Once a day: ask people who wait near each other to meet, and forget unconfirmed addresses."""
    now = timezone.now()
    waiting.forget_unconfirmed(now=now)
    waiting.ask_those_waiting_to_meet(now=now)
