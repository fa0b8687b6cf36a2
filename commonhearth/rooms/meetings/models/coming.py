"""Who comes: members, and guests who have no sign-in."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from commonhearth.foundation.members.mistakes import MISTAKE_WITHIN
from commonhearth.foundation.sealed import SealedField
from commonhearth.foundation.tenancy.models import ROW, TenantModel
from commonhearth.rooms.meetings.models.series import Meeting


class Answer(models.TextChoices):
    """What somebody said. Words on screen: `meetings.wording.ANSWERS`."""

    COMING = "coming"
    MAYBE = "maybe"
    NOT = "not"


class Guest(TenantModel):
    """Somebody from outside who comes to one open meeting. The row goes some days after it.

    They are known by a signed link, which is good for as long as the row stands.
    """

    erased = ROW
    kept_until = ("erase_after",)
    field_classes = {
        "name": "person",
        "address": "person",
        "address_digest": "person",
        "hello": "person",
        "confirmed": "person",
        "welcomed": "person",
        "knocked": "person",
        "let_in": "person",
        "erase_after": "person",
    }

    name = SealedField(owner="community", null=True)
    address = SealedField(owner="community", null=True)
    #: Keyed, so that one address has one place, and a bar holds.
    address_digest = models.CharField(max_length=64, blank=True)
    #: What they wrote to be told the place.
    hello = SealedField(owner="community", null=True)
    #: When the link in the letter was followed and pressed; at once for who left no address.
    confirmed = models.DateTimeField(null=True, blank=True)
    #: When the host answered the hello with the place.
    welcomed = models.DateTimeField(null=True, blank=True)
    #: Waits at the door online since.
    knocked = models.DateTimeField(null=True, blank=True)
    let_in = models.DateTimeField(null=True, blank=True)
    erase_after = models.DateTimeField()

    class Meta:
        base_manager_name = "objects"
        ordering = ["created", "id"]
        indexes = [models.Index(fields=["community", "erase_after"], name="meetings_guest_goes")]


class Coming(TenantModel):
    """What one member or guest said about one meeting. A place that is waited for is `waiting`.

    Of a member who is read as dead it takes no place; what they had said of dates to come goes later.
    """

    belongs_to = "member"
    erased = ROW
    kept_until = ("member__died",)
    kept_longer = MISTAKE_WITHIN
    kept_where = Q(meeting__starts__gt=F("member__died"))
    field_classes = {
        "meeting": "circle",
        "member": "person",
        "seat": "circle",
        "guest": "person",
        "answer": "circle",
        "bringing": "circle",
        "waiting": "circle",
        "since": "circle",
        "needs": "person",
        "written_by": "circle",
        "reminded": "person",
    }

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="comings")
    member = models.ForeignKey(
        "members.Member", null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    #: The member's place in the meeting's circle, or else in the circle of everyone: what is shown of them.
    seat = models.ForeignKey(
        "circles.CircleMembership", null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    guest = models.OneToOneField(
        Guest, null=True, blank=True, on_delete=models.CASCADE, related_name="coming"
    )
    answer = models.CharField(max_length=6, choices=Answer)
    #: How many come along.
    bringing = models.PositiveSmallIntegerField(default=0)
    waiting = models.BooleanField(default=False)
    #: Since when they have, or wait for, a place: the order of the waiting list.
    since = models.DateTimeField()
    #: What they need to take part; the host alone reads it.
    needs = SealedField(owner=("member", "community"), null=True)
    #: Who wrote it down, for a member without a sign-in.
    written_by = models.ForeignKey(
        "members.Member", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    reminded = models.DateTimeField(null=True, blank=True)

    class Meta:
        base_manager_name = "objects"
        ordering = ["since", "id"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "member"], name="meetings_answered_once"),
            models.CheckConstraint(
                condition=Q(member__isnull=False, seat__isnull=False, guest__isnull=True)
                | Q(member__isnull=True, seat__isnull=True, guest__isnull=False),
                name="meetings_member_or_guest",
            ),
            models.CheckConstraint(
                condition=Q(waiting=False) | Q(answer="coming"), name="meetings_waits_to_come"
            ),
        ]
