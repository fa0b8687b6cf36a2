"""Who has answered a wording. Only people in the circle now count; whoever left holds nothing up."""

from __future__ import annotations

from datetime import datetime

from commonhearth.foundation.agreements import law
from commonhearth.foundation.agreements.models import ClauseVersion, Response
from commonhearth.foundation.circles.models import CircleMembership
from commonhearth.foundation.members.models import INSIDE, Standing


def count_of(version: ClauseVersion) -> law.Count:
    """Count the people behind a wording, in three queries."""
    deciding = CircleMembership.objects.filter(
        circle_id=version.circle_id, left=None, member__standing=Standing.MEMBER
    )
    answers = Response.objects.filter(version=version, by__left=None)
    agreed = set(
        answers.filter(agrees=True, by__member__standing=Standing.MEMBER).values_list("by_id", flat=True)
    )
    everyone = set(deciding.values_list("id", flat=True))
    if version.proposed_by_id in everyone:
        agreed.add(version.proposed_by_id)
    concerns = answers.filter(agrees=False, settled=None, by__member__standing__in=INSIDE).count()
    return law.Count(deciding=len(everyone), agreed=len(agreed), concerns=concerns)


def needs_all(version: ClauseVersion) -> bool:
    """Whether a wording would change a value that the circle does not give up."""
    if not version.clause.fixed:
        return False
    return ClauseVersion.objects.filter(clause_id=version.clause_id, in_force_from__isnull=False).exists()


def stand_of(version: ClauseVersion, *, now: datetime) -> law.Stand:
    """Return how a wording stands now."""
    return law.stand(closes=version.closes, now=now, count=count_of(version), needs_all=needs_all(version))
