"""Members: one row per human and community for ever, and all that happens on the way in and out."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext

from commonhearth.foundation.sealed import SealedField
from commonhearth.foundation.tenancy.models import ROW, OwnManager, TenantModel

if TYPE_CHECKING:
    from uuid import UUID


class Standing(models.TextChoices):
    """Where somebody stands in a community. Words on screen: `members.wording.STANDING`."""

    APPLICANT = "applicant"
    GUEST = "guest"
    MEMBER = "member"
    PAUSED = "paused"
    FORMER = "former"
    REMOVED = "removed"
    DIED = "died"


#: Standings that see what members see; paused members read as before.
INSIDE = frozenset({Standing.GUEST, Standing.MEMBER, Standing.PAUSED})
#: Standings that may act: a paused member reads, and comes back to act.
ACTING = frozenset({Standing.GUEST, Standing.MEMBER})


class Member(TenantModel):
    """The actor of every act inside a community. `person` is empty for who has no sign-in."""

    belongs_to = "self"
    #: The row stays as the one who acted, without a name and without a tie to the logbook's lines.
    erased = (
        "person", "pseudonym", "name", "word", "named_outside_as", "speaks_through", "paper", "back_on",
        "welcome_done", "answers_when", "address_along", "stepped_back",
    )  # fmt: skip
    own_field: ClassVar[str | None] = "person"
    field_classes = {
        "person": "person",
        "standing": "community",
        "name": "community",
        "word": "community",
        "pseudonym": "community",
        "named_outside_as": "person",
        "speaks_through": "community",
        "paper": "community",
        "back_on": "person",
        "trial_until": "community",
        "welcomed_by": "community",
        "welcome_done": "person",
        "answers_when": "community",
        "address_along": "person",
        "stepped_back": "person",
        "died": "community",
    }

    person = models.ForeignKey(
        "accounts.Person", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    standing = models.CharField(max_length=10, choices=Standing)
    #: The name in the community (the root circle); each further circle may have another.
    name = models.CharField(max_length=80)
    #: A word that tells two of one name apart ("garden"), never a number.
    word = models.CharField(max_length=40, blank=True)
    #: Stands for the member in the logbook; the tie is cut when the member is erased.
    pseudonym = models.UUIDField(default=uuid.uuid4, editable=False)
    #: How this member wants the community named in mail subjects, calendars and envelopes.
    named_outside_as = models.CharField(max_length=120, blank=True)
    #: The member who records words for somebody without a sign-in, never a secret vote.
    speaks_through = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    #: Name as chosen for paper; empty: not named on paper.
    paper = models.CharField(max_length=80, blank=True)
    #: While away: when they mean to be back.
    back_on = models.DateField(null=True, blank=True)
    trial_until = models.DateField(null=True, blank=True)
    #: Who is here for the newcomer's questions.
    welcomed_by = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    #: First-weeks suggestions the newcomer has done or put away for good.
    welcome_done = models.JSONField(default=list, blank=True)
    #: For whoever is here for newcomers' questions: when and where they usually answer, in their words.
    answers_when = models.CharField(max_length=160, blank=True)
    #: Whether their e-mail address goes along when the community moves to another host, so that they
    #: can show there that it is them. Nobody else's does.
    address_along = models.BooleanField(default=False)
    #: Since when they have stepped back from what they took on. They stay who they are, and act as before.
    stepped_back = models.DateTimeField(null=True, blank=True)
    #: When a second person confirmed that they have died. What is put aside by it goes `mistakes.MISTAKE_WITHIN` later.
    died = models.DateTimeField(null=True, blank=True)

    own = OwnManager()

    #: Filled by `circles.selectors.acting` for the member who acts in a request; empty means no.
    offices: frozenset[str] = frozenset()
    circle_ids: frozenset[UUID] = frozenset()
    #: Circle id -> `circles.access.Seat`: the member's own name and roles there.
    seats: Mapping[UUID, Any] = MappingProxyType({})
    #: Whether a hold keeps this member out just now; also filled by `acting`.
    on_hold: bool = False

    class Meta:
        base_manager_name = "objects"
        default_manager_name = "objects"
        ordering = ["created", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["community", "person"],
                name="members_one_row_per_human",
                condition=Q(person__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        if not self.name:
            return gettext("somebody who was here")
        return f"{self.name} ({self.word})" if self.word else self.name

    @property
    def is_inside(self) -> bool:
        """Whether this member sees what members see."""
        return self.standing in INSIDE and not self.on_hold

    @property
    def has_asked(self) -> bool:
        """Whether this person has asked to join and waits for an answer."""
        return self.standing == Standing.APPLICANT

    @property
    def is_new(self) -> bool:
        """Whether they and the others are still getting to know each other."""
        return self.standing == Standing.GUEST

    @property
    def was_here(self) -> bool:
        """Whether they left, or asked and did not join."""
        return self.standing == Standing.FORMER

    @property
    def is_said_to_have_died(self) -> bool:
        """Whether two people have entered that this member has died; it may be a mistake."""
        return self.standing == Standing.DIED

    @property
    def is_acting(self) -> bool:
        """Whether this member may act now (not away, not outside, not on hold)."""
        return self.standing in ACTING and not self.on_hold


class Period(TenantModel):
    """A dated stretch of one standing. Coming back adds one; none is ever rewritten."""

    belongs_to = "member"
    erased = ()
    stays = "register"
    field_classes = {"member": "person", "standing": "person", "since": "person", "until": "person"}

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="periods")
    standing = models.CharField(max_length=10, choices=Standing)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)

    class Meta:
        base_manager_name = "objects"
        ordering = ["since", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["member"], condition=Q(until__isnull=True), name="members_one_period_open"
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="members_period_forward"
            ),
        ]


class RegisterEntry(TenantModel):
    """The register of members: legal names, sealed, for the registrar only."""

    belongs_to = "member"
    stays = "register"
    field_classes = {"member": "person", "number": "community", "legal_name": "person"}

    member = models.OneToOneField(Member, on_delete=models.PROTECT, related_name="register_entry")
    number = models.PositiveIntegerField()
    legal_name = SealedField(owner="community", null=True)

    class Meta:
        base_manager_name = "objects"
        constraints = [
            models.UniqueConstraint(fields=["community", "number"], name="members_register_number")
        ]


class Application(TenantModel):
    """Somebody asked to join. Answers are sealed; a no leaves no verdict and no reason."""

    belongs_to = "member"
    erased = ROW
    field_classes = {
        "member": "person",
        "answers": "person",
        "hear_by": "person",
        "welcomer": "community",
        "closed": "community",
    }

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="applications")
    #: JSON list of {question, answer}, in the community's own words at the time of asking.
    answers = SealedField(owner="community")
    #: The date we promised an answer by.
    hear_by = models.DateField()
    #: Whose first name the person sees, while that member is here (`access.who_answers`).
    welcomer = models.ForeignKey(Member, null=True, on_delete=models.SET_NULL, related_name="+")
    #: When it was answered or withdrawn; how it ended is the member's standing, nothing else is kept.
    closed = models.DateTimeField(null=True, blank=True)

    class Meta:
        base_manager_name = "objects"
        ordering = ["created", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["member"], condition=Q(closed__isnull=True), name="members_one_asking"
            )
        ]


class Endorsement(TenantModel):
    """One member's yes to an application, where two are needed."""

    belongs_to = "by"
    field_classes = {"application": "community", "by": "community"}

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="endorsements")
    by = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")

    class Meta:
        base_manager_name = "objects"
        constraints = [models.UniqueConstraint(fields=["application", "by"], name="members_endorse_once")]


class Invitation(TenantModel):
    """A link for one person, once. The link does not say what kind of community it is."""

    belongs_to = "invited_by"
    erased = ("note",)
    field_classes = {
        "token_digest": "secret",
        "note": "community",
        "invited_by": "community",
        "expires": "community",
        "used_by": "community",
        "revoked": "community",
        "by_letter": "community",
    }

    #: SHA-256 of the token; the token itself stands only in the link.
    token_digest = models.CharField(max_length=64)
    #: For the inviter's own list ("Rosa’s sister").
    note = models.CharField(max_length=80, blank=True)
    invited_by = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    expires = models.DateTimeField()
    used_by = models.ForeignKey(Member, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    revoked = models.DateTimeField(null=True, blank=True)
    #: Sent to somebody of a list that was brought; the inviter's own list of links leaves these out.
    by_letter = models.BooleanField(default=False)

    class Meta:
        base_manager_name = "objects"
        ordering = ["-created", "id"]
        constraints = [
            models.UniqueConstraint(fields=["community", "token_digest"], name="members_invite_token")
        ]


class KeptApart(TenantModel):
    """`asker` asked to be kept apart from `other`. Only the asker ever learns that this row exists."""

    belongs_to = "asker"
    field_classes = {"asker": "person", "other": "person"}

    asker = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="keeps_apart_from")
    other = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")

    class Meta:
        base_manager_name = "objects"
        constraints = [
            models.UniqueConstraint(fields=["asker", "other"], name="members_apart_once"),
            models.CheckConstraint(condition=~Q(asker=F("other")), name="members_apart_two"),
        ]


class Bar(TenantModel):
    """A person who may not come back, under any name or invitation, until it is lifted."""

    field_classes = {
        "person": "person",
        "email_digest": "person",
        "member": "person",
        "set_by": "community",
        "lifted": "community",
    }

    person = models.ForeignKey("accounts.Person", null=True, on_delete=models.SET_NULL, related_name="+")
    #: Keyed digest of the e-mail address, so that a new sign-in with it is known again.
    email_digest = models.CharField(max_length=64, blank=True)
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    set_by = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    lifted = models.DateTimeField(null=True, blank=True)

    class Meta:
        base_manager_name = "objects"


class Hold(TenantModel):
    """Access paused for 72 hours by one person; lifts after 24 unless a second confirms."""

    belongs_to = "member"
    stays = "safety"
    field_classes = {
        "member": "person",
        "placed_by": "community",
        "confirm_by": "community",
        "until": "community",
        "confirmed_by": "community",
        "lifted": "community",
        "talk_to": "community",
    }

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="holds")
    placed_by = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    confirm_by = models.DateTimeField()
    until = models.DateTimeField()
    confirmed_by = models.ForeignKey(
        Member, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    lifted = models.DateTimeField(null=True, blank=True)
    talk_to = models.CharField(max_length=200)

    class Meta:
        base_manager_name = "objects"


class Removal(TenantModel):
    """Asked to leave: when it takes effect, and whom to appeal to. Set by two people."""

    belongs_to = "member"
    theirs_when: ClassVar[dict[str, Any]] = {"seconded_by__isnull": False}
    erased = ("appeal_to",)
    stays = "safety"
    field_classes = {
        "member": "person",
        "asked_by": "community",
        "seconded_by": "community",
        "takes_effect": "person",
        "appeal_to": "person",
        "withdrawn": "community",
        "done": "community",
    }

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="removals")
    asked_by = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    seconded_by = models.ForeignKey(
        Member, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    takes_effect = models.DateField()
    appeal_to = models.CharField(max_length=200)
    withdrawn = models.DateTimeField(null=True, blank=True)
    done = models.DateTimeField(null=True, blank=True)

    class Meta:
        base_manager_name = "objects"


class Death(TenantModel):
    """Has died: said by one member, confirmed by a second, undone in one step if mistaken."""

    field_classes = {
        "member": "person",
        "said_by": "community",
        "confirmed_by": "community",
        "undone": "community",
        "standing_before": "community",
    }

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    said_by = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    confirmed_by = models.ForeignKey(
        Member, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    undone = models.DateTimeField(null=True, blank=True)
    standing_before = models.CharField(max_length=10, choices=Standing)

    class Meta:
        base_manager_name = "objects"


class Arrival(TenantModel):
    """A member who came along from another host, and has not yet shown that it is them.

    Their row is tied to a sign-in of this host by a link sent to the address they agreed to take along,
    or by a code that two people stand for. Then this row goes.
    """

    belongs_to = "member"
    erased = ROW
    moves = False
    field_classes = {
        "member": "person",
        "address": "person",
        "link_digest": "secret",
        "sent": "person",
        "code_digest": "secret",
        "code_until": "host",
        "given_by": "community",
        "seconded_by": "community",
    }

    member = models.OneToOneField(Member, on_delete=models.CASCADE, related_name="arrival")
    address = SealedField(owner="community", null=True)
    #: SHA-256 of the link's token; the token itself stands only in the letter.
    link_digest = models.CharField(max_length=64, blank=True)
    sent = models.DateTimeField(null=True, blank=True)
    code_digest = models.CharField(max_length=64, blank=True)
    code_until = models.DateTimeField(null=True, blank=True)
    #: Who gave the code, and who else knows them; empty where the host gave it to a first steward.
    given_by = models.ForeignKey(Member, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    seconded_by = models.ForeignKey(
        Member, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        base_manager_name = "objects"
        indexes = [
            models.Index(fields=["community", "code_digest"], name="members_arrival_code"),
            models.Index(fields=["community", "link_digest"], name="members_arrival_link"),
        ]
