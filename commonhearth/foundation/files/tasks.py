"""What nothing needs any more goes by itself: bytes left behind by a kill, files whose thing is gone."""

from __future__ import annotations

from django.db import transaction
from django_tasks import task

from commonhearth.foundation.files import services
from commonhearth.foundation.jobs import every
from commonhearth.foundation.tenancy import community_ids, in_community


@every("files.sweep", seconds=6 * 3600)
@task(outside=True, lease=3600)  # type: ignore[call-overload,misc]
def sweep() -> None:
    """Go through the files of every community, and what stands in no community's folder."""
    here = list(community_ids())
    for community_id in here:
        with in_community(community_id):
            with transaction.atomic():
                services.forget_loose()
            services.sweep_here()
    services.sweep_host(here)
