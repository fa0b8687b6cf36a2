"""The host's own housekeeping."""

from __future__ import annotations

from datetime import timedelta

from django.contrib.sessions.models import Session
from django.utils import timezone
from django_tasks import task

from commonhearth.foundation import once
from commonhearth.foundation.jobs import every

#: Days for which a form sent again gets its first answer.
ANSWERS_KEPT = 7


@every("site.forget-sessions", seconds=24 * 3600)
@task()
def forget_sessions() -> None:
    """Delete sessions that are over."""
    Session.objects.filter(expire_date__lt=timezone.now()).delete()


@every("site.forget-answers", seconds=24 * 3600)
@task()
def forget_answers() -> None:
    """Drop what was answered to forms more than a week ago."""
    once.forget(before=timezone.now() - timedelta(days=ANSWERS_KEPT))
