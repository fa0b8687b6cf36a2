"""What an installation knows about itself."""

from __future__ import annotations

from django.db import models

from commonhearth.foundation.tenancy.models import GlobalModel


class Host(GlobalModel):
    """What this host was made as. The database refuses to change it; a new signing key adds a row."""

    class Made(models.TextChoices):
        DEMO = "demo"
        REAL = "real"

    field_classes = {"made_as": "host", "signing_mark": "host"}
    append_only = True

    made_as = models.CharField(max_length=4, choices=Made)
    #: Tells whether a signing key is the one this host signs with; says nothing about the key.
    signing_mark = models.CharField(max_length=64)


class FirstLink(GlobalModel):
    """The one-time link by which the first visitor becomes the operator. Its token is kept as a digest."""

    field_classes = {"digest": "secret", "used": "host"}

    digest = models.CharField(max_length=64, unique=True)
    used = models.DateTimeField(null=True)


class RestoreTest(GlobalModel):
    """One night's restore of the newest backup, and what came of it."""

    field_classes = {"copy": "host", "good": "host", "code": "host", "ended": "host"}

    copy = models.CharField(max_length=40, blank=True)
    good = models.BooleanField()
    #: Of what was wrong; empty where nothing was.
    code = models.CharField(max_length=60, blank=True)
    ended = models.DateTimeField()
