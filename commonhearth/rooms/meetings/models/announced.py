"""Open meetings as the whole host may find them."""

from __future__ import annotations

from django.db import models

from commonhearth.foundation.tenancy.models import GlobalModel


class Announced(GlobalModel):
    """An open meeting, for who looks for one near a place. How near is read from what its community shows.

    Written with the meeting and gone with it; what is not for everybody stands in no column here.
    """

    field_classes = {
        "community": "public",
        "meeting": "public",
        "title": "public",
        "starts": "public",
        "ends": "public",
        "zone": "public",
        "district": "public",
        "is_online": "public",
    }

    community = models.ForeignKey("communities.Community", on_delete=models.CASCADE, related_name="+")
    meeting = models.UUIDField(unique=True)
    title = models.CharField(max_length=120)
    starts = models.DateTimeField()
    ends = models.DateTimeField()
    zone = models.CharField(max_length=64)
    district = models.CharField(max_length=200, blank=True)
    is_online = models.BooleanField(default=False)

    class Meta:
        ordering = ["starts", "id"]
        indexes = [models.Index(fields=["starts", "id"], name="meetings_announced_next")]
