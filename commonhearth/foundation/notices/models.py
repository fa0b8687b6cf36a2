"""Notices, and how each member wants to be told."""

from __future__ import annotations

from django.db import models

from commonhearth.foundation.notices.push.models import Device
from commonhearth.foundation.notices.sms.models import Phone, Text
from commonhearth.foundation.tenancy.models import TenantModel

__all__ = ["Device", "Letter", "Notice", "Phone", "Text", "Wish"]


class Notice(TenantModel):
    """One thing that concerns one member. Who has read it is for that member alone."""

    belongs_to = "member"
    field_classes = {
        "member": "person",
        "code": "person",
        "params": "person",
        "url_name": "person",
        "url_args": "person",
        "read": "person",
        "mailed": "person",
    }

    member = models.ForeignKey("members.Member", on_delete=models.CASCADE, related_name="+")
    #: A sentence of some package's `NOTICES`; its parameters are ids and plain values.
    code = models.CharField(max_length=60)
    params = models.JSONField(default=dict)
    url_name = models.CharField(max_length=80, blank=True)
    url_args = models.JSONField(default=list)
    read = models.BooleanField(default=False)
    #: When the daily letter counted it; nothing is counted twice.
    mailed = models.DateTimeField(null=True, blank=True)

    class Meta:
        base_manager_name = "objects"
        ordering = ["-created", "-id"]
        indexes = [models.Index(fields=["community", "member", "-created"], name="notices_newest")]


class Letter(models.TextChoices):
    """Whether the daily letter is wanted."""

    DAILY = "daily"
    NEVER = "never"


class Wish(TenantModel):
    """How one member wants to be told. Nobody has one until they change something."""

    belongs_to = "member"
    field_classes = {
        "member": "person",
        "letter": "person",
        "quiet_from": "person",
        "quiet_until": "person",
        "last_letter": "person",
    }

    member = models.OneToOneField("members.Member", on_delete=models.CASCADE, related_name="+")
    letter = models.CharField(max_length=6, choices=Letter, default=Letter.DAILY)
    #: Hours of the member's own clock in which nothing is sent.
    quiet_from = models.PositiveSmallIntegerField(default=20)
    quiet_until = models.PositiveSmallIntegerField(default=8)
    last_letter = models.DateTimeField(null=True, blank=True)

    class Meta:
        base_manager_name = "objects"
