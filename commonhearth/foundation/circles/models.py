"""Circles: groups inside a community, who is in them, and the roles they give for a term."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext

from commonhearth.foundation.members.mistakes import MISTAKE_WITHIN
from commonhearth.foundation.sealed import SealedField
from commonhearth.foundation.tenancy.models import ROW, TenantModel


class CircleKind(models.TextChoices):
    """What sort of group. Words on screen: `circles.wording.KINDS`."""

    ROOT = "root"
    SUPPORT = "support"
    WORKING = "working"
    COUNCIL = "council"
    HOUSEHOLD = "household"


class Openness(models.TextChoices):
    """Who sees what. Words on screen: open, by invitation, hidden."""

    OPEN = "open"
    CLOSED = "closed"
    CONFIDENTIAL = "confidential"


class Office(models.TextChoices):
    """Named authority in a circle. In the root circle these are the community's own offices.

    Words on screen: `circles.wording.OFFICES`.
    """

    FACILITATOR = "facilitator"
    SECOND = "second"
    SECRETARY = "secretary"
    DELEGATE = "delegate"
    STEWARD = "steward"
    TREASURER = "treasurer"
    REGISTRAR = "registrar"
    WELCOMER = "welcomer"
    ON_DUTY = "on_duty"


#: Whose office it is to look after a circle: they answer askings, invite, give roles. Where nobody
#: holds one of these, anyone in the circle may.
KEEPING = {
    CircleKind.ROOT: frozenset({Office.STEWARD}),
    None: frozenset({Office.FACILITATOR, Office.SECOND, Office.SECRETARY}),
}


class Circle(TenantModel):
    """A group. `name` and `purpose` are empty for a confidential one, where only the sealed ones stand.

    The root circle has no name of its own; it is everyone.
    """

    field_classes = {
        "parent": "circle",
        "circle_kind": "circle",
        "openness": "circle",
        "name": "circle",
        "purpose": "circle",
        "sealed_name": "circle",
        "sealed_purpose": "circle",
        "closed_on": "circle",
    }

    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="children"
    )
    circle_kind = models.CharField(max_length=10, choices=CircleKind)
    openness = models.CharField(max_length=12, choices=Openness)
    name = models.CharField(max_length=120, blank=True)
    purpose = models.TextField(blank=True)
    sealed_name = SealedField(owner="circle", null=True)
    sealed_purpose = SealedField(owner="circle", null=True)
    #: When the circle ended, if it did; nothing in it is lost.
    closed_on = models.DateTimeField(null=True, blank=True)

    #: Whether somebody looks after the circle by office now. `selectors` fill it in; a plain row
    #: says yes, so that a rule asked about it grants only to those in office.
    is_kept: bool = True
    #: Name and purpose in words for the viewer for whom `selectors` fetched the circle.
    called: str = ""
    meant_for: str = ""
    #: How many people are in it, for whom the viewer may know of them.
    head_count: int = 0
    #: Whether it is worth asking who wants to come in, and what circles are below.
    has_askings: bool = True
    has_children: bool = True

    class Meta:
        base_manager_name = "objects"
        ordering = ["created", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["community"], condition=Q(circle_kind="root"), name="circles_one_root"
            ),
            models.CheckConstraint(
                condition=Q(parent__isnull=True, circle_kind="root")
                | Q(parent__isnull=False) & ~Q(circle_kind="root"),
                name="circles_only_root_has_no_parent",
            ),
            models.CheckConstraint(
                condition=~Q(openness="confidential") | Q(name="", purpose=""),
                name="circles_hidden_names_sealed",
            ),
            models.CheckConstraint(
                condition=~Q(circle_kind="root") | Q(openness="open"), name="circles_root_open"
            ),
        ]

    @property
    def is_root(self) -> bool:
        """Whether this is the whole membership."""
        return self.circle_kind == CircleKind.ROOT

    @property
    def is_hidden(self) -> bool:
        """Whether nobody but its own people may know of it."""
        return self.openness == Openness.CONFIDENTIAL

    @property
    def is_by_invitation(self) -> bool:
        """Whether one comes in only by somebody inside, as into a hidden one too."""
        return self.openness != Openness.OPEN

    @property
    def keeping(self) -> frozenset[str]:
        """The offices that look after this circle."""
        return KEEPING[CircleKind.ROOT] if self.is_root else KEEPING[None]


class CircleMembership(TenantModel):
    """A member in one circle: own id, name and mark. What a circle shows refers to this, never to the member."""

    belongs_to = "member"
    erased = ("name", "word")
    field_classes = {
        "circle": "circle",
        "member": "person",
        "name": "circle",
        "word": "circle",
        "to_tell_apart": "circle",
        "joined": "circle",
        "left": "circle",
    }

    circle = models.ForeignKey(Circle, on_delete=models.CASCADE, related_name="memberships")
    member = models.ForeignKey("members.Member", on_delete=models.CASCADE, related_name="circle_memberships")
    name = models.CharField(max_length=80)
    word = models.CharField(max_length=40, blank=True)
    #: Came in under a name already in use, and has not chosen a telling word yet. In circles by
    #: invitation and hidden ones this is asked inside, so that the door tells no names.
    to_tell_apart = models.BooleanField(default=False)
    joined = models.DateTimeField()
    left = models.DateTimeField(null=True, blank=True)

    class Meta:
        base_manager_name = "objects"
        ordering = ["joined", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["circle", "member"], condition=Q(left__isnull=True), name="circles_in_once"
            ),
            models.UniqueConstraint(
                fields=["circle", "name", "word"],
                condition=Q(left__isnull=True, to_tell_apart=False),
                name="circles_name_in_use",
            ),
        ]

    def __str__(self) -> str:
        if not self.name:
            return gettext("somebody who was here")
        return f"{self.name} ({self.word})" if self.word else self.name


class Role(TenantModel):
    """An office in a circle with an end date. No role without a term."""

    belongs_to = "holder__member"
    field_classes = {
        "circle": "circle",
        "office": "circle",
        "holder": "circle",
        "kept_for": "circle",
        "starts": "circle",
        "ends": "circle",
        "ended": "circle",
        "into": "circle",
    }

    circle = models.ForeignKey(Circle, on_delete=models.CASCADE, related_name="roles")
    office = models.CharField(max_length=12, choices=Office)
    holder = models.ForeignKey(
        CircleMembership, null=True, blank=True, on_delete=models.SET_NULL, related_name="roles"
    )
    #: Whoever is away and takes the role up again when they are back; the second holds it meanwhile.
    kept_for = models.ForeignKey(
        CircleMembership, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    starts = models.DateField()
    #: The first day on which nobody holds it any more.
    ends = models.DateField()
    #: Laid down before the term was over.
    ended = models.DateTimeField(null=True, blank=True)
    #: For a delegate: the circle they carry this circle's voice into.
    into = models.ForeignKey(Circle, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        base_manager_name = "objects"
        ordering = ["starts", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(ends__gt=F("starts")), name="circles_role_has_term"),
            models.CheckConstraint(
                condition=Q(office="delegate") | Q(into__isnull=True), name="circles_only_delegates_go_into"
            ),
        ]


class Asking(TenantModel):
    """A member asks to join a circle that is by invitation, or is invited; open ones are joined at once.

    A yes to an asking turns it into an invitation; a no, and a “no, thank you”, deletes the row. While its member is
    read as dead nobody is shown it, and after the time for calling that a mistake it goes.
    """

    belongs_to = "member"
    erased = ROW
    kept_until = ("member__died",)
    kept_longer = MISTAKE_WITHIN
    field_classes = {
        "circle": "circle",
        "member": "circle",
        "as_name": "circle",
        "as_word": "circle",
        "invited_by": "circle",
        "answered": "circle",
    }

    circle = models.ForeignKey(Circle, on_delete=models.CASCADE, related_name="askings")
    member = models.ForeignKey("members.Member", on_delete=models.CASCADE, related_name="+")
    as_name = models.CharField(max_length=80, blank=True)
    as_word = models.CharField(max_length=40, blank=True)
    #: Set when somebody inside invited; empty when the member asked.
    invited_by = models.ForeignKey(
        CircleMembership, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    answered = models.DateTimeField(null=True, blank=True)

    class Meta:
        base_manager_name = "objects"
        ordering = ["created", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["circle", "member"], condition=Q(answered__isnull=True), name="circles_one_asking"
            )
        ]
