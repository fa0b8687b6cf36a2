"""Minutes: written by several, shown to the circle, agreed, locked; corrected by addenda only."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from commonhearth.foundation.sealed import SealedField
from commonhearth.foundation.tenancy.models import Lock, TenantModel
from commonhearth.rooms.meetings.models.series import Meeting


class Minutes(TenantModel):
    """The minutes of one meeting. Once agreed on, the database itself refuses another word."""

    locks = Lock(
        when="locked", fields=("locked", "text", "meeting"), moves_to="sealed_words", moves=("text",)
    )
    field_classes = {
        "meeting": "circle",
        "circle": "circle",
        "text": "circle",
        "sealed_words": "circle",
        "version": "circle",
        "shown": "circle",
        "closes": "circle",
        "locked": "circle",
        "agreed_at": "circle",
        "decision": "circle",
    }
    WORDS = ("text",)

    meeting = models.OneToOneField(Meeting, on_delete=models.PROTECT, related_name="+")
    circle = models.ForeignKey("circles.Circle", on_delete=models.CASCADE, related_name="+")
    text = models.TextField(blank=True)
    sealed_words = SealedField(owner="circle", null=True)
    #: Counts what was kept; whoever writes says which they started from.
    version = models.PositiveIntegerField(default=0)
    shown = models.DateTimeField(null=True, blank=True)
    closes = models.DateTimeField(null=True, blank=True)
    locked = models.DateTimeField(null=True, blank=True)
    #: The later meeting at which they were agreed, where it was there.
    agreed_at = models.ForeignKey(Meeting, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    decision = models.ForeignKey(
        "logbook.Line", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        base_manager_name = "objects"
        ordering = ["created", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(shown=None, closes=None) | Q(shown__isnull=False, closes__isnull=False),
                name="meetings_minutes_shown_until",
            ),
            models.CheckConstraint(
                condition=Q(locked=None) | Q(shown__isnull=False), name="meetings_minutes_shown_first"
            ),
        ]


class Draft(TenantModel):
    """What somebody handed in: each version that was kept, and what stood aside because lines collided."""

    belongs_to = "by__member"
    erased = ("by",)
    stays = "agreed"
    field_classes = {
        "minutes": "circle",
        "circle": "circle",
        "version": "circle",
        "aside": "circle",
        "text": "circle",
        "sealed_words": "circle",
        "by": "circle",
    }
    WORDS = ("text",)

    minutes = models.ForeignKey(Minutes, on_delete=models.CASCADE, related_name="drafts")
    circle = models.ForeignKey("circles.Circle", on_delete=models.CASCADE, related_name="+")
    #: For what stands aside: the version it was to be laid onto.
    version = models.PositiveIntegerField()
    aside = models.BooleanField(default=False)
    text = models.TextField(blank=True)
    sealed_words = SealedField(owner="circle", null=True)
    by = models.ForeignKey(
        "circles.CircleMembership", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        base_manager_name = "objects"
        ordering = ["-created", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["minutes", "version"], condition=Q(aside=False), name="meetings_one_version"
            )
        ]


class Remark(TenantModel):
    """Something in minutes is not right: they cannot be agreed on while it stands."""

    belongs_to = "by__member"
    erased = ("words", "sealed_words")
    #: That there was something stays, since it counted; its words do not.
    erased_as: ClassVar[dict[str, Any]] = {"words": "…"}
    stays = "voted"
    field_classes = {
        "minutes": "circle",
        "circle": "circle",
        "by": "circle",
        "words": "circle",
        "sealed_words": "circle",
        "settled": "circle",
    }
    WORDS = ("words",)

    minutes = models.ForeignKey(Minutes, on_delete=models.CASCADE, related_name="remarks")
    circle = models.ForeignKey("circles.Circle", on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey("circles.CircleMembership", on_delete=models.CASCADE, related_name="+")
    words = models.TextField(blank=True)
    sealed_words = SealedField(owner="circle", null=True)
    settled = models.DateTimeField(null=True, blank=True)

    class Meta:
        base_manager_name = "objects"
        ordering = ["created", "id"]


class Addendum(TenantModel):
    """A later correction of locked minutes, which stand as they were."""

    locks = Lock(when="created", fields=("words", "minutes"), moves_to="sealed_words", moves=("words",))
    belongs_to = "by__member"
    erased = ("by",)
    stays = "agreed"
    field_classes = {
        "minutes": "circle",
        "circle": "circle",
        "by": "circle",
        "words": "circle",
        "sealed_words": "circle",
    }
    WORDS = ("words",)

    minutes = models.ForeignKey(Minutes, on_delete=models.CASCADE, related_name="addenda")
    circle = models.ForeignKey("circles.Circle", on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey(
        "circles.CircleMembership", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    words = models.TextField(blank=True)
    sealed_words = SealedField(owner="circle", null=True)

    class Meta:
        base_manager_name = "objects"
        ordering = ["created", "id"]
