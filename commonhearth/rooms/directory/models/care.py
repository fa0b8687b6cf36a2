"""How listings are looked after: merged and parted again, claimed, reminded of, their links checked."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from commonhearth.foundation.tenancy.models import GlobalModel
from commonhearth.rooms.directory.models.listings import Listing


class Merge(GlobalModel):
    """Two listings that a reviewer found to be one group. Undoing it restores every column.

    The other listing stands as it was, with its identifiers, checks and successors; only its address
    leads to the one that is kept. What that took over from it is written here as it was before.
    """

    field_classes = {
        "kept": "host",
        "other": "host",
        "by": "person",
        "at": "host",
        "closed_on": "host",
        "took": "host",
        "undone": "host",
    }

    kept = models.ForeignKey(Listing, on_delete=models.CASCADE, related_name="+")
    other = models.ForeignKey(Listing, on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()
    #: `closed_on` of the other before.
    closed_on = models.DateField(null=True)
    #: Columns of the kept one that were filled in from the other: name -> [before, after].
    took = models.JSONField(default=dict)
    undone = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["other"], condition=Q(undone=None), name="merged_into_one"),
            models.CheckConstraint(name="merge_of_two", condition=~Q(kept=models.F("other"))),
        ]
        indexes = [models.Index(fields=["at", "id"], name="merge_in_order")]


class Claim(GlobalModel):
    """Somebody says that they look after a listing, and proves it by its own mailbox or its own website."""

    belongs_to = "person"
    #: A claim that nobody proved.
    kept_until = ("expires",)
    kept_where = Q(proved=None)
    field_classes = {
        "listing": "person",
        "person": "person",
        "how": "person",
        "asked": "person",
        "expires": "person",
        "looked": "host",
        "problem": "host",
        "proved": "person",
        "ended": "person",
        "ended_by_reviewer": "host",
        "no_reminders": "person",
    }

    class How(models.TextChoices):
        MAIL = "mail"
        FILE = "file"

    listing = models.ForeignKey(Listing, on_delete=models.CASCADE, related_name="claims")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    how = models.CharField(max_length=8, choices=How)
    asked = models.DateTimeField()
    #: Unproved after this it is forgotten.
    expires = models.DateTimeField()
    #: When the file was last looked for, and a code of wording.CLAIM_PROBLEMS when it was not found.
    looked = models.DateTimeField(null=True)
    problem = models.CharField(max_length=30, blank=True)
    proved = models.DateTimeField(null=True)
    ended = models.DateTimeField(null=True)
    ended_by_reviewer = models.BooleanField(default=False)
    no_reminders = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["listing", "person"], condition=Q(ended=None), name="claimed_once_by_each"
            ),
        ]
        indexes = [models.Index(fields=["proved", "id"], name="claim_in_order")]


class Reminder(GlobalModel):
    """That somebody was told that a listing is due for a check, or has become old: once for each check."""

    field_classes = {
        "listing": "host",
        "to": "person",
        "about": "host",
        "checked": "host",
        "at": "host",
    }

    class About(models.TextChoices):
        DUE = "due"
        STALE = "stale"

    listing = models.ForeignKey(Listing, on_delete=models.CASCADE, related_name="+")
    #: Who looks after it; empty: the address that stands on the listing.
    to = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="+")
    about = models.CharField(max_length=6, choices=About)
    #: The day of the check that it is about; the next check begins anew.
    checked = models.DateField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["listing", "about", "checked", "to"], name="reminded_once"),
            models.UniqueConstraint(
                fields=["listing", "about", "checked"], condition=Q(to=None), name="address_reminded_once"
            ),
        ]


class LinkCheck(GlobalModel):
    """How the website of a listing answered when this host last looked."""

    field_classes = {
        "listing": "host",
        "url": "host",
        "looked": "host",
        "outcome": "host",
        "detail": "host",
        "moved_to": "host",
        "etag": "host",
        "silent": "host",
        "since": "host",
        "due": "host",
        "put_away": "host",
    }

    listing = models.OneToOneField(Listing, on_delete=models.CASCADE, related_name="link")
    #: The address that was looked at; another one on the listing begins anew.
    url = models.CharField(max_length=2000)
    looked = models.DateTimeField()
    #: core.places.answering.Outcome
    outcome = models.CharField(max_length=12)
    #: The status of the web, or a code of foundation.fetch.
    detail = models.CharField(max_length=30)
    moved_to = models.CharField(max_length=2000, blank=True)
    etag = models.CharField(max_length=1000, blank=True)
    #: How many looks in a row it did not answer, and since when.
    silent = models.PositiveIntegerField(default=0)
    since = models.DateTimeField(null=True)
    due = models.DateTimeField(db_index=True)
    #: When a reviewer said that they have seen to it; the next different outcome shows it again.
    put_away = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["outcome", "since"], name="link_by_outcome")]
