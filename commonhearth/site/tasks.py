"""The host's own housekeeping."""

from __future__ import annotations

from django.conf import settings
from django.utils import timezone
from django_tasks import task

from commonhearth.foundation import once, throttle
from commonhearth.foundation.jobs import every
from commonhearth.site.backup import trying


@every("site.try-restore", seconds=24 * 3600)
@task(outside=True, tries=1, lease=3 * 3600)
def try_restore() -> None:
    """Put the newest backup back beside this host, where the operator said where backups are."""
    if settings.HEARTH_BACKUPS is not None:
        trying.try_newest(settings.HEARTH_BACKUPS, now=timezone.now())


@every("site.forget-answers", seconds=24 * 3600)
@task()
def forget_answers() -> None:
    """Drop what was answered to forms long ago, and how often forms were tried in times that are over."""
    once.forget(now=timezone.now())
    throttle.forget(now=timezone.now())
