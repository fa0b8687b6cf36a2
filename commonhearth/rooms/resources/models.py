"""Something that helped somebody, and what members say about it in words."""

from __future__ import annotations

from datetime import date, timedelta

from django.conf import settings
from django.db import models

from commonhearth.foundation.tenancy.models import GlobalModel

#: After so long without anybody looking, a page says that it was last checked long ago.
FRESH_FOR = timedelta(days=365)


class Sort(models.TextChoices):
    """What sort of help. No sort stands before another. Words on screen: `wording.SORTS`."""

    CLINICAL = "clinical"
    PEER = "peer"
    PRACTICAL = "practical"
    PRACTICE = "practice"


class State(models.TextChoices):
    """Where an entry, or what is said about one, stands."""

    WAITING = "waiting"
    PUBLIC = "public"
    AWAY = "away"


class Resource(GlobalModel):
    """A service, or a practice people do: what it is, for what, what it costs, how to get in."""

    field_classes = {
        "sort": "public",
        "name": "public",
        "name_folded": "public",
        "about": "public",
        "needs": "public",
        "cost": "public",
        "cost_words": "public",
        "access": "public",
        "how_to": "public",
        "languages": "public",
        "country": "public",
        "where": "public",
        "website": "public",
        "phone": "public",
        "marks": "public",
        "words": "public",
        "state": "host",
        "added_by": "person",
        "checked_on": "public",
    }

    sort = models.CharField(max_length=10, choices=Sort)
    name = models.CharField(max_length=160)
    name_folded = models.CharField(max_length=160)
    about = models.TextField(max_length=1500)
    #: Codes of `wording.NEEDS`, `wording.ACCESS`, and languages.
    needs = models.JSONField(default=list)
    cost = models.CharField(max_length=10)
    cost_words = models.CharField(max_length=160, blank=True)
    access = models.JSONField(default=list)
    how_to = models.CharField(max_length=300, blank=True)
    languages = models.JSONField(default=list)
    #: ISO code; empty for what is everywhere or at a distance.
    country = models.CharField(max_length=2, blank=True)
    where = models.CharField(max_length=160, blank=True)
    website = models.URLField(max_length=300, blank=True)
    phone = models.CharField(max_length=60, blank=True)
    #: What is filtered by, with a space before and after each mark: " need:sleep cost:free ".
    marks = models.TextField()
    #: Every word that is looked for, folded, with a space before and after each.
    words = models.TextField()
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    #: When a reviewer last looked whether it is as it says.
    checked_on = models.DateField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["state", "name_folded", "id"], name="resources_by_name"),
        ]

    def __str__(self) -> str:
        return self.name

    def is_old(self, *, today: date) -> bool:
        """Return whether nobody has looked for longer than `FRESH_FOR`."""
        return self.checked_on is not None and today - self.checked_on > FRESH_FOR


class Recommendation(GlobalModel):
    """What one person says about an entry: words, never stars. Named as they choose."""

    belongs_to = "person"
    field_classes = {
        "resource": "public",
        "person": "person",
        "said": "public",
        "named": "public",
        "state": "host",
    }

    resource = models.ForeignKey(Resource, on_delete=models.CASCADE, related_name="said_of")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    said = models.TextField(max_length=800)
    #: How they want to be named; empty: not at all.
    named = models.CharField(max_length=60, blank=True)
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["resource", "person"], name="resources_said_once"),
        ]
        indexes = [models.Index(fields=["resource", "state", "created"], name="resources_said_of")]
