"""A code that says “this is my new sign-in”, and two members who say whose it is."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from commonhearth.foundation.tenancy.models import ROW, GlobalModel, TenantModel


class Code(GlobalModel):
    """What somebody with a new sign-in tells to two people who know them."""

    belongs_to = "person"
    kept_until = ("expires",)
    field_classes = {"person": "person", "digest": "secret", "expires": "person"}

    person = models.OneToOneField("accounts.Person", on_delete=models.CASCADE, related_name="+")
    #: A keyed digest; the code itself was shown once.
    digest = models.CharField(max_length=64, unique=True)
    expires = models.DateTimeField()


class Recovery(TenantModel):
    """Members vouch that a new sign-in is a certain member's. Counts when a second has, and three days have passed."""

    belongs_to = "member"
    erased = ROW
    moves = False
    field_classes = {
        "member": "person",
        "person": "person",
        "first_by": "community",
        "second_by": "community",
        "due": "person",
        "stopped": "community",
        "done": "community",
    }

    member = models.ForeignKey("members.Member", on_delete=models.CASCADE, related_name="+")
    #: The new sign-in.
    person = models.ForeignKey("accounts.Person", on_delete=models.CASCADE, related_name="+")
    first_by = models.ForeignKey("members.Member", on_delete=models.CASCADE, related_name="+")
    second_by = models.ForeignKey("members.Member", null=True, on_delete=models.CASCADE, related_name="+")
    #: When it takes effect; empty until a second member has vouched.
    due = models.DateTimeField(null=True)
    stopped = models.DateTimeField(null=True)
    done = models.DateTimeField(null=True)

    class Meta:
        base_manager_name = "objects"
        ordering = ["created", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["member"],
                condition=Q(stopped__isnull=True, done__isnull=True),
                name="recovery_one_open",
            ),
            models.CheckConstraint(
                condition=Q(second_by__isnull=True) | ~Q(second_by=F("first_by")), name="recovery_two_people"
            ),
            models.CheckConstraint(
                condition=~Q(first_by=F("member")) & (Q(second_by__isnull=True) | ~Q(second_by=F("member"))),
                name="recovery_not_oneself",
            ),
            models.CheckConstraint(
                condition=Q(due__isnull=True, second_by__isnull=True)
                | Q(due__isnull=False, second_by__isnull=False),
                name="recovery_due_when_two",
            ),
            models.CheckConstraint(
                condition=Q(done__isnull=True) | Q(due__isnull=False), name="recovery_done_was_due"
            ),
        ]
