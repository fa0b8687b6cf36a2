"""Wrapped keys, and what was erased for good."""

from __future__ import annotations

from django.db import models

from commonhearth.foundation.tenancy.models import GlobalModel, TenantModel


class Key(TenantModel):
    """One key of a member, a circle or the community, wrapped by the key above it.

    A row whose `wrapped` is empty is a destroyed key. It stays, so that nothing is ever sealed for
    that owner again and a restored backup knows it too.
    """

    #: Keys leave a host only wrapped anew (`site/archive`).
    moves = False
    field_classes = {
        "owner_kind": "host",
        "owner_id": "host",
        "version": "host",
        "wrapped": "secret",
    }

    owner_kind = models.CharField(max_length=16)
    owner_id = models.UUIDField()
    version = models.PositiveSmallIntegerField(default=1)
    wrapped = models.BinaryField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["community", "owner_kind", "owner_id", "version"], name="sealed_key_one_per_version"
            )
        ]

    def __str__(self) -> str:
        return f"key {self.version} of {self.owner_kind} {self.owner_id}"


class Tombstone(GlobalModel):
    """A row, or some fields of it, that was erased and must stay erased when a backup is restored."""

    field_classes = {
        "community_id": "host",
        "label": "host",
        "row_id": "host",
        "fields": "host",
    }

    #: Not a reference: a restore reads these before it enters any community. Empty for host rows.
    community_id = models.UUIDField(null=True)
    label = models.CharField(max_length=100)
    row_id = models.UUIDField()
    #: Names of the emptied fields; empty when the whole row went.
    fields = models.JSONField(default=list)

    class Meta:
        indexes = [models.Index(fields=["created", "id"], name="sealed_tombstone_order")]

    def __str__(self) -> str:
        return f"{self.label} {self.row_id}"
