"""Come with me: somebody would like company on one way, and who said that they can."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from commonhearth.foundation.sealed import SealedField
from commonhearth.foundation.tenancy.models import ROW, TenantModel


class Errand(TenantModel):
    """A way on which a member would like company: to an office, a ward, a first evening. Gone the day after."""

    belongs_to = "member"
    erased = ROW
    kept_until = ("day",)
    field_classes = {"member": "person", "day": "person", "words": "health"}

    member = models.ForeignKey("members.Member", on_delete=models.CASCADE, related_name="+")
    day = models.DateField()
    #: Where to, and what would help.
    words = SealedField(owner="community")

    #: Whether the viewer for whom it was fetched may read it; filled by `selectors.accompanying`.
    for_viewer: bool = False

    class Meta:
        base_manager_name = "objects"
        ordering = ["day", "id"]


class Companion(TenantModel):
    """Who can come along on a way. It holds when whoever asked has said yes."""

    belongs_to = "member"
    erased = ROW
    field_classes = {"errand": "person", "member": "person", "agreed": "person"}

    errand = models.ForeignKey(Errand, on_delete=models.CASCADE, related_name="companions")
    member = models.ForeignKey("members.Member", on_delete=models.CASCADE, related_name="+")
    #: When whoever asked said yes to them.
    agreed = models.DateTimeField(null=True, blank=True)

    class Meta:
        base_manager_name = "objects"
        ordering = ["created", "id"]
        constraints = [
            models.UniqueConstraint(fields=["errand", "member"], name="care_come_along_once"),
            models.UniqueConstraint(
                fields=["errand"], condition=Q(agreed__isnull=False), name="care_one_companion"
            ),
        ]
