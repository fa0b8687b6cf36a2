"""Agreements, thin: clauses with versions, agreed by a simple consent, and the settings they rule.

Words stand twice: in a plain column, or, in a hidden circle, in a column sealed with that circle's
key; the plain one is empty then. `words.py` writes and reads them.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from commonhearth.foundation.sealed import SealedField
from commonhearth.foundation.tenancy.models import ROW, TenantModel


class AgreementKind(models.TextChoices):
    """What sort of text. Words on screen: `agreements.wording.KINDS`."""

    CHARTER = "charter"
    BYLAWS = "bylaws"
    GROUND_RULES = "ground_rules"
    OTHER = "other"
    #: A letter that everyone sends together: agreed like the rest, printed with the community's name under it.
    JOINT_LETTER = "joint_letter"


class Agreement(TenantModel):
    """A text that a circle holds to; the community's own are held by the root circle."""

    field_classes = {
        "circle": "circle",
        "agreement_kind": "circle",
        "title": "circle",
        "sealed_title": "circle",
    }

    circle = models.ForeignKey("circles.Circle", on_delete=models.CASCADE, related_name="agreements")
    agreement_kind = models.CharField(max_length=14, choices=AgreementKind)
    title = models.CharField(max_length=120, blank=True)
    sealed_title = SealedField(owner="circle", null=True)

    class Meta:
        base_manager_name = "objects"
        ordering = ["created", "id"]

    @property
    def is_letter(self) -> bool:
        """Whether it is a letter that everyone sends together."""
        return self.agreement_kind == AgreementKind.JOINT_LETTER


class Clause(TenantModel):
    """One numbered clause. `rule_key` names the setting that it rules, if any; one clause per setting and circle."""

    field_classes = {
        "agreement": "circle",
        "circle": "circle",
        "number": "circle",
        "rule_key": "circle",
        "fixed": "circle",
    }

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="clauses")
    circle = models.ForeignKey("circles.Circle", on_delete=models.CASCADE, related_name="+")
    number = models.PositiveSmallIntegerField()
    rule_key = models.CharField(max_length=40, blank=True)
    #: A value the circle does not give up, as against an adaptable rule: another wording needs
    #: everybody's yes, where an adaptable one needs that no concern stands.
    fixed = models.BooleanField(default=False)

    class Meta:
        base_manager_name = "objects"
        ordering = ["number", "id"]
        constraints = [
            models.UniqueConstraint(fields=["agreement", "number"], name="agreements_clause_number"),
            models.UniqueConstraint(
                fields=["circle", "rule_key"], condition=~Q(rule_key=""), name="agreements_one_clause_rules"
            ),
        ]


class ClauseVersion(TenantModel):
    """A wording of a clause: shown for a stated time, then in force unless a concern stands open."""

    belongs_to = "proposed_by__member"
    stays = "agreed"
    field_classes = {
        "clause": "circle",
        "circle": "circle",
        "text": "circle",
        "sealed_text": "circle",
        "short": "circle",
        "sealed_short": "circle",
        "rule_value": "circle",
        "rule_before": "circle",
        "proposed_by": "circle",
        "closes": "circle",
        "in_force_from": "circle",
        "replaced": "circle",
        "withdrawn": "circle",
        "review_on": "circle",
        "decision": "circle",
    }

    clause = models.ForeignKey(Clause, on_delete=models.CASCADE, related_name="versions")
    circle = models.ForeignKey("circles.Circle", on_delete=models.CASCADE, related_name="+")
    text = models.TextField(blank=True)
    sealed_text = SealedField(owner="circle", null=True)
    #: The short version, at most five sentences, one idea each; shown first.
    short = models.TextField(blank=True)
    sealed_short = SealedField(owner="circle", null=True)
    rule_value = models.JSONField(null=True, blank=True)
    #: What the setting was just before this version came in force, so that the past can be told.
    rule_before = models.JSONField(null=True, blank=True)
    proposed_by = models.ForeignKey(
        "circles.CircleMembership", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    closes = models.DateTimeField()
    in_force_from = models.DateTimeField(null=True, blank=True)
    replaced = models.DateTimeField(null=True, blank=True)
    withdrawn = models.DateTimeField(null=True, blank=True)
    #: The day on which the circle looks whether it still fits; None for on no day.
    review_on = models.DateField(null=True, blank=True)
    #: The logbook line (the decision) that put it in force.
    decision = models.ForeignKey(
        "logbook.Line", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        base_manager_name = "objects"
        ordering = ["created", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["clause"],
                condition=Q(in_force_from__isnull=False, replaced__isnull=True),
                name="agreements_one_in_force",
            ),
            models.UniqueConstraint(
                fields=["clause"],
                condition=Q(in_force_from__isnull=True, withdrawn__isnull=True),
                name="agreements_one_proposed",
            ),
            models.CheckConstraint(
                condition=Q(in_force_from__isnull=True) | Q(withdrawn__isnull=True),
                name="agreements_in_force_or_withdrawn",
            ),
            models.CheckConstraint(
                condition=Q(replaced__isnull=True) | Q(in_force_from__isnull=False),
                name="agreements_replaced_was_in_force",
            ),
        ]


class Response(TenantModel):
    """One person's agreement or concern about a version, in their own name in that circle.

    A concern is said in words, or in a voice note that hangs on it, or both.
    """

    belongs_to = "by__member"
    erased = ("concern", "sealed_concern")
    #: That there was a concern stays, since it counted; its words do not.
    erased_as: ClassVar[dict[str, Any]] = {"concern": "…"}
    stays = "voted"
    field_classes = {
        "version": "circle",
        "circle": "circle",
        "by": "circle",
        "written_by": "circle",
        "agrees": "circle",
        "concern": "circle",
        "sealed_concern": "circle",
        "settled": "circle",
    }

    version = models.ForeignKey(ClauseVersion, on_delete=models.CASCADE, related_name="responses")
    circle = models.ForeignKey("circles.Circle", on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey("circles.CircleMembership", on_delete=models.CASCADE, related_name="+")
    #: Whom somebody without a sign-in chose to write down what they say, from their slip for example.
    written_by = models.ForeignKey(
        "circles.CircleMembership", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    agrees = models.BooleanField()
    concern = models.TextField(blank=True)
    sealed_concern = SealedField(owner="circle", null=True)
    settled = models.DateTimeField(null=True, blank=True)

    class Meta:
        base_manager_name = "objects"
        ordering = ["created", "id"]
        constraints = [
            models.UniqueConstraint(fields=["version", "by"], name="agreements_answer_once"),
        ]


class Assent(TenantModel):
    """Somebody in a circle has read its ground rules as they stood, and keeps to them.

    One row a person and circle: agreeing anew, when rules have changed, takes its place.
    """

    belongs_to = "by__member"
    erased = ROW
    field_classes = {"circle": "circle", "by": "circle", "to": "circle"}

    circle = models.ForeignKey("circles.Circle", on_delete=models.CASCADE, related_name="+")
    by = models.OneToOneField("circles.CircleMembership", on_delete=models.CASCADE, related_name="+")
    #: The ids of the wordings in force that they read.
    to = models.JSONField(default=list)

    class Meta:
        base_manager_name = "objects"
        ordering = ["created", "id"]
