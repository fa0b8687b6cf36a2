"""A listing: one group as the directory knows it, where that came from, and what became of it."""

from __future__ import annotations

import secrets
from itertools import count
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from commonhearth.core.places.distance import Point
from commonhearth.core.places.globe import spot
from commonhearth.foundation.tenancy.models import GlobalModel


class Kind(models.TextChoices):
    """What a group is there for. One each; its activities say more."""

    CARE = "care", "Health and care"
    PEER = "peer", "Peer support"
    COMMUNITY = "community", "Living together"
    HOUSING = "housing", "Housing"
    FOOD = "food", "Food and growing"
    LEARNING = "learning", "Learning"
    ADVICE = "advice", "Advice and practical help"
    WORK = "work", "Work and trade"
    MONEY = "money", "Money and saving"
    ENERGY = "energy", "Energy and environment"
    ARTS = "arts", "Arts, sport and clubs"
    OTHER = "other", "Something else"


class OnGlobe(models.FloatField):
    """One of x, y and z of a listing (core.places.globe): worked out from its coordinates as it is saved."""

    def pre_save(self, model_instance: Any, add: bool) -> float | None:
        """Return what the coordinates make it."""
        point = model_instance.point()
        value = None if point is None else getattr(spot(point), self.attname)
        setattr(model_instance, self.attname, value)
        return value

    def deconstruct(self) -> Any:
        """Stand in migrations as a plain number."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.FloatField", args, kwargs


_numbers = count(secrets.randbits(62))


def new_number() -> int:
    """Return a number for the index of words, which needs one; those of one import follow each other.

    Neighbours take a byte in SQLite's index where numbers at random take six, and are read as much faster.
    """
    return next(_numbers)


class Source(GlobalModel):
    """Where listings came from, and what must be said wherever one is shown."""

    field_classes = {
        "key": "public",
        "title": "public",
        "licence": "public",
        "licence_url": "public",
        "attribution": "public",
        "url": "public",
        "by_way_of": "public",
    }

    key = models.SlugField(max_length=60, unique=True)
    title = models.CharField(max_length=200)
    licence = models.CharField(max_length=200)
    licence_url = models.URLField(max_length=300, blank=True)
    attribution = models.CharField(max_length=300)
    url = models.CharField(max_length=300, blank=True)
    #: The host that is followed, where it comes from one. It is given on by that host, not by this one.
    by_way_of = models.CharField(max_length=253, blank=True)


#: All that ranking a search takes (selectors/standing.py), so that it reads an index and no row.
RANKED_BY = (
    "closed_on", "verified_on", "as_of", "verified_until", "kind", "open_to_members", "name_folded", "id",
)  # fmt: skip


class Listing(GlobalModel):
    """One group. Its place is stored no finer than it may be shown; a refuge's is its town."""

    field_classes = {
        "source": "public",
        "origin": "public",
        "as_of": "public",
        "name": "public",
        "name_folded": "public",
        "identity": "public",
        "kind": "public",
        "description": "public",
        "activities": "public",
        "words": "public",
        "street": "public",
        "town": "public",
        "town_folded": "public",
        "region": "public",
        "postcode": "public",
        "postcode_key": "public",
        "outward": "public",
        "country": "public",
        "country_how": "public",
        "latitude": "public",
        "longitude": "public",
        "x": "public",
        "y": "public",
        "z": "public",
        "number": "host",
        "precision": "public",
        "placed_by": "public",
        "website": "public",
        "website_written": "public",
        "website_doubt": "public",
        "phone": "public",
        "email": "public",
        "open_to_members": "public",
        "sheltered": "public",
        "sheltered_by_hand": "host",
        "corrected": "host",
        "verified_on": "public",
        "verified_until": "public",
        "closed_on": "public",
        "merged_into": "public",
        "silent_since": "public",
        "no_reminders": "host",
        "community": "public",
        "gone_since": "public",
        "changed": "public",
    }

    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="listings")
    #: The source's own id of the row.
    origin = models.CharField(max_length=120)
    #: The date of the list, or of the row in it, that says this.
    as_of = models.DateField(null=True)

    name = models.CharField(max_length=300)
    name_folded = models.CharField(max_length=300)
    #: The name reduced to what makes two listings the same group (core.places.names.identity_name).
    identity = models.CharField(max_length=300, db_index=True)
    kind = models.CharField(max_length=12, choices=Kind, default=Kind.OTHER)
    description = models.TextField(blank=True)
    activities = models.JSONField(default=list)
    #: Everything that words are looked for in, folded, with a space before and after each word.
    words = models.TextField()
    #: What the index of words calls the row (foundation.search.inverted).
    number = models.BigIntegerField(unique=True, default=new_number, editable=False)

    street = models.CharField(max_length=300, blank=True)
    town = models.CharField(max_length=120, blank=True)
    town_folded = models.CharField(max_length=120, blank=True, db_index=True)
    region = models.CharField(max_length=120, blank=True)
    postcode = models.CharField(max_length=20, blank=True)
    postcode_key = models.CharField(max_length=20, blank=True, db_index=True)
    outward = models.CharField(max_length=4, blank=True, db_index=True)
    country = models.CharField(max_length=2, blank=True)
    country_how = models.CharField(max_length=10, blank=True)
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)
    #: The same place on a globe of radius one: distances are measured from these in the database.
    x = OnGlobe(null=True, editable=False)
    y = OnGlobe(null=True, editable=False)
    z = OnGlobe(null=True, editable=False)
    #: exact, km, town, hidden (core.places.precision.Precision).
    precision = models.CharField(max_length=8)
    #: record, postcode, town, or nothing: what the coordinates are the middle of.
    placed_by = models.CharField(max_length=10, blank=True)

    website = models.CharField(max_length=2000, blank=True)
    website_written = models.CharField(max_length=2000, blank=True)
    website_doubt = models.CharField(max_length=20, blank=True)
    phone = models.CharField(max_length=200, blank=True)
    #: As the group published it. Pages show it after a press, so that it is not collected from them.
    email = models.CharField(max_length=254, blank=True)
    open_to_members = models.BooleanField(null=True)

    #: A refuge or a service against domestic violence: never finer than its town, anywhere.
    sheltered = models.BooleanField(default=False)
    #: What a reviewer said about that, if one did; an import then leaves it alone.
    sheltered_by_hand = models.BooleanField(null=True)
    #: Names of fields that a reviewer corrected; an import leaves them alone.
    corrected = models.JSONField(default=list)

    #: The last verification, copied here for ranking.
    verified_on = models.DateField(null=True)
    verified_until = models.DateField(null=True)
    #: Out of the results since then: it stopped, or is told on another's page.
    closed_on = models.DateField(null=True)
    #: The listing of the same group that is kept; this one's address leads there.
    merged_into = models.ForeignKey("self", null=True, on_delete=models.SET_NULL, related_name="merged")
    #: The day since which their website has not answered, once that may be said (core.places.answering).
    silent_since = models.DateField(null=True)
    #: Somebody at the published address wants no reminders.
    no_reminders = models.BooleanField(default=False)

    #: When it shows a community of this host.
    community = models.OneToOneField(
        "communities.Community", null=True, on_delete=models.CASCADE, related_name="+"
    )
    #: Since when those who published it no longer do. It may still be there.
    gone_since = models.DateField(null=True)
    #: When the row was last written: what those who fetch it ask for ("not modified since").
    changed = models.DateTimeField(auto_now=True, db_index=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "origin"], name="listing_once_per_source"),
            models.CheckConstraint(
                name="listing_refuge_no_finer_than_town",
                condition=Q(sheltered=False)
                | Q(street="", postcode="", postcode_key="", outward="", precision__in=["town", "hidden"]),
            ),
            models.CheckConstraint(
                name="listing_merged_is_out_of_results",
                condition=Q(merged_into=None) | Q(closed_on__isnull=False),
            ),
            models.CheckConstraint(
                name="listing_place_is_whole",
                condition=Q(latitude=None, longitude=None, x=None, y=None, z=None)
                # What is compared with nothing is neither true nor false, and would pass.
                | Q(latitude__range=(-90, 90), longitude__range=(-180, 180))
                & Q(**{f"{name}__isnull": False for name in ("latitude", "longitude", "x", "y", "z")}),
            ),
        ]
        indexes = [
            models.Index(
                fields=["latitude", "longitude", "x", "y", "z", *RANKED_BY, "number"], name="listing_standing"
            ),
            models.Index(
                fields=["number", "latitude", "longitude", "x", "y", "z", *RANKED_BY], name="listing_by_words"
            ),
            models.Index(
                fields=["country", "town_folded"],
                condition=Q(latitude=None, closed_on=None),
                name="listing_in_town",
            ),
            # What open meetings are looked for by: a few among all that stand around a place.
            models.Index(
                fields=["latitude", "longitude"],
                condition=Q(community__isnull=False, closed_on=None),
                name="listing_of_community",
            ),
            models.Index(fields=["created", "id"], name="listing_in_order"),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        if kwargs.get("update_fields") is not None:
            kwargs["update_fields"] = {*kwargs["update_fields"], "changed"}
        super().save(*args, **kwargs)

    def point(self) -> Point | None:
        """Return where it is, as finely as it may be shown."""
        if self.latitude is None or self.longitude is None:
            return None
        return Point(self.latitude, self.longitude)


class ListingIdentifier(GlobalModel):
    """What a register calls the group: the surest way to know it again."""

    field_classes = {"listing": "public", "scheme": "public", "value": "public"}

    listing = models.ForeignKey(Listing, on_delete=models.CASCADE, related_name="identifiers")
    scheme = models.CharField(max_length=40)
    value = models.CharField(max_length=200)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["scheme", "value"], name="identifier_once")]


class Verification(GlobalModel):
    """Somebody checked that the group exists: who, how, when, and until when that holds."""

    field_classes = {"listing": "public", "by": "person", "how": "public", "on": "public", "until": "public"}

    listing = models.ForeignKey(Listing, on_delete=models.CASCADE, related_name="verifications")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    #: A code of wording.HOW_VERIFIED.
    how = models.CharField(max_length=20)
    on = models.DateField()
    until = models.DateField(null=True)


class Succession(GlobalModel):
    """Who carries on what a group that stopped did: another listing, or a name."""

    field_classes = {"listing": "public", "successor": "public", "name": "public", "position": "public"}

    listing = models.ForeignKey(Listing, on_delete=models.CASCADE, related_name="successions")
    successor = models.ForeignKey(Listing, null=True, on_delete=models.SET_NULL, related_name="carries_on")
    name = models.CharField(max_length=300)
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.CheckConstraint(name="succession_not_itself", condition=~Q(successor=models.F("listing"))),
            models.UniqueConstraint(fields=["listing", "position"], name="succession_in_order"),
        ]


class ListingChange(GlobalModel):
    """What was done to a listing, for ever: a line of its history."""

    append_only = True
    field_classes = {
        "listing": "public",
        "by": "person",
        "office": "public",
        "act": "public",
        "field": "public",
        "before": "host",
        "after": "host",
        "at": "public",
    }

    #: No references: the line stays what it was when listing or person go.
    listing = models.UUIDField(db_index=True)
    by = models.UUIDField(null=True)
    #: As what they did it: reviewer, group (those who look after it themselves). A code of wording.OFFICES.
    office = models.CharField(max_length=10, default="reviewer")
    act = models.CharField(max_length=20)
    field = models.CharField(max_length=40, blank=True)
    before = models.TextField(blank=True)
    after = models.TextField(blank=True)
    at = models.DateTimeField()


class Word(GlobalModel):
    """A word that occurs in some listing: what a misspelt word is compared with."""

    field_classes = {"word": "public", "letters": "public"}

    word = models.CharField(max_length=40, unique=True)
    letters = models.PositiveSmallIntegerField()

    class Meta:
        indexes = [models.Index(fields=["letters", "word"], name="word_by_length")]
