"""Tasks that leave a mark, for tests of the queue. A mark is a row whose name says whose it is."""

from __future__ import annotations

import os
import signal
import uuid

from django.utils import timezone
from django_tasks import task

from commonhearth.foundation.tenancy import community_in_reach


def _mark(name: str) -> None:
    from commonhearth.foundation.jobs.models import Turn

    Turn.objects.create(name=f"{name}:{uuid.uuid4()}", due=timezone.now())


@task()
def mark(number: int) -> None:
    _mark(f"mark-{number}")


@task()
def mark_where_we_are() -> None:
    _mark(f"in-{community_in_reach()}")


@task()
def fail_with_words() -> None:
    _mark("half-done")
    raise ValueError("CANARY what a person wrote")


@task()
def kill_the_worker() -> None:
    _mark("killed")
    os.kill(os.getpid(), signal.SIGKILL)


@task(outside=True)
def mark_outside(number: int) -> None:
    _mark(f"outside-{number}")


def marks() -> list[str]:
    """Return whose marks stand, one entry per mark."""
    from commonhearth.foundation.jobs.models import Turn

    return sorted(name.split(":")[0] for name in Turn.objects.values_list("name", flat=True) if ":" in name)
