"""Where news of a community goes, and each piece of news on its way."""

from __future__ import annotations

from datetime import timedelta

from django.db import models

from commonhearth.foundation.sealed import SealedField
from commonhearth.foundation.tenancy.models import TenantModel


class Webhook(TenantModel):
    """An address of another program that a steward named, and what it is told. On another host it is named anew."""

    moves = False

    field_classes = {
        "url": "community",
        "host": "community",
        "kinds": "community",
        "secret": "secret",
        "registered_by": "community",
        "failing_since": "community",
        "ended": "community",
        "ended_because": "community",
    }

    url = models.CharField(max_length=500)
    #: Of the address: the one host that this hook may reach.
    host = models.CharField(max_length=255)
    #: Codes of `wording.KINDS`.
    kinds = models.JSONField(default=list)
    secret = SealedField(owner="community")
    registered_by = models.ForeignKey("members.Member", on_delete=models.CASCADE, related_name="+")
    #: Since when nothing has arrived; None while all is well.
    failing_since = models.DateTimeField(null=True, blank=True)
    ended = models.DateTimeField(null=True, blank=True)
    #: steward, silent or gone.
    ended_because = models.CharField(max_length=10, blank=True)

    class Meta:
        base_manager_name = "objects"
        ordering = ["created", "id"]


class State(models.TextChoices):
    """How a piece of news stands."""

    WAITING = "waiting"
    ARRIVED = "arrived"
    PARKED = "parked"


class Delivery(TenantModel):
    """One piece of news for one hook. Its id is the same at every try, so that a receiver can tell."""

    moves = False
    kept_until = ("created",)
    kept_longer = timedelta(days=30)

    field_classes = {
        "webhook": "community",
        "kind": "community",
        "data": "community",
        "happened": "community",
        "state": "community",
        "tries": "host",
        "answer": "host",
        "ended": "host",
    }

    webhook = models.ForeignKey(Webhook, on_delete=models.CASCADE, related_name="deliveries")
    kind = models.CharField(max_length=40)
    #: Ids and numbers only.
    data = models.JSONField(default=dict)
    happened = models.DateTimeField()
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    #: What came back last: a status, or the code of why nothing did.
    answer = models.CharField(max_length=20, blank=True)
    ended = models.DateTimeField(null=True, blank=True)

    class Meta:
        base_manager_name = "objects"
        ordering = ["created", "id"]
        indexes = [
            models.Index(fields=["community", "webhook", "-created"], name="webhooks_newest"),
        ]
