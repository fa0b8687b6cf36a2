"""When shall we meet? Yes, if need be, no, for each of some times."""

from __future__ import annotations

from django.db import models

from commonhearth.foundation.sealed import SealedField
from commonhearth.foundation.tenancy.models import ROW, TenantModel
from commonhearth.rooms.meetings.models.series import Meeting

#: Times that one question may have.
MOST_TIMES = 20


class Poll(TenantModel):
    """A question to a circle, until it closes or becomes a meeting."""

    field_classes = {
        "circle": "circle",
        "title": "circle",
        "sealed_words": "circle",
        "minutes": "circle",
        "zone": "circle",
        "closes": "circle",
        "ended": "circle",
        "meeting": "circle",
        "asked_by": "circle",
    }
    WORDS = ("title",)

    circle = models.ForeignKey("circles.Circle", on_delete=models.CASCADE, related_name="+")
    title = models.CharField(max_length=120, blank=True)
    sealed_words = SealedField(owner="circle", null=True)
    #: How long the meeting would last.
    minutes = models.PositiveSmallIntegerField(default=90)
    #: On whose clock the times were thought of.
    zone = models.CharField(max_length=64)
    closes = models.DateTimeField()
    ended = models.DateTimeField(null=True, blank=True)
    #: What became of it.
    meeting = models.ForeignKey(Meeting, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    asked_by = models.ForeignKey(
        "circles.CircleMembership", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        base_manager_name = "objects"
        ordering = ["-created", "-id"]
        indexes = [models.Index(fields=["circle", "-created", "-id"], name="meetings_polls_of")]


class Slot(TenantModel):
    """A time that would be possible."""

    field_classes = {"poll": "circle", "circle": "circle", "starts": "circle"}

    poll = models.ForeignKey(Poll, on_delete=models.CASCADE, related_name="slots")
    circle = models.ForeignKey("circles.Circle", on_delete=models.CASCADE, related_name="+")
    starts = models.DateTimeField()

    class Meta:
        base_manager_name = "objects"
        ordering = ["starts", "id"]
        constraints = [models.UniqueConstraint(fields=["poll", "starts"], name="meetings_slot_once")]


class Fits(models.TextChoices):
    """Whether a time fits. Words on screen: `meetings.wording.polls.FITS`."""

    YES = "yes"
    IF_NEED_BE = "maybe"
    NO = "no"


class Says(TenantModel):
    """What one person says about one time."""

    belongs_to = "seat__member"
    erased = ROW
    field_classes = {
        "slot": "circle",
        "circle": "circle",
        "seat": "circle",
        "fits": "circle",
        "written_by": "circle",
    }

    slot = models.ForeignKey(Slot, on_delete=models.CASCADE, related_name="said")
    circle = models.ForeignKey("circles.Circle", on_delete=models.CASCADE, related_name="+")
    seat = models.ForeignKey("circles.CircleMembership", on_delete=models.CASCADE, related_name="+")
    fits = models.CharField(max_length=5, choices=Fits)
    #: The place of whoever wrote it down, for somebody without a sign-in.
    written_by = models.ForeignKey(
        "circles.CircleMembership", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        base_manager_name = "objects"
        constraints = [models.UniqueConstraint(fields=["slot", "seat"], name="meetings_says_once")]
