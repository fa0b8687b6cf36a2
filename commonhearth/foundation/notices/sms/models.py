"""Numbers that somebody gave to be woken by, and messages on their way there."""

from __future__ import annotations

from datetime import timedelta

from django.db import models

from commonhearth.foundation.sealed import SealedField
from commonhearth.foundation.tenancy.models import ROW, TenantModel


class Phone(TenantModel):
    """Your telephone number, if you gave one to be woken by. It is for this host's gateway and stays here."""

    moves = False
    belongs_to = "member"
    erased = ROW
    #: A number that nobody confirmed.
    kept_until = ("code_until",)
    kept_longer = timedelta(days=1)
    kept_where = models.Q(confirmed=None)
    field_classes = {
        "member": "person",
        "number": "person",
        "code": "secret",
        "code_until": "host",
        "tries": "host",
        "confirmed": "person",
    }

    member = models.OneToOneField("members.Member", on_delete=models.CASCADE, related_name="+")
    number = SealedField(owner="member")
    #: What was sent there and is to come back; none once it has, or was guessed at too often.
    code = SealedField(owner="member", null=True)
    code_until = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    #: Since when it is known to be theirs; nothing but codes goes there before.
    confirmed = models.DateTimeField(null=True, blank=True)

    class Meta:
        app_label = "notices"
        base_manager_name = "objects"


class What(models.TextChoices):
    """What a message says."""

    CODE = "code"
    WAKE = "wake"


class State(models.TextChoices):
    """How a message stands."""

    WAITING = "waiting"
    #: Its handing over has begun; found like this by a new worker, nobody knows whether it arrived.
    HANDING = "handing"
    SENT = "sent"
    UNKNOWN = "unknown"
    FAILED = "failed"
    #: Its moment passed, or nobody wanted it any more.
    DROPPED = "dropped"


class Text(TenantModel):
    """A message to your telephone on its way, or gone within the last week; never what it said."""

    moves = False
    belongs_to = "member"
    erased = ROW
    kept_until = ("created",)
    kept_longer = timedelta(days=7)
    field_classes = {
        "member": "person",
        "what": "person",
        "state": "host",
        "tries": "host",
        "expires": "host",
        "ended": "host",
    }

    member = models.ForeignKey("members.Member", on_delete=models.CASCADE, related_name="+")
    what = models.CharField(max_length=4, choices=What)
    state = models.CharField(max_length=7, choices=State, default=State.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    expires = models.DateTimeField()
    ended = models.DateTimeField(null=True, blank=True)

    class Meta:
        app_label = "notices"
        base_manager_name = "objects"
        ordering = ["created", "id"]
        indexes = [models.Index(fields=["community", "member", "created"], name="notices_texts_of")]
