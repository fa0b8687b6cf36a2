"""What is exchanged with other programs: HSDS records as they came, and whom this host follows."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from commonhearth.foundation.tenancy.models import GlobalModel
from commonhearth.rooms.directory.models.listings import Listing, Source


class HsdsRecord(GlobalModel):
    """One thing of an HSDS file (a service, a telephone ...), with every field it came with.

    A listing is made from each service; what a listing has no column for stands here, so that nothing
    of a file is lost when it is given on. Of a refuge the same is left out as of its listing.
    """

    field_classes = {
        "source": "public",
        "entity": "public",
        "key": "public",
        "fields": "public",
        "links": "public",
        "position": "public",
        "changed": "public",
    }

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="+")
    #: service, organization, phone ... (formats.hsds.fields).
    entity = models.CharField(max_length=30)
    #: The id that its publisher gave it; HSDS asks for a UUID.
    key = models.UUIDField()
    fields = models.JSONField(default=dict)
    #: Name of the property to the ids of what it holds, in order.
    links = models.JSONField(default=dict)
    #: Where it stood in its file, so that it is given on in the same order.
    position = models.PositiveIntegerField(default=0)
    changed = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["entity", "key"], name="hsds_thing_once")]
        indexes = [models.Index(fields=["source", "entity", "position"], name="hsds_in_order")]


class Followed(GlobalModel):
    """An address whose profiles this host takes over: one profile, or an index of them."""

    field_classes = {
        "address": "public",
        "host": "public",
        "by": "person",
        "begun": "public",
        "ended": "public",
        "etag": "host",
        "asked": "host",
        "answered": "public",
        "state": "host",
        "reason": "host",
        "profiles_named": "host",
    }

    class State(models.TextChoices):
        NEW = "new"
        GOOD = "good"
        #: It did not answer, or with an error; what it published stays as it was.
        SILENT = "silent"
        #: What it answers is nothing that can be followed.
        REFUSED = "refused"

    address = models.CharField(max_length=2000)
    #: Whose address that is; nothing else is ever fetched because of it.
    host = models.CharField(max_length=253)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    begun = models.DateTimeField()
    ended = models.DateTimeField(null=True)
    etag = models.CharField(max_length=200, blank=True)
    #: When it was last asked, and when it last answered as it should.
    asked = models.DateTimeField(null=True)
    answered = models.DateTimeField(null=True)
    state = models.CharField(max_length=10, choices=State, default=State.NEW)
    #: A code of wording.FOLLOWING, where the state is not good.
    reason = models.CharField(max_length=40, blank=True)
    #: How many profiles its index named the last time.
    profiles_named = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["address"], condition=Q(ended=None), name="followed_once")
        ]


class FollowedProfile(GlobalModel):
    """One profile of somebody who is followed, and the listing that was made from it."""

    field_classes = {
        "followed": "host",
        "address": "public",
        "listing": "public",
        "etag": "host",
        "digest": "host",
        "community": "public",
        "public_key": "public",
        "state": "host",
        "reason": "host",
        "faults": "host",
        "seen": "public",
    }

    followed = models.ForeignKey(Followed, on_delete=models.CASCADE, related_name="profiles")
    address = models.CharField(max_length=2000)
    listing = models.OneToOneField(Listing, null=True, on_delete=models.CASCADE, related_name="followed_as")
    etag = models.CharField(max_length=200, blank=True)
    #: SHA-256 of the profile, for those who send no ETag.
    digest = models.CharField(max_length=64, blank=True)
    #: A community proves with its key that it is the same after it moved to another host.
    community = models.UUIDField(null=True)
    public_key = models.CharField(max_length=64, blank=True)
    state = models.CharField(max_length=10, choices=Followed.State, default=Followed.State.NEW)
    reason = models.CharField(max_length=40, blank=True)
    #: What is wrong with it, with the path of each field.
    faults = models.JSONField(default=list)
    seen = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["followed", "address"], name="followed_profile_once")]
