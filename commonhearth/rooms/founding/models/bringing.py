"""What a community had before it came here: one run for each list that is brought, and what came of it.

A preview is sealed with the community's key and gone once it was confirmed, put away, or fourteen days old.
The file itself is never stored.
"""

from __future__ import annotations

from django.db import models

from commonhearth.foundation.sealed import SealedField
from commonhearth.foundation.tenancy.models import TenantModel


class Kind(models.TextChoices):
    """What is brought. Words on screen: `founding.wording.bringing.KINDS`."""

    PEOPLE = "people"
    CALENDAR = "calendar"
    AGREEMENTS = "agreements"
    DECISIONS = "decisions"


class State(models.TextChoices):
    """How far a run is."""

    COLUMNS = "columns"  # a table has been read; somebody says which column is which
    READY = "ready"  # everything that will happen can be seen; nothing has happened
    CARRYING = "carrying"  # confirmed, and being carried out
    DONE = "done"
    STOPPED = "stopped"  # by somebody's press, or because whoever began it may not go on
    UNDONE = "undone"


class Bringing(TenantModel):
    """One list that is brought: who, what, how far."""

    #: A list that nobody confirmed.
    kept_until = ("expires",)
    kept_where = models.Q(state__in=[State.COLUMNS, State.READY])
    field_classes = {
        "kind": "community",
        "state": "community",
        "by": "community",
        "file_name": "community",
        "choices": "community",
        "counts": "community",
        "total": "community",
        "done": "community",
        "ended": "community",
        "undone": "community",
        "expires": "community",
    }

    kind = models.CharField(max_length=12, choices=Kind)
    state = models.CharField(max_length=10, choices=State)
    by = models.ForeignKey("members.Member", null=True, on_delete=models.SET_NULL, related_name="+")
    file_name = models.CharField(max_length=120, blank=True)
    #: What was chosen: which column is which, which agreement, until when it is shown. Codes and numbers.
    choices = models.JSONField(default=dict)
    #: What the file held and what came of it, by code.
    counts = models.JSONField(default=dict)
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    ended = models.DateTimeField(null=True)
    undone = models.DateTimeField(null=True)
    #: When the preview is deleted, whatever happens.
    expires = models.DateTimeField()

    class Meta:
        base_manager_name = "objects"
        ordering = ["-created", "id"]


class BringingPage(TenantModel):
    """Some rows of a preview, as JSON, sealed."""

    kept_until = ("bringing__expires",)
    kept_where = ~models.Q(bringing__state=State.CARRYING)
    field_classes = {"bringing": "community", "number": "community", "content": "person"}

    bringing = models.ForeignKey(Bringing, on_delete=models.CASCADE, related_name="pages")
    number = models.PositiveIntegerField()
    content = SealedField(owner="community")

    class Meta:
        base_manager_name = "objects"
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["bringing", "number"], name="founding_preview_page")]


class BroughtPerson(TenantModel):
    """Somebody on a list was written to, or is here already, or is not written to: nobody learns which.

    Holds no name and no address; the digest is there so that the same list again writes to nobody twice.
    """

    kept_until = ("expires",)
    field_classes = {
        "bringing": "community",
        "email_digest": "person",
        "invitation": "community",
        "expires": "community",
    }

    bringing = models.ForeignKey(Bringing, on_delete=models.CASCADE, related_name="people")
    #: As `members.selectors.email_digest` makes it.
    email_digest = models.CharField(max_length=64)
    invitation = models.ForeignKey(
        "members.Invitation", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    #: When the invitation's time is over; the row goes then.
    expires = models.DateTimeField()

    class Meta:
        base_manager_name = "objects"
        constraints = [
            models.UniqueConstraint(fields=["community", "email_digest"], name="founding_invited_once")
        ]


class BroughtDate(TenantModel):
    """A date from a calendar of before: once, or by a rule. The meetings room takes it up when it stands."""

    field_classes = {
        "bringing": "community",
        "uid": "community",
        "recurrence": "community",
        "summary": "community",
        "place": "community",
        "starts": "community",
        "ends": "community",
        "all_day": "community",
        "zone": "community",
        "rrule": "community",
        "rdates": "community",
        "exdates": "community",
        "upcoming": "community",
    }

    bringing = models.ForeignKey(Bringing, on_delete=models.CASCADE, related_name="dates")
    #: The calendar's own identifier; with `recurrence` for one date of a series that was moved.
    uid = models.CharField(max_length=255)
    recurrence = models.CharField(max_length=40, blank=True)
    summary = models.CharField(max_length=200)
    place = models.CharField(max_length=200, blank=True)
    starts = models.DateTimeField()
    ends = models.DateTimeField()
    all_day = models.BooleanField(default=False)
    #: The zone in which it keeps its hour, summer and winter.
    zone = models.CharField(max_length=64)
    rrule = models.CharField(max_length=500, blank=True)
    #: Dates beside the rule, and dates left out: ISO times in UTC.
    rdates = models.JSONField(default=list)
    exdates = models.JSONField(default=list)
    #: When it is next, as far as was looked; None: over, or not within the time looked at.
    upcoming = models.DateTimeField(null=True)

    class Meta:
        base_manager_name = "objects"
        constraints = [
            models.UniqueConstraint(fields=["community", "uid", "recurrence"], name="founding_date_once")
        ]
        indexes = [models.Index(fields=["community", "upcoming", "id"], name="founding_date_upcoming")]


class BroughtDecision(TenantModel):
    """A decision that was taken elsewhere, before: what, when, with what outcome, and where it comes from."""

    field_classes = {
        "bringing": "community",
        "origin": "community",
        "title": "community",
        "about": "community",
        "outcome": "community",
        "result": "community",
        "decided": "community",
        "source": "community",
    }

    bringing = models.ForeignKey(Bringing, on_delete=models.CASCADE, related_name="decisions")
    #: The identifier it had there, such as "loomio:poll:x1Y2z3".
    origin = models.CharField(max_length=120)
    title = models.CharField(max_length=255)
    #: What was talked about when it came up.
    about = models.CharField(max_length=255, blank=True)
    outcome = models.TextField(blank=True)
    #: How many chose what: [[option, people]]. Never who.
    result = models.JSONField(default=list)
    decided = models.DateField()
    source = models.CharField(max_length=160)

    class Meta:
        base_manager_name = "objects"
        constraints = [models.UniqueConstraint(fields=["community", "origin"], name="founding_decision_once")]
        indexes = [models.Index(fields=["community", "-decided", "id"], name="founding_decision_decided")]


class BroughtClause(TenantModel):
    """A wording that a run put before everyone, so that the run can take it back while nobody has answered."""

    field_classes = {"bringing": "community", "version": "community"}

    bringing = models.ForeignKey(Bringing, on_delete=models.CASCADE, related_name="clauses")
    version = models.OneToOneField(
        "agreements.ClauseVersion", on_delete=models.CASCADE, related_name="brought"
    )

    class Meta:
        base_manager_name = "objects"
