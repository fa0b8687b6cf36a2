"""The community: a co-op or intentional community, owned by its members."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db import models

from commonhearth.foundation.sealed import SealedField
from commonhearth.foundation.tenancy.models import GlobalModel, TenantModel


class Kind(models.TextChoices):
    MENTAL_HEALTH = "mental_health", "Mental-health co-op"
    VILLAGE = "village", "Intentional community"
    FOUNDING = "founding", "Founding circle"
    OTHER = "other", "Another member-owned community"


class Economy(models.TextChoices):
    GIFT = "gift", "Gifts, nothing counted"
    TIME = "time", "Time credit"
    BARTER = "barter", "Barter"
    MONEY = "money", "Money"
    MIXED = "mixed", "Mixed"


class Precision(models.TextChoices):
    """How exactly the place is shown to outsiders."""

    EXACT = "exact", "Exact address"
    KILOMETRE = "km", "To about 1 km"
    TOWN = "town", "Town only"
    HIDDEN = "hidden", "Not shown"


class Admission(models.TextChoices):
    """Who lets a person in. The community's agreements decide it; this is the setting in force."""

    STEWARD = "steward", "A steward"
    TWO_MEMBERS = "two_members", "Two members"
    CIRCLE = "circle", "A circle"


class Stage(models.IntegerChoices):
    """Stages of growth (sources: docs/sources.md, "stage gates")."""

    CIRCLE = 0, "Circle, 5 to 20 people"
    PILOT = 1, "Pilot, 5 to 30"
    VIABLE = 2, "Minimum viable, 15 to 40"
    VILLAGE = 3, "Village, about 150"
    SPLIT = 4, "Dividing, about 280"
    FEDERATION = 5, "Federation"


class Community(GlobalModel):
    """What anyone may know of a community when it shows a public page, and how it is addressed.

    Settings that a decision may change are read through `agreements.rule`; the columns here hold
    the value in force now, so that lower floors can read it.
    """

    field_classes = {
        "slug": "public",
        "name": "public",
        "outside_name": "community",
        "community_kind": "public",
        "purpose": "public",
        "for_whom": "public",
        "place_text": "public",
        "town": "public",
        "country": "public",
        "latitude": "community",
        "longitude": "community",
        "precision": "public",
        "decides_by": "public",
        "cost": "public",
        "joining": "public",
        "for_journalists": "public",
        "for_relatives": "public",
        "languages": "public",
        "time_zone": "public",
        "lowest_age": "public",
        "economy": "public",
        "stage": "public",
        "public_page": "public",
        "open_to_members": "public",
        "joining_questions": "community",
        "admission": "community",
        "admission_circle": "community",
        "answer_days": "public",
        "trial_days": "public",
        "appeal_contact": "community",
        "reach_out": "public",
        "closed_rooms": "community",
        "frozen_since": "host",
        "moved_to": "public",
        "public_key": "public",
        "origin": "host",
    }

    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=120)
    #: How mail, calendars and devices name it when a member has not chosen otherwise.
    outside_name = models.CharField(max_length=120, blank=True)
    community_kind = models.CharField(max_length=20, choices=Kind, default=Kind.OTHER)
    purpose = models.TextField(blank=True)
    for_whom = models.TextField(blank=True)
    place_text = models.CharField(max_length=200, blank=True)
    town = models.CharField(max_length=120, blank=True)
    country = models.CharField(max_length=2, blank=True)
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    precision = models.CharField(max_length=10, choices=Precision, default=Precision.TOWN)
    decides_by = models.TextField(blank=True)
    cost = models.TextField(blank=True)
    joining = models.TextField(blank=True)
    for_journalists = models.TextField(blank=True)
    for_relatives = models.TextField(blank=True)
    languages = models.JSONField(default=list)
    time_zone = models.CharField(max_length=64, default="Europe/London")
    lowest_age = models.PositiveSmallIntegerField(default=18)
    economy = models.CharField(max_length=10, choices=Economy, default=Economy.GIFT)
    stage = models.PositiveSmallIntegerField(choices=Stage, default=Stage.CIRCLE)
    public_page = models.BooleanField(default=False)
    open_to_members = models.BooleanField(default=True)
    #: Up to five questions in the community's own words. Never about health.
    joining_questions = models.JSONField(default=list, blank=True)
    admission = models.CharField(max_length=12, choices=Admission, default=Admission.STEWARD)
    admission_circle = models.UUIDField(null=True, blank=True)
    answer_days = models.PositiveSmallIntegerField(default=7)
    trial_days = models.PositiveSmallIntegerField(default=60)
    appeal_contact = models.CharField(max_length=200, blank=True)
    #: Whether somebody has agreed to answer letters from outside.
    reach_out = models.BooleanField(default=False)
    closed_rooms = models.JSONField(default=list, blank=True)
    frozen_since = models.DateTimeField(null=True, blank=True)
    #: Where the community lives now, when it has moved to another host; it is frozen here then.
    moved_to = models.URLField(max_length=300, blank=True)
    public_key = models.BinaryField(max_length=32)
    origin = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["name", "id"]

    def __str__(self) -> str:
        return self.name

    @property
    def named_outside(self) -> str:
        """The name for subjects, senders and calendars when a member has not chosen another.

        Of a mental-health community never its full name by default: the initials, so that an envelope tells nothing.
        """
        if self.community_kind == Kind.MENTAL_HEALTH and not self.outside_name:
            return "".join(word[0].upper() for word in self.name.split() if word[0].isalnum())
        return self.outside_name or self.name

    def today(self, now: datetime) -> date:
        """Return the day it is on the community's clock."""
        return now.astimezone(ZoneInfo(self.time_zone)).date()


class SigningKey(TenantModel):
    """The private half of a community's Ed25519 key pair, sealed with the community's key."""

    field_classes = {"private_key": "secret"}

    private_key = SealedField(owner="community")


class ReachOut(TenantModel):
    """A message to a community from somebody outside. Hides both addresses; answered by a person."""

    field_classes = {
        "name": "person",
        "reply_to": "person",
        "person": "person",
        "message": "person",
        "answer_by": "community",
        "answered": "community",
        "told_late": "community",
    }

    name = models.CharField(max_length=80)
    reply_to = SealedField(owner="community")
    person = models.ForeignKey("accounts.Person", null=True, on_delete=models.SET_NULL, related_name="+")
    message = SealedField(owner="community")
    answer_by = models.DateTimeField()
    answered = models.DateTimeField(null=True, blank=True)
    told_late = models.DateTimeField(null=True, blank=True)
