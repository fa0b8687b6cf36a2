"""A circle's tin: who keeps it, what went in and out, what two people counted, and a question between two."""

from __future__ import annotations

from datetime import timedelta

from django.db import models
from django.db.models import F, Q

from commonhearth.foundation.sealed import SealedField
from commonhearth.foundation.tenancy.models import ROW, Lock, TenantModel

SEAT = "circles.CircleMembership"
#: Letters in what an entry was for.
LONGEST = 200
#: How long a question between two is kept.
ASKED_FOR = timedelta(days=60)


class EntryKind(models.TextChoices):
    """What sort of entry. Words on screen: `wording.KINDS`."""

    MONEY = "money"
    DUES = "dues"
    DIFFERENCE = "difference"


class CountState(models.TextChoices):
    """How far a count is. One that did not come to the same keeps no number."""

    WAITS = "waits"
    STANDS = "stands"
    DIFFERS = "differs"


class Answer(models.TextChoices):
    """What somebody says to “is this a hard month?”. Words on screen: `wording.ANSWERS`."""

    LEAVE = "leave"
    PAY = "pay"
    TALK = "talk"


class Tin(TenantModel):
    """A circle's cash in one currency. What is in it is reckoned from its entries, and stands nowhere else."""

    field_classes = {"circle": "circle", "currency": "circle", "takes_dues": "circle"}

    circle = models.OneToOneField("circles.Circle", on_delete=models.CASCADE, related_name="+")
    #: ISO 4217.
    currency = models.CharField(max_length=3)
    #: Whether people pay dues into it; then what is in it is not told from day to day.
    takes_dues = models.BooleanField(default=False)

    #: The places of those who keep it, where somebody has looked them up.
    keeper_seats: frozenset[object] | None = None

    class Meta:
        base_manager_name = "objects"
        ordering = ["created", "id"]


class Keeper(TenantModel):
    """Somebody who keeps a tin: they write its book, and see who paid dues."""

    belongs_to = "seat__member"
    erased = ()
    stays = "tin"
    field_classes = {"tin": "circle", "seat": "circle", "until": "circle"}

    tin = models.ForeignKey(Tin, on_delete=models.CASCADE, related_name="keepers")
    seat = models.ForeignKey(SEAT, on_delete=models.CASCADE, related_name="+")
    #: When they laid it down.
    until = models.DateTimeField(null=True, blank=True)

    class Meta:
        base_manager_name = "objects"
        ordering = ["created", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["tin", "seat"], condition=Q(until__isnull=True), name="treasury_keeps_once"
            )
        ]


class Count(TenantModel):
    """What was counted in a tin: by one, who waits for a second, or by two who came to the same."""

    field_classes = {
        "tin": "circle",
        "first": "circle",
        "first_amount": "circle",
        "second": "circle",
        "state": "circle",
        "on": "circle",
        "difference": "circle",
    }

    tin = models.ForeignKey(Tin, on_delete=models.CASCADE, related_name="counts")
    first = models.ForeignKey(SEAT, null=True, on_delete=models.SET_NULL, related_name="+")
    #: What the first one counted; of two who came to the same it is the second's too. Shown to nobody while it waits.
    first_amount = models.BigIntegerField(null=True)
    second = models.ForeignKey(SEAT, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    state = models.CharField(max_length=8, choices=CountState, default=CountState.WAITS)
    #: The day of the count, on the community's clock.
    on = models.DateField()
    #: In the tin less in the book; above zero there is more in the tin.
    difference = models.BigIntegerField(null=True)

    class Meta:
        base_manager_name = "objects"
        ordering = ["-created", "-id"]
        indexes = [models.Index(fields=["tin", "state", "on"], name="treasury_counts")]
        constraints = [
            models.UniqueConstraint(
                fields=["tin"], condition=Q(state="waits"), name="treasury_one_count_waits"
            ),
            models.CheckConstraint(
                condition=Q(state="differs", first_amount__isnull=True, difference__isnull=True)
                | Q(state="waits", first_amount__gte=0, difference__isnull=True)
                | Q(state="stands", first_amount__gte=0, difference__isnull=False),
                name="treasury_count_whole",
            ),
        ]


class Entry(TenantModel):
    """Money that went in (above zero) or out (below zero). Written once: what is wrong is set right by another."""

    locks = Lock(
        when="created",
        fields=("tin", "kind", "amount", "day", "booked", "what", "sets_right", "count"),
        moves=("what",),
        moves_to="sealed_what",
    )
    belongs_to = "payer__member"
    erased = ()
    stays = "tin"
    field_classes = {
        "tin": "circle",
        "circle": "circle",
        "kind": "circle",
        "amount": "circle",
        "day": "circle",
        "booked": "circle",
        "what": "circle",
        "sealed_what": "circle",
        "handled_by": "host",
        "payer": "circle",
        "sets_right": "circle",
        "count": "circle",
    }

    tin = models.ForeignKey(Tin, on_delete=models.CASCADE, related_name="entries")
    circle = models.ForeignKey("circles.Circle", on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10, choices=EntryKind)
    amount = models.BigIntegerField()
    #: When the money moved, as whoever wrote it says.
    day = models.DateField()
    #: The day on which it was written: by this it belongs to a quarter and a year, so that no sum of one that is
    #: over ever changes.
    booked = models.DateField()
    what = models.CharField(max_length=LONGEST, blank=True)
    sealed_what = SealedField(owner="circle", null=True)
    #: Who had the money in hand; not taken along by who paid.
    handled_by = models.ForeignKey(SEAT, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    #: Of dues: who paid, unless the book names nobody.
    payer = models.ForeignKey(SEAT, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    sets_right = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.CASCADE, related_name="set_right_by"
    )
    #: Whose difference this is.
    count = models.OneToOneField(
        Count, null=True, blank=True, on_delete=models.CASCADE, related_name="booked_as"
    )

    #: For the viewer for whom `selectors` fetched it: names, and whether there is a receipt.
    handler: str = ""
    paid_by: str = ""

    class Meta:
        base_manager_name = "objects"
        ordering = ["-created", "-id"]
        indexes = [models.Index(fields=["tin", "created", "id"], name="treasury_book")]
        constraints = [
            models.CheckConstraint(condition=~Q(amount=0), name="treasury_some_amount"),
            models.CheckConstraint(
                condition=Q(payer__isnull=True) | Q(kind="dues"), name="treasury_only_dues_name_a_payer"
            ),
            models.CheckConstraint(
                condition=Q(count__isnull=True) | Q(kind="difference"), name="treasury_of_a_count"
            ),
            models.CheckConstraint(
                condition=Q(sets_right__isnull=True) | ~Q(sets_right=F("id")), name="treasury_not_itself"
            ),
        ]


class HardMonth(TenantModel):
    """“Is this a hard month?”, asked by one who keeps the tin of one who pays dues. Between the two, and erased."""

    belongs_to = "member"
    erased = ROW
    kept_until = ("until",)
    field_classes = {
        "tin": "circle",
        "asker": "circle",
        "member": "person",
        "answer": "person",
        "answered": "person",
        "until": "host",
    }

    tin = models.ForeignKey(Tin, on_delete=models.CASCADE, related_name="+")
    asker = models.ForeignKey(SEAT, on_delete=models.CASCADE, related_name="+")
    #: Who is asked.
    member = models.ForeignKey("members.Member", on_delete=models.CASCADE, related_name="+")
    answer = SealedField(owner="member", null=True)
    answered = models.DateTimeField(null=True, blank=True)
    until = models.DateTimeField()

    #: In words, for the two.
    said: str = ""
    name: str = ""

    class Meta:
        base_manager_name = "objects"
        ordering = ["-created", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["asker", "member"], name="treasury_asked_once"),
        ]
