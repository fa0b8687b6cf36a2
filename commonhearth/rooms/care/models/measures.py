"""What takes something from somebody: proposed by one, confirmed by another, appealed to people drawn by lot."""

from __future__ import annotations

from uuid import UUID

from django.db import models
from django.db.models import F, Q

from commonhearth.foundation.sealed import SealedField
from commonhearth.foundation.tenancy.models import TenantModel


class What(models.TextChoices):
    """What is done. Words on screen: `wording.measures.WHAT`."""

    HIDE = "hide"
    TAKE_DOWN = "take_down"
    HOLD = "hold"
    LEAVE = "leave"


class Measure(TenantModel):
    """One thing that is done about a post or a member. The person reads the rule and the words, and never a name.

    Hiding a post and holding access take effect at once and end by themselves unless a second person confirms;
    taking a post down for good and asking somebody to leave take effect when a second has.
    """

    belongs_to = "member"
    erased = ("words",)
    stays = "safety"
    field_classes = {
        "case": "community",
        "what": "person",
        "post": "circle",
        "circle": "circle",
        "member": "person",
        "hold": "person",
        "removal": "person",
        "rule": "person",
        "words": "person",
        "proposed_by": "community",
        "confirmed_by": "community",
        "confirmed": "person",
        "confirm_by": "person",
        "until": "person",
        "ended": "person",
        "ended_why": "person",
    }

    case = models.ForeignKey(
        "care.Case", null=True, blank=True, on_delete=models.SET_NULL, related_name="measures"
    )
    what = models.CharField(max_length=9, choices=What)
    post = models.UUIDField(null=True, blank=True)
    circle = models.ForeignKey(
        "circles.Circle", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    #: Whom it concerns; empty for a post without a name, whose author finds it beside the post.
    member = models.ForeignKey(
        "members.Member", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    hold = models.ForeignKey(
        "members.Hold", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    removal = models.ForeignKey(
        "members.Removal", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    #: A code of the rules that a post may go against, or of `wording.measures.RULES`.
    rule = models.CharField(max_length=40)
    words = SealedField(owner="community", null=True)
    proposed_by = models.ForeignKey("members.Member", on_delete=models.CASCADE, related_name="+")
    confirmed_by = models.ForeignKey(
        "members.Member", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    confirmed = models.DateTimeField(null=True, blank=True)
    confirm_by = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)
    ended = models.DateTimeField(null=True, blank=True)
    #: lapsed, taken_back, over, replaced, undone.
    ended_why = models.CharField(max_length=12, blank=True)

    #: Who was drawn to look again, and who is known to have written the post; `selectors` fill both in.
    panel_ids: frozenset[UUID] = frozenset()
    author_ids: frozenset[UUID] = frozenset()

    class Meta:
        base_manager_name = "objects"
        ordering = ["created", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "what"], condition=Q(ended__isnull=True), name="care_one_measure_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True) | ~Q(confirmed_by=F("proposed_by")),
                name="care_measure_by_two",
            ),
        ]


class Appeal(TenantModel):
    """Whoever something was taken from asks others to look again: people drawn by lot who are not part of it."""

    belongs_to = "by"
    erased = ("by", "words")
    stays = "safety"
    field_classes = {
        "measure": "person",
        "by": "person",
        "words": "person",
        "seed": "person",
        "drawn_from": "person",
        "answer_by": "person",
        "decided": "person",
        "outcome": "person",
    }

    measure = models.OneToOneField(Measure, on_delete=models.CASCADE, related_name="appeal")
    #: Empty where it is about a post without a name.
    by = models.ForeignKey(
        "members.Member", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    words = SealedField(owner="community", null=True)
    #: What the lot was drawn with, stated on the page and in the logbook, and from how many.
    seed = models.CharField(max_length=64)
    drawn_from = models.PositiveIntegerField()
    answer_by = models.DateTimeField()
    decided = models.DateTimeField(null=True, blank=True)
    #: kept or undone.
    outcome = models.CharField(max_length=8, blank=True)

    class Meta:
        base_manager_name = "objects"


class Panellist(TenantModel):
    """Somebody drawn by lot for an appeal; “not me” needs no reason, and the next in the lot is asked."""

    belongs_to = "member"
    erased = ()
    stays = "voted"
    field_classes = {"appeal": "community", "member": "community", "keep": "community", "not_me": "community"}

    appeal = models.ForeignKey(Appeal, on_delete=models.CASCADE, related_name="panel")
    member = models.ForeignKey("members.Member", on_delete=models.CASCADE, related_name="+")
    keep = models.BooleanField(null=True, blank=True)
    not_me = models.BooleanField(default=False)

    class Meta:
        base_manager_name = "objects"
        ordering = ["created", "id"]
        constraints = [models.UniqueConstraint(fields=["appeal", "member"], name="care_panel_once")]


class StepKind(models.TextChoices):
    """What comes before anybody is asked to leave, in this order. Words on screen: `wording.measures.STEPS`."""

    LISTEN = "listen"
    TALK = "talk"
    AGREEMENT = "agreement"
    FOLLOW_UP = "follow_up"


class Step(TenantModel):
    """One step of repair, with the day it is planned for and what came of it."""

    field_classes = {
        "case": "community",
        "step": "community",
        "planned": "community",
        "done": "community",
        "result": "community",
        "words": "person",
    }

    case = models.ForeignKey("care.Case", on_delete=models.CASCADE, related_name="steps")
    step = models.CharField(max_length=9, choices=StepKind)
    planned = models.DateField()
    done = models.DateTimeField(null=True, blank=True)
    #: done, declined, could_not.
    result = models.CharField(max_length=10, blank=True)
    words = SealedField(owner="community", null=True)

    class Meta:
        base_manager_name = "objects"
        ordering = ["created", "id"]
        constraints = [models.UniqueConstraint(fields=["case", "step"], name="care_step_once")]


class Tally(TenantModel):
    """How often something happened in a year: what is left to count when cases have been erased."""

    field_classes = {"year": "community", "code": "community", "count": "community"}

    year = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=20)
    count = models.PositiveIntegerField(default=0)

    class Meta:
        base_manager_name = "objects"
        ordering = ["year", "code"]
        constraints = [models.UniqueConstraint(fields=["community", "year", "code"], name="care_tally_once")]
