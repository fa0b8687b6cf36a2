"""The queue and the calendar of recurring jobs."""

from __future__ import annotations

from datetime import timedelta
from typing import ClassVar

from django.db import models

from commonhearth.foundation.tenancy.models import GlobalModel


class Job(GlobalModel):
    """One piece of work. `args` holds ids, codes, numbers and times; never what somebody wrote."""

    class State(models.TextChoices):
        WAITING = "waiting"
        RUNNING = "running"
        DONE = "done"
        #: Tried as often as its task allows; the operator decides (`hearth check` names it).
        PARKED = "parked"

    OPEN: ClassVar[tuple[str, ...]] = (State.WAITING, State.RUNNING)

    #: A finished job is kept a while, to look at when something is asked about.
    kept_until = ("ended",)
    kept_longer = timedelta(days=3)
    kept_where = models.Q(state=State.DONE)
    field_classes = {
        "community_id": "host",
        "task": "host",
        "args": "host",
        "state": "host",
        "priority": "host",
        "due": "host",
        "lease": "host",
        "attempts": "host",
        "key": "host",
        "error_code": "host",
        "error_type": "host",
        "started": "host",
        "ended": "host",
    }

    #: An id, not a reference: this floor lies below the communities.
    community_id = models.UUIDField(null=True)
    task = models.CharField(max_length=200)
    args = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    priority = models.SmallIntegerField(default=0)
    #: Not before this time; while it runs, the end of the worker's lease.
    due = models.DateTimeField()
    #: Which lease the worker holds; a worker whose lease is no longer written here has lost the job.
    lease = models.UUIDField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    #: Of jobs with the same key at most one waits. A community's ends with its id.
    key = models.CharField(max_length=120, blank=True, default="")
    error_code = models.CharField(max_length=20, blank=True, default="")
    error_type = models.CharField(max_length=200, blank=True, default="")
    started = models.DateTimeField(null=True)
    ended = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["-priority", "due", "created"],
                condition=models.Q(state__in=["waiting", "running"]),
                name="job_open",
            ),
            models.Index(fields=["state", "ended"], name="job_ended"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["key"], condition=models.Q(state="waiting") & ~models.Q(key=""), name="job_waits_once"
            ),
            models.CheckConstraint(
                condition=~models.Q(state="running") | models.Q(lease__isnull=False),
                name="job_running_has_lease",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.task} {self.state}"


class Turn(GlobalModel):
    """When a recurring job is next due. One row per name, so that several workers never double it."""

    field_classes = {"name": "host", "due": "host"}

    name = models.CharField(max_length=120, unique=True)
    due = models.DateTimeField()

    def __str__(self) -> str:
        return self.name
