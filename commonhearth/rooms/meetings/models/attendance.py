"""Who was there, where that decides whether a meeting may decide; and hands that were counted."""

from __future__ import annotations

from django.db import models

from commonhearth.foundation.sealed import SealedField
from commonhearth.foundation.tenancy.models import TenantModel
from commonhearth.rooms.meetings.models.series import Meeting


class Present(TenantModel):
    """Somebody is at a board meeting or an assembly. Of other meetings only heads are counted."""

    belongs_to = "seat__member"
    field_classes = {"meeting": "circle", "circle": "circle", "seat": "circle"}

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="+")
    circle = models.ForeignKey("circles.Circle", on_delete=models.CASCADE, related_name="+")
    seat = models.ForeignKey("circles.CircleMembership", on_delete=models.CASCADE, related_name="+")

    class Meta:
        base_manager_name = "objects"
        ordering = ["created", "id"]
        constraints = [models.UniqueConstraint(fields=["meeting", "seat"], name="meetings_present_once")]


class Hands(TenantModel):
    """A question to the room, answered by raised hands."""

    field_classes = {
        "meeting": "circle",
        "circle": "circle",
        "question": "circle",
        "sealed_words": "circle",
        "settled": "circle",
    }
    WORDS = ("question",)

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="+")
    circle = models.ForeignKey("circles.Circle", on_delete=models.CASCADE, related_name="+")
    question = models.CharField(max_length=240, blank=True)
    sealed_words = SealedField(owner="circle", null=True)
    #: When two tellers had counted the same.
    settled = models.DateTimeField(null=True, blank=True)

    class Meta:
        base_manager_name = "objects"
        ordering = ["created", "id"]


class Tally(TenantModel):
    """What one of two tellers counted."""

    belongs_to = "teller__member"
    field_classes = {
        "hands": "circle",
        "circle": "circle",
        "teller": "circle",
        "yes": "circle",
        "no": "circle",
        "neither": "circle",
    }

    hands = models.ForeignKey(Hands, on_delete=models.CASCADE, related_name="tallies")
    circle = models.ForeignKey("circles.Circle", on_delete=models.CASCADE, related_name="+")
    teller = models.ForeignKey("circles.CircleMembership", on_delete=models.CASCADE, related_name="+")
    yes = models.PositiveIntegerField()
    no = models.PositiveIntegerField()
    neither = models.PositiveIntegerField(default=0)

    class Meta:
        base_manager_name = "objects"
        ordering = ["created", "id"]
        constraints = [models.UniqueConstraint(fields=["hands", "teller"], name="meetings_told_once")]

    @property
    def counted(self) -> tuple[int, int, int]:
        """What was counted: for, against, neither."""
        return self.yes, self.no, self.neither
