"""How meetings reach a member: a feed for their calendar, letters, reminders."""

from __future__ import annotations

from django.db import models

from commonhearth.foundation.members.mistakes import MISTAKE_WITHIN
from commonhearth.foundation.tenancy.models import ROW, TenantModel
from commonhearth.rooms.meetings.models.series import Meeting


class Naming(models.TextChoices):
    """How a meeting is called in the member's own calendar."""

    TITLES = "titles"
    NEUTRAL = "neutral"


class Feed(TenantModel):
    """The one address at which a member's calendar reads. Only a digest of its secret is kept."""

    belongs_to = "member"
    moves = False
    erased = ROW
    kept_until = ("member__died",)
    kept_longer = MISTAKE_WITHIN
    field_classes = {"member": "person", "digest": "secret", "naming": "person", "only_yes": "person"}

    member = models.OneToOneField("members.Member", on_delete=models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64)
    naming = models.CharField(max_length=7, choices=Naming, default=Naming.NEUTRAL)
    #: Only what they said yes or maybe to; otherwise all that their circles plan.
    only_yes = models.BooleanField(default=False)

    class Meta:
        base_manager_name = "objects"
        constraints = [models.UniqueConstraint(fields=["community", "digest"], name="meetings_feed_secret")]


class Remind(models.TextChoices):
    """When a member is reminded of what they said yes to."""

    NEVER = "never"
    DAY = "day"
    HOURS = "hours"


class Wish(TenantModel):
    """How one member wants meetings to reach them. Nobody has one until they change something."""

    belongs_to = "member"
    erased = ROW
    field_classes = {"member": "person", "remind": "person", "letters": "person"}

    member = models.OneToOneField("members.Member", on_delete=models.CASCADE, related_name="+")
    remind = models.CharField(max_length=5, choices=Remind, default=Remind.NEVER)
    #: Whether new dates of their circles come as a letter with a calendar invitation.
    letters = models.BooleanField(default=False)

    class Meta:
        base_manager_name = "objects"


class Invited(TenantModel):
    """A member got a letter with a calendar invitation to a meeting: changes of it go to them too."""

    belongs_to = "member"
    moves = False
    erased = ROW
    kept_until = ("member__died",)
    kept_longer = MISTAKE_WITHIN
    field_classes = {"meeting": "circle", "member": "person", "sequence": "host"}

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="+")
    member = models.ForeignKey("members.Member", on_delete=models.CASCADE, related_name="+")
    #: What of the meeting they were last told.
    sequence = models.PositiveIntegerField(default=0)

    class Meta:
        base_manager_name = "objects"
        constraints = [models.UniqueConstraint(fields=["meeting", "member"], name="meetings_invited_once")]
