"""What seekers compare by, as somebody said it: of a listing, and of a community of this host."""

from __future__ import annotations

from django.db import models

from commonhearth.foundation.tenancy.models import GlobalModel, TenantModel
from commonhearth.rooms.directory.models.listings import Listing


class SaidBy(models.TextChoices):
    """Who said it."""

    COMMUNITY = "community", "The community itself"
    OWNER = "owner", "Whoever looks after the listing"
    REVIEWER = "reviewer", "A reviewer of this host"


class QualityValue(GlobalModel):
    """One quality of a listing (rooms.directory.qualities), who said it, and when. No row: not said."""

    field_classes = {
        "listing": "public",
        "quality": "public",
        "value": "public",
        "said_by": "public",
        "on": "public",
    }

    listing = models.ForeignKey(Listing, on_delete=models.CASCADE, related_name="qualities")
    quality = models.CharField(max_length=30)
    value = models.JSONField()
    said_by = models.CharField(max_length=10, choices=SaidBy)
    on = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["listing", "quality"], name="quality_once")]


class OwnQuality(TenantModel):
    """The same of a community of this host, as its stewards wrote it.

    It is the community's own and goes with it; its listing carries a copy while the public page is shown.
    """

    field_classes = {"quality": "public", "value": "public", "on": "public"}

    quality = models.CharField(max_length=30)
    value = models.JSONField()
    on = models.DateField()

    class Meta:
        base_manager_name = "objects"
        constraints = [models.UniqueConstraint(fields=["community", "quality"], name="own_quality_once")]
