"""What a support circle agreed to remember, for a while."""

from __future__ import annotations

from django.db import models

from commonhearth.foundation.sealed import SealedField
from commonhearth.foundation.tenancy.models import TenantModel
from commonhearth.rooms.meetings.models.series import Meeting


class Note(TenantModel):
    """One sentence or a few; kept once a second person has said yes, and erased when its time is over."""

    belongs_to = "put_by__member"
    kept_until = ("fades",)
    field_classes = {
        "meeting": "circle",
        "circle": "circle",
        "words": "circle",
        "sealed_words": "circle",
        "put_by": "circle",
        "agreed": "circle",
        "fades": "circle",
    }
    WORDS = ("words",)

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="+")
    circle = models.ForeignKey("circles.Circle", on_delete=models.CASCADE, related_name="+")
    words = models.TextField(blank=True)
    sealed_words = SealedField(owner="circle", null=True)
    put_by = models.ForeignKey(
        "circles.CircleMembership", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    agreed = models.DateTimeField(null=True, blank=True)
    #: When it is erased, agreed or not.
    fades = models.DateTimeField()

    class Meta:
        base_manager_name = "objects"
        ordering = ["created", "id"]
        indexes = [models.Index(fields=["community", "fades"], name="meetings_notes_fade")]
