"""What a community says of itself where the house cannot see it: what is there, who said so, since when."""

from __future__ import annotations

from django.db import models

from commonhearth.foundation.tenancy.models import TenantModel


class Statement(TenantModel):
    """That something good to have before growing is there. Said, never checked; taking it back deletes it."""

    belongs_to = "by"
    field_classes = {"gate": "community", "by": "community", "note": "community", "link": "community"}

    #: A code of `core.founding.Gate`.
    gate = models.CharField(max_length=30)
    by = models.ForeignKey("members.Member", null=True, on_delete=models.SET_NULL, related_name="+")
    note = models.CharField(max_length=200, blank=True)
    #: Where the decision or the minutes stand.
    link = models.URLField(max_length=300, blank=True)

    class Meta:
        base_manager_name = "objects"
        constraints = [models.UniqueConstraint(fields=["community", "gate"], name="founding_said_once")]
