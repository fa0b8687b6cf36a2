"""What can be found: one entry per thing, with its words and the keys they are found by.

Entries repeat what stands elsewhere, so they are neither exported nor imported: services keep them in
step, and an import indexes anew.
"""

from __future__ import annotations

import secrets
from typing import ClassVar

from django.db import models

from commonhearth.foundation.tenancy.models import GlobalModel, TenantModel


def new_number() -> int:
    """Return a number for the database's own index of keys, which needs one."""
    return secrets.randbits(62)


class Entry(models.Model):
    field_classes: ClassVar[dict[str, str]] = {
        "number": "host",
        "about_kind": "community",
        "about_id": "community",
        "scope_id": "circle",
        "title": "circle",
        "text": "circle",
        "name_words": "circle",
        "text_words": "circle",
        "keys": "circle",
        "weight": "community",
        "updated": "community",
    }

    number = models.BigIntegerField(unique=True, default=new_number, editable=False)
    about_kind = models.CharField(max_length=40)
    about_id = models.UUIDField()
    #: The circle inside which the thing is read, if it is read inside one only.
    scope_id = models.UUIDField(null=True)
    title = models.CharField(max_length=300)
    #: The text below the title, as far as it is shown with a result.
    text = models.TextField(blank=True)
    #: The words of both as `core.words` folds them, between spaces.
    name_words = models.TextField()
    text_words = models.TextField()
    #: What `core.words.keys_of` makes of them; each database indexes these (engine.py).
    keys = models.TextField()
    #: Stands before others that fit as well; 0 for most things.
    weight = models.SmallIntegerField(default=0)
    updated = models.DateTimeField()

    class Meta:
        abstract = True


class CommunityEntry(Entry, TenantModel):
    moves = False

    class Meta(TenantModel.Meta):
        abstract = False
        constraints = [
            models.UniqueConstraint(
                fields=["community", "about_kind", "about_id"], name="search_one_entry_per_thing"
            )
        ]
        indexes = [
            models.Index(fields=["community", "scope_id"], name="search_by_scope"),
            # What a find looks at before it reads a whole entry: most of what fits a common word is elsewhere.
            models.Index(fields=["number", "scope_id", "about_kind", "community"], name="search_where"),
        ]


class HostEntry(Entry, GlobalModel):
    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["about_kind", "about_id"], name="search_one_entry_per_host_thing")
        ]
