"""Three tables: what happened, its details, and the chain that shows when a line was changed."""

from __future__ import annotations

from django.db import models

from commonhearth.foundation.sealed.fields import SealedField
from commonhearth.foundation.tenancy.models import TenantModel


class Line(TenantModel):
    """Who did what, when. Written in the change's own transaction, never changed, never deleted.

    `created` is when the row was written, `at` the moment of the act.
    """

    append_only = True
    field_classes = {
        "who": "community",
        "verb": "community",
        "at": "community",
        "about": "community",
        "circle_id": "circle",
        "why": "community",
        "details_digest": "community",
    }

    #: The actor's pseudonym, or `system:name`. The tie to a person is the member's row, and can be cut.
    who = models.CharField(max_length=80)
    verb = models.CharField(max_length=80)
    at = models.DateTimeField()
    #: Ids of what it is about.
    about = models.JSONField(default=dict)
    #: Set when the line belongs to one circle. Not a reference: circles stand above the logbook.
    circle_id = models.UUIDField(null=True)
    #: Only for acts of office.
    why = models.TextField(blank=True)
    #: SHA-256 over the details' salt and text: shows a change, and nothing else once they are erased.
    details_digest = models.BinaryField()

    class Meta:
        indexes = [
            models.Index(fields=["community", "at", "id"], name="logbook_line_at"),
            models.Index(fields=["community", "created", "id"], name="logbook_line_written"),
            models.Index(fields=["community", "circle_id", "at", "id"], name="logbook_line_place"),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.at:%Y-%m-%d}"


class Detail(TenantModel):
    """What a line's sentence needs besides ids. Sealed, and erased without breaking the chain."""

    field_classes = {"line": "community", "circle_id": "circle", "salt": "secret", "content": "community"}

    line = models.OneToOneField(Line, on_delete=models.CASCADE, related_name="detail")
    circle_id = models.UUIDField(null=True)
    salt = models.BinaryField()
    #: JSON; sealed with the circle's key where the line belongs to one.
    content = SealedField(owner=("circle", "community"))

    def __str__(self) -> str:
        return f"details of {self.line_id}"


class Link(TenantModel):
    """One line's place in the community's chain: each link's digest holds the one before it."""

    append_only = True
    field_classes = {"number": "host", "line": "host", "line_digest": "host", "digest": "host"}

    number = models.PositiveIntegerField()
    line = models.OneToOneField(Line, on_delete=models.PROTECT, related_name="link")
    line_digest = models.BinaryField()
    digest = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["community", "number"], name="logbook_link_number_once")
        ]

    def __str__(self) -> str:
        return f"link {self.number}"
