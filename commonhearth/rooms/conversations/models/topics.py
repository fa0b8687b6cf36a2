"""Topics: what a circle talks about, each with its posts."""

from __future__ import annotations

from django.db import models

from commonhearth.foundation.sealed import SealedField
from commonhearth.foundation.tenancy.models import TenantModel

#: Letters in a title.
LONGEST_TITLE = 160


class Topic(TenantModel):
    """Something a circle talks about. Its words stand plain, or sealed where the circle is hidden.

    `begun_by` is empty where it was begun without a name.
    """

    belongs_to = "begun_by__member"
    erased = ("title", "sealed_title", "tags", "sealed_tags")
    stays = "thread"
    field_classes = {
        "circle": "circle",
        "title": "circle",
        "sealed_title": "circle",
        "begun_by": "circle",
        "tags": "circle",
        "sealed_tags": "circle",
        "pinned": "circle",
        "closed": "circle",
        "last_posted": "circle",
    }

    circle = models.ForeignKey("circles.Circle", on_delete=models.CASCADE, related_name="topics")
    title = models.CharField(max_length=LONGEST_TITLE, blank=True)
    sealed_title = SealedField(owner="circle", null=True)
    begun_by = models.ForeignKey(
        "circles.CircleMembership", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    #: Words to find it by, each with a space before and after: " soup garden ".
    tags = models.CharField(max_length=200, blank=True)
    sealed_tags = SealedField(owner="circle", null=True)
    #: Since when it stands before the others.
    pinned = models.DateTimeField(null=True, blank=True)
    #: Since when nothing more is written in it; it is read as before.
    closed = models.DateTimeField(null=True, blank=True)
    last_posted = models.DateTimeField()

    #: False where `selectors.topic_for` saw that its reader muted nobody and put no word aside; else it is looked for.
    has_muted: bool = True

    class Meta:
        base_manager_name = "objects"
        ordering = ["-last_posted", "-id"]
        indexes = [
            models.Index(fields=["circle", "-last_posted", "-id"], name="talk_topics_of_circle"),
            models.Index(fields=["community", "-last_posted", "-id"], name="talk_topics_lately"),
        ]
