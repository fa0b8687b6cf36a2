"""After a death: what the member wished, which circles a person has told, what a circle remembers."""

from __future__ import annotations

from django.db import models

from commonhearth.foundation.sealed import SealedField
from commonhearth.foundation.tenancy.models import ROW, TenantModel


class Words(models.TextChoices):
    """What is to happen to what somebody wrote in circles. Words on screen: `wording.remembering.WORDS`."""

    STAY = "stay"
    NAMELESS = "nameless"
    GO = "go"


class LastWish(TenantModel):
    """What a member wishes for the time after their death. Readable by the house, or it could not be kept."""

    belongs_to = "member"
    erased = ROW
    field_classes = {"member": "person", "words": "person", "remembered": "person", "carried_out": "person"}

    member = models.OneToOneField("members.Member", on_delete=models.CASCADE, related_name="+")
    words = models.CharField(max_length=8, choices=Words, default=Words.STAY)
    #: Whether a circle may have a page of remembrance.
    remembered = models.BooleanField(default=True)
    #: When what they wrote went, or lost its names, as they wished.
    carried_out = models.DateTimeField(null=True, blank=True)

    class Meta:
        base_manager_name = "objects"


class Farewell(TenantModel):
    """Somebody of a circle has died: whether a person has told the circle, and whether it remembers them here.

    Until somebody has said that the circle was told, only who looks after it knows from here.
    """

    field_classes = {
        "circle": "circle",
        "seat": "circle",
        "told_by": "circle",
        "told": "circle",
        "opened_by": "circle",
    }

    circle = models.ForeignKey("circles.Circle", on_delete=models.CASCADE, related_name="+")
    #: Who died, as the circle knew them.
    seat = models.OneToOneField("circles.CircleMembership", on_delete=models.CASCADE, related_name="+")
    told_by = models.ForeignKey(
        "circles.CircleMembership", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    told = models.DateTimeField(null=True, blank=True)
    #: Who began the page of remembrance, if the circle has one.
    opened_by = models.ForeignKey(
        "circles.CircleMembership", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        base_manager_name = "objects"
        ordering = ["created", "id"]


class Remembered(TenantModel):
    """What one person of the circle remembers."""

    belongs_to = "seat__member"
    erased = ROW
    field_classes = {"circle": "circle", "farewell": "circle", "seat": "circle", "words": "circle"}

    circle = models.ForeignKey("circles.Circle", on_delete=models.CASCADE, related_name="+")
    farewell = models.ForeignKey(Farewell, on_delete=models.CASCADE, related_name="remembered")
    seat = models.ForeignKey("circles.CircleMembership", on_delete=models.CASCADE, related_name="+")
    words = SealedField(owner="circle")

    class Meta:
        base_manager_name = "objects"
        ordering = ["created", "id"]
        constraints = [models.UniqueConstraint(fields=["farewell", "seat"], name="care_remembers_once")]
