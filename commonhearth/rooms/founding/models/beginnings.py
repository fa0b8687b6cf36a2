"""What a living community set out with: whose helplines stand on its cards, and its first open meeting.

A draft and a beginning say the same of the first meeting, so that what founders wrote is what is shown.
"""

from __future__ import annotations

from django.db import models

from commonhearth.foundation.tenancy.models import TenantModel


class Shown(models.TextChoices):
    """How exactly people outside are told where an open meeting is."""

    EXACT = "exact"
    DISTRICT = "district"


class Beginning(TenantModel):
    """One per community. A meeting set before the room of meetings stood is moved there once (docs/adr/0019)."""

    field_classes = {
        "helplines": "public",
        "meets_at": "public",
        "meets_where": "community",
        "meets_district": "public",
        "meets_shown": "public",
        "meets_expect": "public",
    }

    #: The country whose numbers stand on its cards.
    helplines = models.CharField(max_length=2, blank=True)
    meets_at = models.DateTimeField(null=True, blank=True)
    #: The exact place, for members; for all only where `meets_shown` says so.
    meets_where = models.CharField(max_length=200, blank=True)
    meets_district = models.CharField(max_length=120, blank=True)
    meets_shown = models.CharField(max_length=10, choices=Shown, default=Shown.DISTRICT)
    meets_expect = models.TextField(blank=True)

    class Meta:
        base_manager_name = "objects"
        constraints = [models.UniqueConstraint(fields=["community"], name="founding_one_beginning")]
