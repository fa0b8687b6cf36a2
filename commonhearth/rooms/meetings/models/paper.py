"""Who wants letters on paper, and how these reach them."""

from __future__ import annotations

from django.db import models

from commonhearth.foundation.sealed import SealedField
from commonhearth.foundation.tenancy.models import ROW, TenantModel


class Way(models.TextChoices):
    """How paper reaches somebody. Words on screen: `meetings.wording.paper.WAYS`."""

    POST = "post"
    HAND = "hand"


class PaperWish(TenantModel):
    """One member wants the letter round. Nobody has a row until they ask for it."""

    belongs_to = "member"
    erased = ROW
    field_classes = {"member": "person", "way": "person", "address": "person"}

    member = models.OneToOneField("members.Member", on_delete=models.CASCADE, related_name="+")
    way = models.CharField(max_length=4, choices=Way)
    #: What stands on the address side, line by line, as they chose it.
    address = SealedField(owner=("member", "community"))

    class Meta:
        base_manager_name = "objects"
