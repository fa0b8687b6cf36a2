"""How a member wants to hear of new posts by mail, in a circle or of one topic."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from commonhearth.foundation.tenancy.models import ROW, TenantModel


class How(models.TextChoices):
    """When a new post is told by mail. Words on screen: `wording.mailing.HOW`."""

    EACH = "each"
    DAILY = "daily"
    NEVER = "never"


class MailWish(TenantModel):
    """What one member wants by mail of one circle, or of one topic, which goes before its circle.

    Nobody has one until they choose; then a new post is counted by the daily letter, which names nothing.
    """

    belongs_to = "member"
    erased = ROW
    field_classes = {
        "member": "person",
        "circle": "circle",
        "topic": "circle",
        "how": "person",
        "told": "person",
    }

    member = models.ForeignKey("members.Member", on_delete=models.CASCADE, related_name="+")
    circle = models.ForeignKey(
        "circles.Circle", null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    topic = models.ForeignKey(
        "conversations.Topic", null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    how = models.CharField(max_length=5, choices=How)
    #: Up to when posts have been told one by one; a mail and this move together.
    told = models.DateTimeField()

    class Meta:
        base_manager_name = "objects"
        ordering = ["created", "id"]
        constraints = [
            models.UniqueConstraint(fields=["member", "circle"], name="talk_mail_wish_of_circle"),
            models.UniqueConstraint(fields=["member", "topic"], name="talk_mail_wish_of_topic"),
            models.CheckConstraint(
                condition=Q(circle__isnull=False, topic__isnull=True)
                | Q(circle__isnull=True, topic__isnull=False),
                name="talk_mail_wish_one_thing",
            ),
        ]
