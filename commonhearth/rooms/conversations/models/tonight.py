"""Tonight: who chose to be woken in a circle, who called, and who said that they are here."""

from __future__ import annotations

from datetime import timedelta

from django.db import models
from django.db.models import Q

from commonhearth.foundation.tenancy.models import ROW, TenantModel


class WakeWish(TenantModel):
    """By what you let yourself be woken in a circle. Nobody has one until they choose it."""

    belongs_to = "seat__member"
    erased = ROW
    field_classes = {"seat": "person", "by_push": "person", "by_mail": "person", "by_text": "person"}

    seat = models.OneToOneField(
        "circles.CircleMembership", on_delete=models.CASCADE, related_name="wake_wish"
    )
    #: On the devices that the person lets be woken.
    by_push = models.BooleanField(default=False)
    by_mail = models.BooleanField(default=False)
    #: At the number that the member confirmed, where the host has a gateway.
    by_text = models.BooleanField(default=False)

    class Meta:
        base_manager_name = "objects"
        constraints = [
            models.CheckConstraint(
                condition=Q(by_push=True) | Q(by_mail=True) | Q(by_text=True), name="tonight_by_something"
            )
        ]


class TonightCall(TenantModel):
    """That you called a circle tonight. It is gone the next day."""

    belongs_to = "seat__member"
    erased = ROW
    kept_until = ("created",)
    kept_longer = timedelta(days=1)
    field_classes = {"circle": "circle", "seat": "circle", "post": "circle", "ended": "circle"}

    circle = models.ForeignKey("circles.Circle", on_delete=models.CASCADE, related_name="+")
    seat = models.ForeignKey("circles.CircleMembership", on_delete=models.CASCADE, related_name="+")
    #: What they wrote, where the call goes with a post.
    post = models.ForeignKey(
        "conversations.Post", null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    ended = models.DateTimeField(null=True, blank=True)

    class Meta:
        base_manager_name = "objects"
        ordering = ["-created", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["seat"], condition=Q(ended__isnull=True), name="tonight_one_call")
        ]


class TonightAnswer(TenantModel):
    """That you said you are here when somebody called."""

    belongs_to = "seat__member"
    erased = ROW
    field_classes = {"call": "circle", "seat": "circle"}

    call = models.ForeignKey(TonightCall, on_delete=models.CASCADE, related_name="answers")
    seat = models.ForeignKey("circles.CircleMembership", on_delete=models.CASCADE, related_name="+")

    class Meta:
        base_manager_name = "objects"
        ordering = ["created", "id"]
        constraints = [models.UniqueConstraint(fields=["call", "seat"], name="tonight_here_once")]
