"""What somebody said they would do."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from commonhearth.foundation.sealed import SealedField
from commonhearth.foundation.tenancy.models import TenantModel
from commonhearth.rooms.meetings.models.series import Meeting


class Standing(models.TextChoices):
    """How an action stands. Words on screen: `meetings.wording.actions.STANDINGS`."""

    OPEN = "open"
    DONE = "done"
    NOT_NOW = "not_now"


class Action(TenantModel):
    """Something to do, by somebody or by someone of us, perhaps by a day."""

    belongs_to = "owner__member"
    field_classes = {
        "circle": "circle",
        "meeting": "circle",
        "what": "circle",
        "sealed_words": "circle",
        "owner": "circle",
        "kept_for": "circle",
        "offered_to": "circle",
        "due": "circle",
        "standing": "circle",
        "since": "circle",
        "reminded": "circle",
    }
    WORDS = ("what",)

    circle = models.ForeignKey("circles.Circle", on_delete=models.CASCADE, related_name="+")
    meeting = models.ForeignKey(Meeting, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    what = models.CharField(max_length=240, blank=True)
    sealed_words = SealedField(owner="circle", null=True)
    #: Nobody: someone of us.
    owner = models.ForeignKey(
        "circles.CircleMembership", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    #: Whose it was who is read as dead, until somebody takes it on: theirs again if that was a mistake.
    kept_for = models.ForeignKey(
        "circles.CircleMembership", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    #: Who is asked to take it on, until they answer.
    offered_to = models.ForeignKey(
        "circles.CircleMembership", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    due = models.DateField(null=True, blank=True)
    standing = models.CharField(max_length=7, choices=Standing, default=Standing.OPEN)
    #: Since when it stands so.
    since = models.DateTimeField()
    reminded = models.DateTimeField(null=True, blank=True)

    @property
    def is_asking(self) -> bool:
        """Whether somebody is asked to take it on who can answer: nobody who is read as dead."""
        return self.offered_to is not None and self.offered_to.member.died is None

    class Meta:
        base_manager_name = "objects"
        ordering = ["created", "id"]
        indexes = [
            models.Index(fields=["circle", "standing", "created", "id"], name="meetings_actions_open"),
            models.Index(
                fields=["community", "due"], condition=Q(standing="open"), name="meetings_actions_due"
            ),
        ]
