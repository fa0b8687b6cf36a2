"""Letters between two people of one circle who both said yes.

They stand between two places in a circle, never between two members: what somebody is called elsewhere
is not in them. Each letter is sealed with the key of whoever wrote it. See docs/adr/.
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from commonhearth.foundation.sealed import SealedField
from commonhearth.foundation.tenancy.models import ROW, TenantModel

PLACE = "circles.CircleMembership"


class LetterDoor(TenantModel):
    """Whether others of a circle may ask to write to you, and whether newcomers may write at once."""

    belongs_to = "seat__member"
    erased = ROW
    field_classes = {"seat": "person", "shut": "person", "newcomers": "person"}

    seat = models.OneToOneField(PLACE, on_delete=models.CASCADE, related_name="letter_door")
    shut = models.BooleanField(default=False)
    #: In the circle of everyone: a newcomer may write without asking first.
    newcomers = models.BooleanField(default=False)

    class Meta:
        base_manager_name = "objects"


class LetterAsking(TenantModel):
    """Whom you asked whether you may write to them. It lapses by itself.

    A quiet no leaves it as it is for the one who asked, so that no and not yet look alike.
    """

    belongs_to = "member"
    erased = ROW
    kept_until = ("lapses",)
    field_classes = {
        "circle": "circle",
        "member": "person",
        "asker": "person",
        "asked": "circle",
        "line": "person",
        "lapses": "person",
        "waits": "host",
    }

    circle = models.ForeignKey("circles.Circle", on_delete=models.CASCADE, related_name="+")
    #: Who asks; their key seals the line.
    member = models.ForeignKey("members.Member", on_delete=models.CASCADE, related_name="+")
    asker = models.ForeignKey(PLACE, on_delete=models.CASCADE, related_name="+")
    asked = models.ForeignKey(PLACE, on_delete=models.CASCADE, related_name="+")
    line = SealedField(owner="member", null=True)
    lapses = models.DateTimeField()
    #: Whether it still stands before the one who was asked.
    waits = models.BooleanField(default=True)

    class Meta:
        base_manager_name = "objects"
        ordering = ["created", "id"]
        constraints = [
            models.UniqueConstraint(fields=["asker", "asked"], name="letters_ask_once"),
            models.CheckConstraint(condition=~Q(asker=F("asked")), name="letters_ask_another"),
        ]


class Correspondence(TenantModel):
    """Two places in one circle that write to each other, until one of the two ends it."""

    field_classes = {
        "circle": "circle",
        "first": "circle",
        "second": "circle",
        "latest": "circle",
        "ended": "circle",
    }

    circle = models.ForeignKey("circles.Circle", on_delete=models.CASCADE, related_name="+")
    #: In the order of their ids: who asked whom is not kept.
    first = models.ForeignKey(PLACE, on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey(PLACE, on_delete=models.CASCADE, related_name="+")
    #: When the last letter was written, or both had said yes.
    latest = models.DateTimeField()
    ended = models.DateTimeField(null=True, blank=True)

    #: Whether the two are kept apart: `selectors.letters` fills it in, and a plain row says yes.
    apart: bool = True

    class Meta:
        base_manager_name = "objects"
        ordering = ["-latest", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["first", "second"], condition=Q(ended__isnull=True), name="letters_one_between_two"
            ),
            models.CheckConstraint(condition=~Q(first=F("second")), name="letters_between_two"),
        ]
        indexes = [
            models.Index(fields=["first", "-latest"], name="letters_of_first"),
            models.Index(fields=["second", "-latest"], name="letters_of_second"),
        ]


class Letter(TenantModel):
    """A letter you wrote, sealed with your own key: with you it goes, and the other's stay."""

    belongs_to = "member"
    erased = ROW
    field_classes = {"correspondence": "circle", "member": "person", "text": "person"}

    correspondence = models.ForeignKey(Correspondence, on_delete=models.CASCADE, related_name="letters")
    #: Who wrote it; never on a page, which knows the two places only.
    member = models.ForeignKey("members.Member", on_delete=models.CASCADE, related_name="+")
    text = SealedField(owner="member")

    class Meta:
        base_manager_name = "objects"
        ordering = ["created", "id"]
        indexes = [models.Index(fields=["correspondence", "-created", "-id"], name="letters_newest")]
