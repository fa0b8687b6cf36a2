"""What an import did: its run, a note per repair or doubt, and listings that may be one group."""

from __future__ import annotations

from django.db import models

from commonhearth.foundation.tenancy.models import GlobalModel
from commonhearth.rooms.directory.models.listings import Listing, Source


class ImportRun(GlobalModel):
    """One import of one file: what came in, and how much of it was repaired or doubted."""

    field_classes = {
        "source": "host",
        "file_name": "host",
        "digest": "host",
        "by": "host",
        "at": "host",
        "rows": "host",
        "added": "host",
        "changed": "host",
        "unchanged": "host",
        "notes_by_code": "host",
    }

    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="runs")
    file_name = models.CharField(max_length=255)
    #: SHA-256 of the file.
    digest = models.CharField(max_length=64)
    #: The id of the person, or the name of the command or job.
    by = models.CharField(max_length=80)
    at = models.DateTimeField()
    rows = models.PositiveIntegerField()
    added = models.PositiveIntegerField()
    changed = models.PositiveIntegerField()
    unchanged = models.PositiveIntegerField()
    notes_by_code = models.JSONField(default=dict)


class ImportNote(GlobalModel):
    """One repair or doubt about one row of a file. Addresses of refuges are never noted."""

    field_classes = {
        "run": "host",
        "listing": "host",
        "line": "host",
        "origin": "host",
        "code": "host",
        "field": "host",
        "written": "host",
        "became": "host",
    }

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="notes")
    listing = models.ForeignKey(Listing, null=True, on_delete=models.SET_NULL, related_name="+")
    line = models.PositiveIntegerField()
    origin = models.CharField(max_length=120)
    #: A code of wording.NOTES.
    code = models.CharField(max_length=30)
    field = models.CharField(max_length=40, blank=True)
    written = models.TextField(blank=True)
    became = models.TextField(blank=True)

    class Meta:
        indexes = [models.Index(fields=["run", "code", "line"], name="note_by_code")]


class DuplicateGroup(GlobalModel):
    """Listings that may be one group, proposed to a reviewer. Nothing is merged by itself."""

    field_classes = {"reason": "host", "key": "host", "name": "host", "run": "host", "put_away": "host"}

    #: same-identifier; same-name: within one source; same-group: name and place, or name and website.
    reason = models.CharField(max_length=16)
    key = models.CharField(max_length=400)
    name = models.CharField(max_length=300)
    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="duplicates")
    #: When a reviewer said that they are different groups.
    put_away = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["reason", "key"], name="duplicate_proposed_once")]


class DuplicateMember(GlobalModel):
    """One listing of a proposed group."""

    field_classes = {"group": "host", "listing": "host"}

    group = models.ForeignKey(DuplicateGroup, on_delete=models.CASCADE, related_name="members")
    listing = models.ForeignKey(Listing, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["group", "listing"], name="duplicate_member_once")]
