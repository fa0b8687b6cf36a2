"""Who has answered a wording. Only people in the circle now count; whoever left holds nothing up."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from commonhearth.foundation.agreements import law
from commonhearth.foundation.agreements.models import ClauseVersion, Response
from commonhearth.foundation.circles.models import CircleMembership
from commonhearth.foundation.members.models import INSIDE, Standing


def responses_to(version: ClauseVersion) -> QuerySet[Response]:
    """Return the answers to a wording with who gave them, the first first."""
    return Response.objects.filter(version=version).select_related("by__member").order_by("created", "id")


def _deciding(circle_id: UUID | OuterRef) -> QuerySet[CircleMembership]:
    return CircleMembership.objects.filter(circle=circle_id, left=None, member__standing=Standing.MEMBER)


def deciding_in(circle_id: UUID | OuterRef) -> Coalesce:
    """Return how many people decide in a circle, to be read along with its wordings as `deciding`."""
    counted = _deciding(circle_id).order_by().values("circle").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted), 0)


def count_of(version: ClauseVersion, responses: list[Response] | None = None) -> law.Count:
    """Count the people behind a wording; one query beside the answers, and none where those who decide were counted
    along with it (`deciding_in`)."""
    found = list(responses_to(version)) if responses is None else responses
    counted: int | None = getattr(version, "deciding", None)
    deciding = _deciding(version.circle_id).count() if counted is None else counted
    behind = {row.by_id: row.by for row in found if row.agrees}
    if version.proposed_by is not None:
        behind[version.proposed_by.id] = version.proposed_by
    agreed = [one for one in behind.values() if one.left is None and one.member.standing == Standing.MEMBER]
    concerns = [
        row
        for row in found
        if not row.agrees and row.settled is None and row.by.left is None and row.by.member.standing in INSIDE
    ]
    return law.Count(deciding=deciding, agreed=len(agreed), concerns=len(concerns))


def needs_all(version: ClauseVersion) -> bool:
    """Whether a wording would change a value that the circle does not give up."""
    if not version.clause.fixed:
        return False
    return ClauseVersion.objects.filter(clause_id=version.clause_id, in_force_from__isnull=False).exists()


def stand_of(version: ClauseVersion, *, now: datetime) -> law.Stand:
    """Return how a wording stands now."""
    return law.stand(closes=version.closes, now=now, count=count_of(version), needs_all=needs_all(version))
