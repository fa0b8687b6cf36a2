"""What a meeting is about, in which order, and where it is just now."""

from __future__ import annotations

from datetime import timedelta

from django.db import models
from django.db.models import Q

from commonhearth.foundation.sealed import SealedField
from commonhearth.foundation.tenancy.models import TenantModel
from commonhearth.rooms.meetings.models.series import Meeting


class Sort(models.TextChoices):
    """How a point of the agenda goes. Words on screen: `meetings.wording.agenda.SORTS`."""

    ROUND = "round"
    TALK = "talk"
    PAUSE = "pause"


class Item(TenantModel):
    """A point of an agenda: in somebody's words, or a code with parameters where something put it there."""

    belongs_to = "added_by__member"
    field_classes = {
        "meeting": "circle",
        "circle": "circle",
        "position": "circle",
        "sort": "circle",
        "minutes": "circle",
        "source": "circle",
        "code": "circle",
        "title": "circle",
        "about": "circle",
        "params": "circle",
        "sealed_words": "circle",
        "added_by": "circle",
    }
    WORDS = ("title", "about", "params")

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="+")
    circle = models.ForeignKey("circles.Circle", on_delete=models.CASCADE, related_name="+")
    position = models.PositiveSmallIntegerField()
    sort = models.CharField(max_length=5, choices=Sort, default=Sort.TALK)
    minutes = models.PositiveSmallIntegerField(default=10)
    #: What it comes from, so that nothing is put on twice; empty where somebody wrote it.
    source = models.CharField(max_length=80, blank=True)
    code = models.CharField(max_length=40, blank=True)
    title = models.CharField(max_length=160, blank=True)
    about = models.TextField(blank=True)
    #: What fills the sentence of `code`, as JSON.
    params = models.TextField(blank=True)
    sealed_words = SealedField(owner="circle", null=True)
    added_by = models.ForeignKey(
        "circles.CircleMembership", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        base_manager_name = "objects"
        ordering = ["position", "created", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "source"], condition=~Q(source=""), name="meetings_point_once"
            ),
        ]
        indexes = [models.Index(fields=["meeting", "position"], name="meetings_agenda_order")]


class Stage(models.TextChoices):
    """Where a meeting stands."""

    WELCOME = "welcome"
    ITEM = "item"
    OVER = "over"


class Sitting(TenantModel):
    """How a meeting goes while it is held: what the projector shows, and how many are here."""

    field_classes = {
        "meeting": "circle",
        "circle": "circle",
        "stage": "circle",
        "item": "circle",
        "speaker": "circle",
        "since": "circle",
        "pausing": "circle",
        "ran": "circle",
        "heads": "circle",
    }

    meeting = models.OneToOneField(Meeting, on_delete=models.CASCADE, related_name="+")
    circle = models.ForeignKey("circles.Circle", on_delete=models.CASCADE, related_name="+")
    stage = models.CharField(max_length=7, choices=Stage, default=Stage.WELCOME)
    item = models.ForeignKey(Item, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    #: In a round: the how-manieth speaks. Never who.
    speaker = models.PositiveSmallIntegerField(default=1)
    #: Since when the clock of what is shown runs; a pause moves it on by as long as the clock rested.
    since = models.DateTimeField()
    pausing = models.BooleanField(default=False)
    #: How long the clock had run when the pause began.
    ran = models.DurationField(default=timedelta)
    #: How many people are here; a number, no names.
    heads = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        base_manager_name = "objects"
