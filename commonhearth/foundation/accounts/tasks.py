"""What the door forgets by itself."""

from __future__ import annotations

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django_tasks import task

from commonhearth.foundation import jobs
from commonhearth.foundation.tenancy.lasting import over


@jobs.every("accounts.forget-sessions", seconds=6 * 3600)
@task()
def forget_sessions() -> None:
    """Delete sessions that have run out, and what was noted about the devices they were on."""
    with transaction.atomic():
        over(Session, now=timezone.now()).delete()
        alive = Session.objects.filter(session_key=OuterRef("session_key"))
        UserSession.objects.filter(~Exists(alive)).delete()
