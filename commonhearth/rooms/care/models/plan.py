"""A member's own plan for good days and bad ones, in parts, and with whom each part is shared."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from commonhearth.foundation.sealed import SealedField
from commonhearth.foundation.tenancy.models import ROW, TenantModel

#: The parts that are offered, in the order in which they are read. Headings: `wording.plan.PARTS`.
KINDS = (
    "well",
    "daily",
    "sets_off",
    "early_signs",
    "breaking_down",
    "crisis",
    "after",
    "trust",
    "not_trust",
    "do",
    "do_not",
    "reasons",
    "kept",
)
#: A part under a heading of the member's own.
OWN = "own"


class PlanPart(TenantModel):
    """One part of a member's plan. Sealed with their key: destroying that erases it everywhere."""

    belongs_to = "member"
    erased = ROW
    field_classes = {
        "member": "person",
        "kind": "health",
        "heading": "health",
        "text": "health",
        "changed": "person",
    }

    member = models.ForeignKey("members.Member", on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=16)
    #: For a part of their own only.
    heading = SealedField(owner="member", null=True)
    text = SealedField(owner="member")
    changed = models.DateTimeField()

    #: Ids of the members who may read it, filled by `selectors.plan` for whom it was fetched; a plain row
    #: is its owner's only.
    readers: frozenset[object] = frozenset()

    class Meta:
        base_manager_name = "objects"
        ordering = ["created", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["member", "kind"], condition=~Q(kind="own"), name="care_plan_part_once"
            )
        ]


class PlanShare(TenantModel):
    """One part that one person may read, until it is taken back.

    Both are who they are in the circle in which they share: the reader learns no other name, and a share
    ends when either leaves that circle. In the circle of everyone that is the name in the community.
    """

    belongs_to = "part__member"
    erased = ROW
    kept_until = ("until",)
    field_classes = {"part": "person", "seat": "person", "reader": "person", "until": "person"}

    part = models.ForeignKey(PlanPart, on_delete=models.CASCADE, related_name="shares")
    #: The owner's place in the circle.
    seat = models.ForeignKey("circles.CircleMembership", on_delete=models.CASCADE, related_name="+")
    reader = models.ForeignKey("circles.CircleMembership", on_delete=models.CASCADE, related_name="+")
    #: The last day on which it may be read; empty: until it is taken back.
    until = models.DateField(null=True, blank=True)

    class Meta:
        base_manager_name = "objects"
        ordering = ["created", "id"]
        constraints = [models.UniqueConstraint(fields=["part", "reader"], name="care_plan_share_once")]
