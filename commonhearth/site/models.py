"""What an installation knows about itself."""

from __future__ import annotations

from django.db import models

from commonhearth.foundation.tenancy.models import GlobalModel, TenantModel


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


class Packing(TenantModel):
    """Two members pack their community into a file, to take it to one other host."""

    class State(models.TextChoices):
        #: Asked for by one; a second has still to say yes.
        ASKED = "asked"
        PACKING = "packing"
        READY = "ready"
        #: Fetched, too old, or taken back; the file is gone.
        OVER = "over"
        FAILED = "failed"

    belongs_to = "asked_by"
    erased = ()
    moves = False
    field_classes = {
        "asked_by": "community",
        "seconded_by": "community",
        "lock": "secret",
        "wrapped": "secret",
        "state": "community",
        "done": "host",
        "whole": "host",
        "size": "host",
        "sha256": "host",
        "ready": "community",
        "fetched": "community",
        "code": "host",
    }

    asked_by = models.ForeignKey("members.Member", on_delete=models.CASCADE, related_name="+")
    seconded_by = models.ForeignKey("members.Member", null=True, on_delete=models.SET_NULL, related_name="+")
    #: How the archive is locked, and the community's own keys locked by it: the passphrase is kept nowhere.
    lock = models.JSONField(default=dict)
    wrapped = models.JSONField(default=dict)
    state = models.CharField(max_length=8, choices=State, default=State.ASKED)
    done = models.PositiveIntegerField(default=0)
    whole = models.PositiveIntegerField(default=0)
    size = models.BigIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    ready = models.DateTimeField(null=True)
    fetched = models.DateTimeField(null=True)
    #: Why it failed.
    code = models.CharField(max_length=40, blank=True)

    class Meta:
        base_manager_name = "objects"
        constraints = [
            models.UniqueConstraint(
                fields=["community"],
                condition=models.Q(state__in=["asked", "packing", "ready"]),
                name="site_one_packing",
            ),
            models.CheckConstraint(
                condition=models.Q(seconded_by__isnull=True) | ~models.Q(seconded_by=models.F("asked_by")),
                name="site_packing_two_people",
            ),
        ]
