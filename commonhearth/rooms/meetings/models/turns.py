"""Who leads, writes, hosts and looks out for people at a meeting."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from commonhearth.foundation.members.mistakes import MISTAKE_WITHIN
from commonhearth.foundation.tenancy.models import ROW, TenantModel
from commonhearth.rooms.meetings.models.series import Meeting


class Hat(models.TextChoices):
    """What somebody does at a meeting. Words on screen: `meetings.wording.turns.HATS`."""

    FACILITATOR = "facilitator"
    SCRIBE = "scribe"
    HOST = "host"
    CARE = "care"


class Turn(TenantModel):
    """Who has a hat at one meeting. Who had it when the meeting took place is the history; nobody counts."""

    belongs_to = "holder__member"
    field_classes = {
        "meeting": "circle",
        "circle": "circle",
        "hat": "circle",
        "holder": "circle",
        "kept_for": "circle",
        "tied": "circle",
    }

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="+")
    circle = models.ForeignKey("circles.Circle", on_delete=models.CASCADE, related_name="+")
    hat = models.CharField(max_length=11, choices=Hat)
    #: Nobody: the turn is open.
    holder = models.ForeignKey(
        "circles.CircleMembership", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    #: Whose it was who is read as dead, as long as nobody has taken it on purpose: theirs again if that was a mistake.
    kept_for = models.ForeignKey(
        "circles.CircleMembership", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    #: How many had waited equally long when it was given, so that the page can say that it was drawn.
    tied = models.PositiveSmallIntegerField(default=1)

    class Meta:
        base_manager_name = "objects"
        ordering = ["created", "id"]
        constraints = [models.UniqueConstraint(fields=["meeting", "hat"], name="meetings_one_hat")]


class RatherNot(TenantModel):
    """Somebody does not take turns with a hat; no reason is kept. Ended, it says since when they do again."""

    belongs_to = "seat__member"
    erased = ROW
    field_classes = {"circle": "circle", "seat": "circle", "hat": "circle", "ended": "circle"}

    circle = models.ForeignKey("circles.Circle", on_delete=models.CASCADE, related_name="+")
    seat = models.ForeignKey("circles.CircleMembership", on_delete=models.CASCADE, related_name="+")
    hat = models.CharField(max_length=11, choices=Hat)
    ended = models.DateTimeField(null=True, blank=True)

    class Meta:
        base_manager_name = "objects"
        constraints = [
            models.UniqueConstraint(
                fields=["seat", "hat"], condition=Q(ended=None), name="meetings_rather_not_once"
            )
        ]


class Swap(TenantModel):
    """Somebody asks another to change turns with them, or to take theirs. An answer ends the row.

    While either of the two is read as dead nobody is shown it.
    """

    belongs_to = "asked_by__member"
    erased = ROW
    kept_until = ("asked_by__member__died", "asked__member__died")
    kept_longer = MISTAKE_WITHIN
    field_classes = {"turn": "circle", "circle": "circle", "asked_by": "circle", "asked": "circle"}

    turn = models.ForeignKey(Turn, on_delete=models.CASCADE, related_name="+")
    circle = models.ForeignKey("circles.Circle", on_delete=models.CASCADE, related_name="+")
    asked_by = models.ForeignKey("circles.CircleMembership", on_delete=models.CASCADE, related_name="+")
    asked = models.ForeignKey("circles.CircleMembership", on_delete=models.CASCADE, related_name="+")

    class Meta:
        base_manager_name = "objects"
        ordering = ["created", "id"]
        constraints = [models.UniqueConstraint(fields=["turn"], name="meetings_one_swap")]
