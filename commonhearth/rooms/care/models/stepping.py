"""When somebody steps back: what a circle needs then, and what is handed over."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from commonhearth.foundation.circles.models import Office
from commonhearth.foundation.sealed import SealedField
from commonhearth.foundation.tenancy.models import ROW, TenantModel


class Way(models.TextChoices):
    """What a circle does while nobody holds a role. Words on screen: `wording.stepping.WAYS`."""

    WITHOUT = "without"
    MOVE = "move"
    NEIGHBOUR = "neighbour"


class Need(TenantModel):
    """A role in a circle is without anyone, and what the circle does about it."""

    field_classes = {
        "circle": "circle",
        "office": "circle",
        "way": "circle",
        "said_by": "circle",
        "asked": "circle",
        "helper": "circle",
        "over": "circle",
    }

    circle = models.ForeignKey("circles.Circle", on_delete=models.CASCADE, related_name="+")
    office = models.CharField(max_length=12, choices=Office)
    way = models.CharField(max_length=9, choices=Way, blank=True)
    said_by = models.ForeignKey(
        "circles.CircleMembership", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    #: The neighbour circle that was asked.
    asked = models.ForeignKey(
        "circles.Circle", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    #: Who from there said that they come, by their name in the community.
    helper = models.ForeignKey(
        "circles.CircleMembership", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    over = models.DateTimeField(null=True, blank=True)

    class Meta:
        base_manager_name = "objects"
        ordering = ["created", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["circle", "office"], condition=Q(over__isnull=True), name="care_one_need_per_office"
            )
        ]


class Handover(TenantModel):
    """What whoever steps in must know: keys, open promises, who waits for an answer. Never notes about people."""

    belongs_to = "seat__member"
    erased = ROW
    field_classes = {
        "circle": "circle",
        "seat": "circle",
        "keys": "circle",
        "promises": "circle",
        "waiting": "circle",
    }

    circle = models.ForeignKey("circles.Circle", on_delete=models.CASCADE, related_name="+")
    seat = models.OneToOneField("circles.CircleMembership", on_delete=models.CASCADE, related_name="+")
    keys = SealedField(owner="circle", null=True)
    promises = SealedField(owner="circle", null=True)
    waiting = SealedField(owner="circle", null=True)

    class Meta:
        base_manager_name = "objects"
        ordering = ["created", "id"]
