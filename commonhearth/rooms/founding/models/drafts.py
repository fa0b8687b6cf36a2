"""A draft: what founders have written of a community that does not exist yet. Only they see it."""

from __future__ import annotations

from datetime import timedelta

from django.db import models
from django.db.models import Q

from commonhearth.core.founding import LONGEST_TERM
from commonhearth.foundation.tenancy.models import GlobalModel
from commonhearth.rooms.founding.models.beginnings import Shown


class Draft(GlobalModel):
    """The words of a community to be. It stays after publishing, as the way from its old address to the new."""

    kept_until = ("put_away", "published")
    kept_longer = timedelta(days=365)
    field_classes = {
        "community_kind": "person",
        "purpose": "person",
        "for_whom": "person",
        "town": "person",
        "country": "person",
        "latitude": "person",
        "longitude": "person",
        "precision": "person",
        "name": "person",
        "outside_name": "person",
        "helplines": "person",
        "time_zone": "person",
        "meets_on": "person",
        "meets_clock": "person",
        "meets_where": "person",
        "meets_district": "person",
        "meets_shown": "person",
        "meets_expect": "person",
        "left_out": "person",
        "changed": "person",
        "put_away": "person",
        "published": "person",
        "community": "person",
    }

    community_kind = models.CharField(max_length=20)
    purpose = models.TextField(blank=True)
    for_whom = models.TextField(blank=True)
    #: The town as people say it; the point is the town's, never finer.
    town = models.CharField(max_length=120, blank=True)
    country = models.CharField(max_length=2, blank=True)
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    precision = models.CharField(max_length=10, default="town")
    name = models.CharField(max_length=120, blank=True)
    outside_name = models.CharField(max_length=120, blank=True)
    helplines = models.CharField(max_length=2, blank=True)
    time_zone = models.CharField(max_length=64, blank=True)
    meets_on = models.DateField(null=True, blank=True)
    meets_clock = models.TimeField(null=True, blank=True)
    meets_where = models.CharField(max_length=200, blank=True)
    meets_district = models.CharField(max_length=120, blank=True)
    meets_shown = models.CharField(max_length=10, choices=Shown, default=Shown.DISTRICT)
    meets_expect = models.TextField(blank=True)
    #: Steps that the founders left out for good; leaving one out is undone by answering it.
    left_out = models.JSONField(default=list, blank=True)
    changed = models.DateTimeField()
    put_away = models.DateTimeField(null=True, blank=True)
    published = models.DateTimeField(null=True, blank=True)
    community = models.ForeignKey(
        "communities.Community", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ["-changed", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(put_away__isnull=True) | Q(published__isnull=True),
                name="founding_published_is_not_put_away",
            )
        ]

    @property
    def is_open(self) -> bool:
        """Whether founders still write on it."""
        return self.put_away is None and self.published is None


class DraftClause(GlobalModel):
    """A clause of the agreements to be. `key` names the template that it came from, if any."""

    field_classes = {
        "draft": "person",
        "agreement_kind": "person",
        "number": "person",
        "key": "person",
        "text": "person",
        "short": "person",
        "fixed": "person",
        "rule_key": "person",
        "rule_value": "person",
        "taken": "person",
    }

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="clauses")
    agreement_kind = models.CharField(max_length=14)
    number = models.PositiveSmallIntegerField()
    key = models.CharField(max_length=40, blank=True)
    text = models.TextField()
    short = models.TextField()
    fixed = models.BooleanField(default=False)
    rule_key = models.CharField(max_length=40, blank=True)
    rule_value = models.CharField(max_length=60, blank=True)
    #: Whether it is among what the founders agree on; one that is not keeps its words.
    taken = models.BooleanField(default=True)

    class Meta:
        ordering = ["agreement_kind", "number", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["draft", "agreement_kind", "number"], name="founding_clause_number"
            ),
            models.UniqueConstraint(
                fields=["draft", "rule_key"],
                condition=~Q(rule_key="") & Q(taken=True),
                name="founding_one_clause_rules",
            ),
        ]


class FirstRole(GlobalModel):
    """Who is to hold an office from the first day, and for how many months."""

    field_classes = {"draft": "person", "office": "person", "holder": "person", "months": "person"}

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="roles")
    office = models.CharField(max_length=12)
    holder = models.ForeignKey("founding.Founder", on_delete=models.CASCADE, related_name="roles")
    months = models.PositiveSmallIntegerField(default=LONGEST_TERM)

    class Meta:
        ordering = ["created", "id"]
        constraints = [
            models.UniqueConstraint(fields=["draft", "office", "holder"], name="founding_role_once"),
            models.CheckConstraint(
                condition=Q(months__gte=1, months__lte=LONGEST_TERM), name="founding_role_has_term"
            ),
        ]
