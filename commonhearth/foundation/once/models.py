"""What was answered to a form that was sent with a key."""

from __future__ import annotations

from datetime import timedelta

from django.db import models

from commonhearth.foundation.tenancy.models import GlobalModel


class Answer(GlobalModel):
    """The first answer to (actor, form, key). A retry gets this one and nothing happens twice."""

    kept_until = ("created",)
    kept_longer = timedelta(days=7)
    field_classes = {"actor": "host", "form": "host", "key": "host", "answer": "host"}

    #: Kind and id of who sent it: `member:...`, `person:...`, `system:...`, `visitor`.
    actor = models.CharField(max_length=80)
    form = models.CharField(max_length=80)
    key = models.CharField(max_length=64)
    #: Ids and plain values only, never what was written.
    answer = models.JSONField(default=dict)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["actor", "form", "key"], name="once_one_answer")]
        indexes = [models.Index(fields=["created"], name="once_answer_age")]

    def __str__(self) -> str:
        return f"{self.form} of {self.actor}"
