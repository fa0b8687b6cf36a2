"""Who is there, when; and who from a neighbour community can be asked where too few are left."""

from __future__ import annotations

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q

from commonhearth.foundation.tenancy.models import ROW, TenantModel


class DutyHours(TenantModel):
    """Hours of one weekday in which somebody on duty means to be there, by the community's clock."""

    belongs_to = "member"
    erased = ROW
    field_classes = {
        "member": "community",
        "weekday": "community",
        "starts": "community",
        "ends": "community",
    }

    member = models.ForeignKey("members.Member", on_delete=models.CASCADE, related_name="+")
    #: Monday is 0.
    weekday = models.PositiveSmallIntegerField(validators=[MaxValueValidator(6)])
    starts = models.TimeField()
    #: Not after `starts`: on the next day.
    ends = models.TimeField()

    class Meta:
        base_manager_name = "objects"
        ordering = ["weekday", "starts", "id"]
        constraints = [
            models.UniqueConstraint(fields=["member", "weekday", "starts"], name="care_hours_once"),
            models.CheckConstraint(condition=Q(weekday__lte=6), name="care_hours_weekday"),
        ]


class Neighbour(TenantModel):
    """A person of a neighbour community who said yes to being asked when too few are left here."""

    field_classes = {
        "name": "community",
        "of_community": "community",
        "reach": "community",
        "said_yes": "community",
        "added_by": "community",
    }

    name = models.CharField(max_length=80)
    of_community = models.CharField(max_length=120)
    #: How they are reached, as they want it.
    reach = models.CharField(max_length=200)
    said_yes = models.DateField()
    added_by = models.ForeignKey(
        "members.Member", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        base_manager_name = "objects"
        ordering = ["name", "id"]


class Borrowed(TenantModel):
    """A neighbour who looks at one case, by a link of their own and for a time; they see nothing else here."""

    field_classes = {
        "case": "community",
        "name": "community",
        "of_community": "community",
        "secret_digest": "secret",
        "until": "community",
        "ended": "community",
    }

    case = models.ForeignKey("care.Case", on_delete=models.CASCADE, related_name="borrowed")
    name = models.CharField(max_length=80)
    of_community = models.CharField(max_length=120)
    secret_digest = models.CharField(max_length=64)
    until = models.DateTimeField()
    ended = models.DateTimeField(null=True, blank=True)

    class Meta:
        base_manager_name = "objects"
        ordering = ["created", "id"]
        constraints = [
            models.UniqueConstraint(fields=["community", "secret_digest"], name="care_borrowed_secret")
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.of_community})"
