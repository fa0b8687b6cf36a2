"""What members are for each other: wishes for silence, worries, offers, buddies, and how much each carries."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from commonhearth.core.care.load import USUAL
from commonhearth.foundation.members.mistakes import MISTAKE_WITHIN
from commonhearth.foundation.sealed import SealedField
from commonhearth.foundation.tenancy.models import ROW, TenantModel


class ShownTo(models.TextChoices):
    """Who may read a wish. Words on screen: `wording.supporting.SHOWN_TO`."""

    NOBODY = "nobody"
    BUDDY = "buddy"
    COMMUNITY = "community"
    EVERYWHERE = "everywhere"


class QuietWish(TenantModel):
    """If I go quiet: what a member wants then. Sealed; nothing anywhere counts how quiet somebody is."""

    belongs_to = "member"
    erased = ROW
    field_classes = {
        "member": "person",
        "way": "health",
        "words": "health",
        "shown_to": "person",
        "tell_me": "person",
    }

    member = models.OneToOneField("members.Member", on_delete=models.CASCADE, related_name="+")
    #: write, call or leave.
    way = SealedField(owner="member")
    words = SealedField(owner="member", null=True)
    shown_to = models.CharField(max_length=10, choices=ShownTo, default=ShownTo.NOBODY)
    #: Whether they hear that somebody was worried.
    tell_me = models.BooleanField(default=True)

    #: Whether the viewer for whom it was fetched may read it; filled by `selectors.supporting`.
    for_viewer: bool = False

    class Meta:
        base_manager_name = "objects"


class Worry(TenantModel):
    """One member worries about another and told who is on duty. It is erased after fourteen days."""

    belongs_to = "by__member"
    erased = ROW
    kept_until = ("erase_after",)
    field_classes = {
        "about": "person",
        "by": "community",
        "words": "person",
        "in_hand": "community",
        "taken": "community",
        "erase_after": "host",
    }

    #: Whether the viewer for whom it was fetched hears worries; filled by `selectors.supporting`.
    for_viewer: bool = False

    #: Both by their name in the community.
    about = models.ForeignKey("circles.CircleMembership", on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey("circles.CircleMembership", on_delete=models.CASCADE, related_name="+")
    words = SealedField(owner="community")
    #: Who of those on duty has it in hand.
    in_hand = models.ForeignKey(
        "members.Member", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    #: Since when; whoever was worried sees it.
    taken = models.DateTimeField(null=True, blank=True)
    erase_after = models.DateTimeField()

    class Meta:
        base_manager_name = "objects"
        ordering = ["created", "id"]


class Offer(TenantModel):
    """What a member offers others, and what they would like themselves: nobody is only a helper."""

    belongs_to = "member"
    erased = ROW
    field_classes = {
        "member": "person",
        "for_newcomers": "community",
        "to_listen": "community",
        "times": "community",
        "ways": "community",
        "would_like": "community",
    }

    member = models.OneToOneField("members.Member", on_delete=models.CASCADE, related_name="+")
    for_newcomers = models.BooleanField(default=False)
    to_listen = models.BooleanField(default=False)
    times = models.CharField(max_length=200, blank=True)
    ways = models.CharField(max_length=200, blank=True)
    would_like = models.CharField(max_length=200)

    class Meta:
        base_manager_name = "objects"
        ordering = ["created", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(would_like=""), name="care_nobody_is_only_a_helper")
        ]


class Load(TenantModel):
    """How much a member carries at most, and when they rest. Nobody else ever reads it."""

    belongs_to = "member"
    erased = ROW
    field_classes = {"member": "person", "cap": "person", "rest_from": "person", "rest_until": "person"}

    member = models.OneToOneField("members.Member", on_delete=models.CASCADE, related_name="+")
    cap = models.PositiveSmallIntegerField(default=USUAL)
    rest_from = models.DateField(null=True, blank=True)
    rest_until = models.DateField(null=True, blank=True)

    class Meta:
        base_manager_name = "objects"


class Buddies(TenantModel):
    """Two who keep an eye on each other for the first weeks. Either ends it, without a reason.

    While one of them is read as dead it is nobody's to see.
    """

    belongs_to = "newcomer"
    erased = ROW
    kept_until = ("newcomer__died", "buddy__died")
    kept_longer = MISTAKE_WITHIN
    field_classes = {"newcomer": "person", "buddy": "person", "agreed": "person"}

    newcomer = models.ForeignKey("members.Member", on_delete=models.CASCADE, related_name="+")
    buddy = models.ForeignKey("members.Member", on_delete=models.CASCADE, related_name="+")
    #: When the buddy said yes; until then the newcomer has asked.
    agreed = models.DateTimeField(null=True, blank=True)

    class Meta:
        base_manager_name = "objects"
        ordering = ["created", "id"]
        constraints = [
            models.UniqueConstraint(fields=["newcomer"], name="care_one_buddy"),
            models.CheckConstraint(condition=~Q(newcomer=F("buddy")), name="care_buddies_are_two"),
        ]
