"""When something isn't right: what was said, who looks at it, and what became of it. All words are sealed."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

from django.db import models
from django.db.models import Q

from commonhearth.foundation.sealed import SealedField
from commonhearth.foundation.tenancy.models import TenantModel


class About(models.TextChoices):
    """What somebody says isn't right. Words on screen: `wording.cases.ABOUT`."""

    POST = "post"
    PERSON = "person"
    SITUATION = "situation"


class Case(TenantModel):
    """What somebody said, and how it stands.

    `reporter` is empty where they said it without their name: nothing here then leads to them, and only who has
    the page of the receipt can add to it. Circle, person and post stand here only where the reporter said so.
    """

    belongs_to = "reporter"
    erased = ("reporter", "words", "where_said")
    stays = "safety"
    kept_until = ("keep_until",)
    field_classes = {
        "number": "person",
        "secret_digest": "secret",
        "about": "person",
        "reporter": "person",
        "circle": "circle",
        "membership": "circle",
        "post": "circle",
        "words": "person",
        "where_said": "circle",
        "danger": "person",
        "closed": "person",
        "outcome": "person",
        "keep_until": "person",
    }

    #: What stands on the receipt; drawn at random, so that it counts nothing.
    number = models.CharField(max_length=9)
    #: SHA-256 of what the receipt's address carries.
    secret_digest = models.CharField(max_length=64)
    about = models.CharField(max_length=9, choices=About)
    reporter = models.ForeignKey(
        "members.Member", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    circle = models.ForeignKey(
        "circles.Circle", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    #: Whom it is about, as the circle knows them.
    membership = models.ForeignKey(
        "circles.CircleMembership", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    #: The id of a post of that circle; the room above the posts keeps no reference into them.
    post = models.UUIDField(null=True, blank=True)
    words = SealedField(owner="community", null=True)
    #: Circle and person in words, as the reporter knows them: a hidden circle's name is in nobody else's reach.
    where_said = SealedField(owner="community", null=True)
    danger = models.BooleanField(default=False)
    closed = models.DateTimeField(null=True, blank=True)
    #: A code of `wording.cases.OUTCOMES`.
    outcome = models.CharField(max_length=20, blank=True)
    #: The day after which everything of it is erased.
    keep_until = models.DateField(null=True, blank=True)

    #: Members who read it now, and those who never do; `selectors` fill both in. A plain row is read by nobody.
    readers: frozenset[UUID] = frozenset()
    off: frozenset[UUID] = frozenset()

    class Meta:
        base_manager_name = "objects"
        ordering = ["created", "id"]
        constraints = [
            models.UniqueConstraint(fields=["community", "number"], name="care_case_number"),
            models.UniqueConstraint(fields=["community", "secret_digest"], name="care_case_secret"),
            models.CheckConstraint(
                condition=Q(closed__isnull=True, outcome="", keep_until__isnull=True)
                | Q(closed__isnull=False, keep_until__isnull=False) & ~Q(outcome=""),
                name="care_closed_is_kept_until",
            ),
        ]


class Entry(TenantModel):
    """One line of a case's timeline; `shown` ones are read by the reporter too."""

    belongs_to = "case__reporter"
    theirs_when: ClassVar[dict[str, Any]] = {"shown": True}
    erased = ()
    stays = "safety"
    field_classes = {
        "case": "person",
        "code": "person",
        "by": "community",
        "borrowed": "community",
        "words": "person",
        "params": "person",
        "shown": "person",
    }

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="entries")
    #: A sentence of `wording.cases.TIMELINE`.
    code = models.CharField(max_length=30)
    #: Who did it; empty for the reporter and for the house itself.
    by = models.ForeignKey(
        "members.Member", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    borrowed = models.ForeignKey(
        "care.Borrowed", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    words = SealedField(owner="community", null=True)
    params = models.JSONField(default=dict)
    shown = models.BooleanField(default=True)

    class Meta:
        base_manager_name = "objects"
        ordering = ["created", "id"]


class OnCase(TenantModel):
    """Somebody looks at a case: the only ones who read it. The reporter sees their names."""

    belongs_to = "member"
    erased = ()
    stays = "acts"
    field_classes = {"case": "community", "member": "community", "left": "community"}

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="looked_at_by")
    member = models.ForeignKey("members.Member", on_delete=models.CASCADE, related_name="+")
    left = models.DateTimeField(null=True, blank=True)

    class Meta:
        base_manager_name = "objects"
        ordering = ["created", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "member"], condition=Q(left__isnull=True), name="care_on_case_once"
            )
        ]


class KeptOff(TenantModel):
    """Somebody who never sees a case: whom it is about, who is close, whom the reporter named. Which is not kept."""

    field_classes = {"case": "community", "member": "person"}

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="kept_off")
    member = models.ForeignKey("members.Member", on_delete=models.CASCADE, related_name="+")

    class Meta:
        base_manager_name = "objects"
        constraints = [models.UniqueConstraint(fields=["case", "member"], name="care_kept_off_once")]
