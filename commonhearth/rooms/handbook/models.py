"""Pages of a circle's handbook, and every wording that each of them had."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from commonhearth.foundation.sealed import SealedField
from commonhearth.foundation.tenancy.models import TenantModel

SEAT = "circles.CircleMembership"
#: Letters in a title, and in a page: about thirty on paper.
LONGEST_TITLE, LONGEST_PAGE = 160, 100_000


class Page(TenantModel):
    """A page as it stands now. Its words stand plain, or sealed where the circle is hidden.

    It is the circle's and nobody's own; who wrote which wording stands with the wording.
    """

    field_classes = {
        "circle": "circle",
        "parent": "circle",
        "place": "circle",
        "title": "circle",
        "sealed_title": "circle",
        "text": "circle",
        "sealed_text": "circle",
        "number": "circle",
        "changed": "circle",
        "checked_by": "circle",
        "checked_on": "circle",
        "check_again": "circle",
        "reminded": "host",
        "put_away": "circle",
    }

    circle = models.ForeignKey("circles.Circle", on_delete=models.CASCADE, related_name="+")
    #: The page under which it stands; there is one level, never two.
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="below")
    #: Where it stands among those beside it.
    place = models.PositiveIntegerField(default=0)
    title = models.CharField(max_length=LONGEST_TITLE, blank=True)
    sealed_title = SealedField(owner="circle", null=True)
    text = models.TextField(blank=True)
    sealed_text = SealedField(owner="circle", null=True)
    #: Which of its wordings stands here; a change says from which it was made.
    number = models.PositiveIntegerField(default=1)
    changed = models.DateTimeField()
    #: Who last looked whether it is still true, and the day on which somebody should look again.
    checked_by = models.ForeignKey(SEAT, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    checked_on = models.DateField(null=True, blank=True)
    check_again = models.DateField(null=True, blank=True)
    reminded = models.BooleanField(default=False)
    #: Taken out of the handbook; it can be put back.
    put_away = models.DateTimeField(null=True, blank=True)

    #: The name of whoever checked it, for the viewer for whom `selectors` fetched the page; "" where they are not
    #: to be named: kept apart, or without a name any more.
    checked_name: str = ""

    class Meta:
        base_manager_name = "objects"
        ordering = ["place", "created", "id"]
        indexes = [
            models.Index(fields=["circle", "put_away"], name="handbook_by_circle"),
            models.Index(fields=["check_again"], name="handbook_to_check"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=F("id")), name="handbook_not_below_itself"
            )
        ]


class Wording(TenantModel):
    """One wording of a page, the newest too: kept as long as the page."""

    belongs_to = "author__member"
    erased = ()
    stays = "handbook"
    field_classes = {
        "page": "circle",
        "circle": "circle",
        "number": "circle",
        "title": "circle",
        "sealed_title": "circle",
        "text": "circle",
        "sealed_text": "circle",
        "author": "circle",
    }

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="wordings")
    circle = models.ForeignKey("circles.Circle", on_delete=models.CASCADE, related_name="+")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=LONGEST_TITLE, blank=True)
    sealed_title = SealedField(owner="circle", null=True)
    text = models.TextField(blank=True)
    sealed_text = SealedField(owner="circle", null=True)
    author = models.ForeignKey(SEAT, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    #: The name of whoever wrote it, for the viewer for whom `selectors` fetched it; "" as above.
    by: str = ""

    class Meta:
        base_manager_name = "objects"
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["page", "number"], name="handbook_one_of_a_number")]
