"""Opening what is hidden, in an emergency: by two named officers, for a reason, for a time."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from commonhearth.foundation.sealed import SealedField
from commonhearth.foundation.tenancy.models import TenantModel


class OpeningKind(models.TextChoices):
    """What is opened. Words on screen: `wording.openings.KINDS`."""

    AUTHOR = "author"
    POST = "post"
    PERSON = "person"
    CASE = "case"


class Opening(TenantModel):
    """One opening of one thing. It is asked by one officer, confirmed by another, told to those concerned, and over."""

    field_classes = {
        "kind": "community",
        "case": "community",
        "post": "circle",
        "circle": "circle",
        "membership": "secret",
        "why": "community",
        "hours": "community",
        "asked_by": "community",
        "confirmed_by": "community",
        "confirmed": "community",
        "until": "community",
        "ended": "community",
    }

    kind = models.CharField(max_length=6, choices=OpeningKind)
    case = models.ForeignKey("care.Case", on_delete=models.CASCADE, related_name="openings")
    post = models.UUIDField(null=True, blank=True)
    circle = models.ForeignKey(
        "circles.Circle", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    #: Who it turned out to be, while it is open; emptied when it is over.
    membership = models.ForeignKey(
        "circles.CircleMembership", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    why = SealedField(owner="community")
    hours = models.PositiveSmallIntegerField()
    asked_by = models.ForeignKey("members.Member", on_delete=models.CASCADE, related_name="+")
    confirmed_by = models.ForeignKey(
        "members.Member", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    confirmed = models.DateTimeField(null=True, blank=True)
    #: Until then it can be confirmed; once confirmed, until then it is open.
    until = models.DateTimeField()
    ended = models.DateTimeField(null=True, blank=True)

    class Meta:
        base_manager_name = "objects"
        ordering = ["created", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "kind"], condition=Q(ended__isnull=True), name="care_one_opening_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True) | ~Q(confirmed_by=F("asked_by")),
                name="care_opening_by_two",
            ),
            models.CheckConstraint(
                condition=Q(hours__gte=1, hours__lte=24), name="care_opening_a_day_at_most"
            ),
        ]
