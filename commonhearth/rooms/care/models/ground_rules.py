"""Which clause of a circle came from which rule of the library."""

from __future__ import annotations

from django.db import models

from commonhearth.foundation.tenancy.models import TenantModel


class TakenRule(TenantModel):
    """A clause that began as a rule of the library, so that another choice rewords it instead of standing beside it."""

    field_classes = {"clause": "circle", "key": "circle"}

    clause = models.OneToOneField("agreements.Clause", on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=40)

    class Meta:
        base_manager_name = "objects"
