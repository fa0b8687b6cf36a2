"""A line that somebody can call or write to. The same for everybody on every host."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _

from commonhearth.foundation.tenancy.models import ReferenceModel

#: After so many days a page says that the number was read long ago, and `hearth check` warns.
FRESH_FOR = timedelta(days=180)


class Purpose(models.TextChoices):
    """What a line is for, in the order in which a page shows them."""

    EMERGENCY = "emergency", _("If a life is in danger now")
    TALK = "talk", _("Someone to talk to")
    YOUNG = "young", _("For children and young people")
    HARMED = "harmed", _("If someone harms you")
    WORRIED = "worried", _("If you are worried about someone")
    PEER = "peer", _("People who have been there themselves")


class Helpline(ReferenceModel):
    field_classes = {
        "key": "public",
        "country": "public",
        "purpose": "public",
        "name": "public",
        "about": "public",
        "calls": "public",
        "texts": "public",
        "hours": "public",
        "cost": "public",
        "languages": "public",
        "region": "public",
        "for_others": "public",
        "source_name": "public",
        "source_url": "public",
        "source_dated": "public",
        "read_on": "public",
        "read_how": "public",
        "place": "public",
    }

    #: Never changes; the shipped file finds its row by it.
    key = models.SlugField(max_length=60, unique=True)
    country = models.CharField(max_length=2)
    purpose = models.CharField(max_length=12, choices=Purpose.choices)
    name = models.CharField(max_length=120)
    about = models.CharField(max_length=300)
    #: Numbers to call: a list of {"number", "for"}; `for` may be empty.
    calls = models.JSONField(default=list)
    #: Numbers to write to: a list of {"number", "word", "for"}; `word` is the first message asked for.
    texts = models.JSONField(default=list)
    #: Empty where the source does not say.
    hours = models.CharField(max_length=160, blank=True)
    cost = models.CharField(max_length=120, blank=True)
    languages = models.CharField(max_length=120, blank=True)
    region = models.CharField(max_length=80, blank=True)
    #: The source says that one may call about someone else.
    for_others = models.BooleanField(default=False)
    source_name = models.CharField(max_length=120)
    source_url = models.URLField(max_length=300)
    #: The date the source itself carries: a year, a month or a day; empty where it carries none.
    source_dated = models.CharField(max_length=10, blank=True)
    read_on = models.DateField()
    #: How it was read: "live" or "stored-copy".
    read_how = models.CharField(max_length=12)
    #: Where it stands within its country.
    place = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["country", "place"]
        indexes = [models.Index(fields=["country", "place"], name="helplines_by_country")]

    def __str__(self) -> str:
        return self.key

    def is_old(self, *, today: date) -> bool:
        """Return whether nobody has read its source for longer than `FRESH_FOR`."""
        return today - self.read_on > FRESH_FOR
