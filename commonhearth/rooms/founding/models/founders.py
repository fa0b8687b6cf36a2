"""Who begins a community together, and the links by which they were invited."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from commonhearth.foundation.tenancy.models import GlobalModel
from commonhearth.rooms.founding.models.drafts import Draft


class Founder(GlobalModel):
    """One person who begins one community with others, under the name they will have in it.

    `confirmed_text` is the digest of the text they confirmed: as soon as one word is another it is not
    the text's digest any more, and they are asked again.
    """

    belongs_to = "person"
    field_classes = {
        "draft": "person",
        "person": "person",
        "name": "person",
        "word": "person",
        "confirmed_text": "person",
        "confirmed": "person",
        "card": "person",
    }

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="founders")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=80)
    word = models.CharField(max_length=40, blank=True)
    confirmed_text = models.CharField(max_length=64, blank=True)
    confirmed = models.DateTimeField(null=True, blank=True)

    #: The directory's card "being started" that they show for this draft, by its id.
    card = models.UUIDField(null=True, blank=True)

    class Meta:
        ordering = ["created", "id"]
        constraints = [
            models.UniqueConstraint(fields=["draft", "person"], name="founding_founder_once"),
            models.UniqueConstraint(fields=["draft", "name", "word"], name="founding_name_in_use"),
            models.CheckConstraint(
                condition=Q(confirmed__isnull=True, confirmed_text="")
                | Q(confirmed__isnull=False) & ~Q(confirmed_text=""),
                name="founding_confirmed_a_text",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.word})" if self.word else self.name


class FounderLink(GlobalModel):
    """A link for one person, once, for a time, and revocable; only a digest of it is kept."""

    belongs_to = "made_by__person"
    field_classes = {
        "draft": "person",
        "token_digest": "secret",
        "note": "person",
        "made_by": "person",
        "expires": "person",
        "used": "person",
        "revoked": "person",
    }

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="links")
    token_digest = models.CharField(max_length=64, unique=True)
    #: For whom it is meant, for whoever made it.
    note = models.CharField(max_length=80, blank=True)
    made_by = models.ForeignKey(Founder, on_delete=models.CASCADE, related_name="+")
    expires = models.DateTimeField()
    used = models.DateTimeField(null=True, blank=True)
    revoked = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["created", "id"]
