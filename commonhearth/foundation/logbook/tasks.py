"""Tying lines into the chain, a minute after they were written."""

from __future__ import annotations

from contextlib import suppress

from django.db import IntegrityError
from django.utils import timezone
from django_tasks import task

from commonhearth.foundation.jobs import every
from commonhearth.foundation.logbook.chain import link_lines
from commonhearth.foundation.tenancy import community_ids


@every("logbook.link", seconds=60)
@task()
def link_everywhere() -> None:
    """Tie what is not yet tied, in each community in turn."""
    now = timezone.now()
    for community_id in community_ids():
        with suppress(IntegrityError):  # another worker ties the same lines just now
            link_lines(community_id, now)
