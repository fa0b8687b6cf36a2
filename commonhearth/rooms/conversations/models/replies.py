"""Answering by mail: addresses good for one member and one topic, and what waits for a press."""

from __future__ import annotations

from datetime import timedelta

from django.db import models

from commonhearth.foundation.sealed import SealedField
from commonhearth.foundation.tenancy.models import ROW, GlobalModel, TenantModel


class ReplyAddress(TenantModel):
    """An address to which you alone may write, for one topic, until a day. It means something on this host only."""

    moves = False
    belongs_to = "member"
    erased = ROW
    #: As long as an answer may wait that came to it on its last day.
    kept_until = ("expires",)
    kept_longer = timedelta(days=14)
    field_classes = {"member": "person", "topic": "circle", "digest": "secret", "expires": "person"}

    member = models.ForeignKey("members.Member", on_delete=models.CASCADE, related_name="+")
    topic = models.ForeignKey("conversations.Topic", on_delete=models.CASCADE, related_name="+")
    #: Keyed digest of what stands in the address.
    digest = models.CharField(max_length=64)
    expires = models.DateTimeField()

    class Meta:
        base_manager_name = "objects"
        constraints = [models.UniqueConstraint(fields=["community", "digest"], name="replies_one_address")]


class ParkedReply(TenantModel):
    """What came by mail from another address than yours, and waits for your press; sealed with your key."""

    belongs_to = "member"
    erased = ROW
    kept_until = ("expires",)
    field_classes = {"member": "person", "topic": "circle", "text": "person", "expires": "person"}

    member = models.ForeignKey("members.Member", on_delete=models.CASCADE, related_name="+")
    topic = models.ForeignKey("conversations.Topic", on_delete=models.CASCADE, related_name="+")
    text = SealedField(owner="member")
    expires = models.DateTimeField()

    class Meta:
        base_manager_name = "objects"
        ordering = ["created", "id"]


class MailSeen(GlobalModel):
    """That a mail has come in, by a digest of its id, so that it is taken once."""

    kept_until = ("created",)
    kept_longer = timedelta(days=60)
    field_classes = {"digest": "host"}

    digest = models.CharField(max_length=64, unique=True)

    def __str__(self) -> str:
        return self.digest[:12]
