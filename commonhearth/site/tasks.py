"""The host's own housekeeping."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.contrib.sessions.models import Session
from django.utils import timezone
from django_tasks import task

from commonhearth.foundation import once
from commonhearth.foundation.jobs import every
from commonhearth.site.backup import trying

#: Days for which a form sent again gets its first answer.
ANSWERS_KEPT = 7


@every("site.forget-sessions", seconds=24 * 3600)
@task()
def forget_sessions() -> None:
    """Delete sessions that are over."""
    Session.objects.filter(expire_date__lt=timezone.now()).delete()


@every("site.try-restore", seconds=24 * 3600)
@task(outside=True, tries=1, lease=3 * 3600)
def try_restore() -> None:
    """Put the newest backup back beside this host, where the operator said where backups are."""
    if settings.HEARTH_BACKUPS is not None:
        trying.try_newest(settings.HEARTH_BACKUPS, now=timezone.now())


@every("site.forget-answers", seconds=24 * 3600)
@task()
def forget_answers() -> None:
    """Drop what was answered to forms more than a week ago."""
    once.forget(before=timezone.now() - timedelta(days=ANSWERS_KEPT))
