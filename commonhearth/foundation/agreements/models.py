"""Agreements, thin: clauses with versions, agreed by a simple consent, and the settings they rule."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from commonhearth.foundation.tenancy.models import TenantModel


class AgreementKind(models.TextChoices):
    CHARTER = "charter", "Charter"
    BYLAWS = "bylaws", "Bylaws"
    GROUND_RULES = "ground_rules", "Ground rules"
    OTHER = "other", "Another agreement"


class Agreement(TenantModel):
    """A text that a circle holds to; the community's own are held by the root circle."""

    field_classes = {"circle": "circle", "agreement_kind": "circle", "title": "circle"}

    circle = models.ForeignKey("circles.Circle", on_delete=models.CASCADE, related_name="agreements")
    agreement_kind = models.CharField(max_length=14, choices=AgreementKind)
    title = models.CharField(max_length=120)

    class Meta:
        base_manager_name = "objects"
        ordering = ["created", "id"]


class Clause(TenantModel):
    """One numbered clause. `rule_key` names the setting that it rules, if any."""

    field_classes = {"agreement": "circle", "number": "circle", "rule_key": "circle", "fixed": "circle"}

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="clauses")
    number = models.PositiveSmallIntegerField()
    rule_key = models.CharField(max_length=40, blank=True)
    #: A value the community does not give up, as against an adaptable rule.
    fixed = models.BooleanField(default=False)

    class Meta:
        base_manager_name = "objects"
        ordering = ["number", "id"]
        constraints = [
            models.UniqueConstraint(fields=["agreement", "number"], name="agreements_clause_number"),
        ]


class ClauseVersion(TenantModel):
    """A wording of a clause: shown for a stated time, then in force unless a concern stands open."""

    field_classes = {
        "clause": "circle",
        "text": "circle",
        "short": "circle",
        "rule_value": "circle",
        "proposed_by": "circle",
        "closes": "circle",
        "in_force_from": "circle",
        "replaced": "circle",
        "withdrawn": "circle",
        "decision": "circle",
    }

    clause = models.ForeignKey(Clause, on_delete=models.CASCADE, related_name="versions")
    text = models.TextField()
    #: The short version, at most five sentences, one idea each; shown first.
    short = models.TextField(blank=True)
    rule_value = models.JSONField(null=True, blank=True)
    proposed_by = models.ForeignKey(
        "circles.CircleMembership", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    closes = models.DateTimeField()
    in_force_from = models.DateTimeField(null=True, blank=True)
    replaced = models.DateTimeField(null=True, blank=True)
    withdrawn = models.DateTimeField(null=True, blank=True)
    #: The logbook line (the decision) that put it in force.
    decision = models.ForeignKey("logbook.Line", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        base_manager_name = "objects"
        ordering = ["created", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["clause"],
                condition=Q(in_force_from__isnull=False, replaced__isnull=True),
                name="agreements_one_in_force",
            ),
        ]


class Response(TenantModel):
    """One person's agreement or concern about a version, in their own name in that circle."""

    field_classes = {"version": "circle", "by": "circle", "agrees": "circle", "concern": "circle", "settled": "circle"}

    version = models.ForeignKey(ClauseVersion, on_delete=models.CASCADE, related_name="responses")
    by = models.ForeignKey("circles.CircleMembership", on_delete=models.CASCADE, related_name="+")
    agrees = models.BooleanField()
    concern = models.TextField(blank=True)
    settled = models.DateTimeField(null=True, blank=True)

    class Meta:
        base_manager_name = "objects"
        ordering = ["created", "id"]
        constraints = [
            models.UniqueConstraint(fields=["version", "by"], name="agreements_answer_once"),
            models.CheckConstraint(condition=Q(agrees=True) | ~Q(concern=""), name="agreements_concern_in_words"),
        ]
