"""What meets: a series, also of one date, and each date of it."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from commonhearth.core.rhythm import Rhythm
from commonhearth.foundation.sealed import SealedField
from commonhearth.foundation.tenancy.models import TenantModel


class Kind(models.TextChoices):
    """What sort of meeting. Words on screen: `meetings.wording.KINDS`."""

    MEETING = "meeting"
    BOARD = "board"
    ASSEMBLY = "assembly"
    SUPPORT = "support"
    REFLECTION = "reflection"
    GATHERING = "gathering"


class Doors(models.TextChoices):
    """Who may come. Words on screen: `meetings.wording.DOORS`."""

    CIRCLE = "circle"
    COMMUNITY = "community"
    ALL = "all"


class PlaceFor(models.TextChoices):
    """Where the doors are open to all: who is told the exact place or the way in online."""

    ALL = "all"
    HELLO = "hello"


#: Of a series, the fields that hold words: sealed together where the circle is hidden.
HIDDEN_WORDS = ("title", "about", "place", "district", "access_words", "led_by", "costs", "known")


class Series(TenantModel):
    """Something that meets, once or by a rule, on the clock of its own zone.

    Of a hidden circle the words stand in `sealed_words` only, as JSON by field, and the plain columns are empty.
    """

    field_classes = {
        "circle": "circle",
        "kind": "circle",
        "doors": "circle",
        "place_for": "circle",
        "first": "circle",
        "at": "circle",
        "minutes": "circle",
        "zone": "circle",
        "rule": "circle",
        "last": "circle",
        "title": "circle",
        "about": "circle",
        "place": "circle",
        "district": "circle",
        "access": "circle",
        "access_words": "circle",
        "led_by": "circle",
        "costs": "circle",
        "known": "circle",
        "sealed_words": "circle",
        "online": "circle",
        "seats": "circle",
        "host": "circle",
        "ended": "circle",
        "origin": "circle",
    }
    WORDS = HIDDEN_WORDS

    circle = models.ForeignKey("circles.Circle", on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.MEETING)
    doors = models.CharField(max_length=10, choices=Doors, default=Doors.CIRCLE)
    place_for = models.CharField(max_length=5, choices=PlaceFor, default=PlaceFor.HELLO)
    first = models.DateField()
    #: On the clock of `zone`, summer and winter.
    at = models.TimeField()
    minutes = models.PositiveSmallIntegerField(default=90)
    zone = models.CharField(max_length=64)
    #: RFC 5545, without UNTIL; empty for once.
    rule = models.CharField(max_length=500, blank=True)
    #: The last day on which it may fall.
    last = models.DateField(null=True, blank=True)
    title = models.CharField(max_length=120, blank=True)
    #: What to expect.
    about = models.TextField(blank=True)
    place = models.CharField(max_length=200, blank=True)
    #: What of the place is said where not everybody is told it.
    district = models.CharField(max_length=120, blank=True)
    #: Codes of `meetings.wording.ACCESS`: steps, toilet, loop ...
    access = models.JSONField(default=list, blank=True)
    access_words = models.CharField(max_length=300, blank=True)
    #: Of a gathering, and of what people practise together: who leads it, what it costs, what is and is not known.
    led_by = models.CharField(max_length=120, blank=True)
    costs = models.CharField(max_length=120, blank=True)
    known = models.CharField(max_length=500, blank=True)
    sealed_words = SealedField(owner="circle", null=True)
    #: The link by which one takes part online: for those who come.
    online = SealedField(owner="circle", null=True)
    #: How many can come; None for as many as like.
    seats = models.PositiveIntegerField(null=True, blank=True)
    #: Who is host where a date has no other; at first who planned it.
    host = models.ForeignKey(
        "circles.CircleMembership", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    #: When it was brought to an end; its dates after that are no more.
    ended = models.DateTimeField(null=True, blank=True)
    #: Where it comes from, when it was brought: the identifier it had there.
    origin = models.CharField(max_length=300, blank=True)

    class Meta:
        base_manager_name = "objects"
        ordering = ["created", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["community", "origin"], condition=~Q(origin=""), name="meetings_brought_once"
            ),
            models.CheckConstraint(condition=Q(minutes__gt=0), name="meetings_lasts"),
            models.CheckConstraint(
                condition=Q(sealed_words__isnull=True) | Q(**dict.fromkeys(HIDDEN_WORDS, ""), doors="circle"),
                name="meetings_hidden_words_sealed",
            ),
        ]

    @property
    def rhythm(self) -> Rhythm:
        """When it takes place."""
        return Rhythm(self.first, self.at, self.zone, self.rule, self.last)


class Meeting(TenantModel):
    """One date of a series. Its id lasts: whoever comes, an agenda, minutes hang on it."""

    field_classes = {
        "series": "circle",
        "circle": "circle",
        "on": "circle",
        "starts": "circle",
        "ends": "circle",
        "cancelled": "circle",
        "moved": "circle",
        "extra": "circle",
        "place": "circle",
        "sealed_place": "circle",
        "host": "circle",
        "sequence": "circle",
        "changed": "circle",
    }

    series = models.ForeignKey(Series, on_delete=models.CASCADE, related_name="meetings")
    #: The series' circle, for the key that seals and for the walls of lists.
    circle = models.ForeignKey("circles.Circle", on_delete=models.CASCADE, related_name="+")
    #: The day by the series' rule, in its zone; it stays when the meeting is moved.
    on = models.DateField()
    starts = models.DateTimeField()
    ends = models.DateTimeField()
    cancelled = models.DateTimeField(null=True, blank=True)
    #: Whether time or place were set for this date alone; the series' own changes leave it alone then.
    moved = models.BooleanField(default=False)
    #: A date beside the rule.
    extra = models.BooleanField(default=False)
    #: Where this date has a place of its own.
    place = models.CharField(max_length=200, blank=True)
    sealed_place = SealedField(owner="circle", null=True)
    #: Who is host on this date, where it is not the series' host.
    host = models.ForeignKey(
        "circles.CircleMembership", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    #: Counts changes of time, place and standing, as calendars want to know (RFC 5546).
    sequence = models.PositiveIntegerField(default=0)
    changed = models.DateTimeField()

    class Meta:
        base_manager_name = "objects"
        ordering = ["starts", "id"]
        constraints = [
            models.UniqueConstraint(fields=["series", "on"], name="meetings_one_a_day"),
            models.CheckConstraint(condition=Q(ends__gt=F("starts")), name="meetings_forward"),
        ]
        indexes = [
            models.Index(fields=["community", "starts", "id"], name="meetings_next"),
            models.Index(fields=["circle", "starts", "id"], name="meetings_in_circle"),
        ]
