"""Stories against stigma: whose they are for ever, who may read them first, and when everybody may."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from commonhearth.foundation.sealed import SealedField
from commonhearth.foundation.tenancy.models import ROW, TenantModel


class StoryState(models.TextChoices):
    """How far a story is on its way to the community's page."""

    DRAFT = "draft"
    #: The author is ready; a week passes before anything else can happen.
    READY = "ready"
    #: The author has said yes again; a steward is asked.
    OFFERED = "offered"
    PUBLIC = "public"


class Story(TenantModel):
    """A story you wrote, sealed with your key even while everybody may read it: with you it goes, at once."""

    belongs_to = "member"
    erased = ROW
    field_classes = {
        "member": "person",
        "title": "person",
        "text": "person",
        "named_as": "person",
        "care_note": "person",
        "state": "person",
        "ready": "person",
        "published": "person",
        "yes_by": "community",
    }

    member = models.ForeignKey("members.Member", on_delete=models.CASCADE, related_name="+")
    title = SealedField(owner="member")
    text = SealedField(owner="member")
    #: How the author is named under it; nothing for nobody's name.
    named_as = SealedField(owner="member", null=True)
    #: Said before the text is opened.
    care_note = SealedField(owner="member", null=True)
    state = models.CharField(max_length=8, choices=StoryState, default=StoryState.DRAFT)
    #: When the cooling week began.
    ready = models.DateTimeField(null=True, blank=True)
    published = models.DateTimeField(null=True, blank=True)
    #: The steward whose yes put it on the community's page.
    yes_by = models.ForeignKey(
        "members.Member", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    #: Whether the author has let the viewer read it; `selectors.stories` fills it in, a plain row says no.
    first_read: bool = False

    class Meta:
        base_manager_name = "objects"
        ordering = ["created", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="draft", ready=None) | ~Q(state="draft") & Q(ready__isnull=False),
                name="stories_ready_since",
            ),
            models.CheckConstraint(
                condition=~Q(state="public") & Q(published=None) | Q(state="public", published__isnull=False),
                name="stories_public_since",
            ),
        ]
        indexes = [
            models.Index(fields=["community", "state", "-published", "-id"], name="stories_newest"),
        ]


class FirstReader(TenantModel):
    """Whose story you were asked to read first, and what you wrote back, sealed with your key."""

    belongs_to = "member"
    erased = ROW
    field_classes = {"story": "community", "member": "person", "note": "person"}

    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="readers")
    member = models.ForeignKey("members.Member", on_delete=models.CASCADE, related_name="+")
    note = SealedField(owner="member", null=True)

    class Meta:
        base_manager_name = "objects"
        ordering = ["created", "id"]
        constraints = [models.UniqueConstraint(fields=["story", "member"], name="stories_reader_once")]
