"""What is told of what happened. Ids of public or open things only; of people, that there was somebody."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from commonhearth.foundation.agreements.events import VersionInForce, VersionProposed
from commonhearth.foundation.agreements.models import ClauseVersion
from commonhearth.foundation.circles.events import CircleOpened
from commonhearth.foundation.circles.models import Circle, Openness
from commonhearth.foundation.communities.events import CommunityChanged
from commonhearth.foundation.events import hears
from commonhearth.foundation.members.events import MemberAdmitted, MemberLeft
from commonhearth.foundation.tenancy import in_community
from commonhearth.foundation.webhooks.services import news


@hears(MemberAdmitted)
def somebody_came(event: MemberAdmitted) -> None:
    """That somebody came, not who."""
    news("member.joined", data={}, now=event.now)


@hears(MemberLeft)
def somebody_left(event: MemberLeft) -> None:
    """That somebody left, not who and not how."""
    news("member.left", data={}, now=event.now)


@hears(VersionProposed)
def wording_is_shown(event: VersionProposed) -> None:
    """Which clause, where everyone may read it."""
    _of_a_wording("agreement.proposed", event.version_id, event.circle_id, event.now)


@hears(VersionInForce)
def wording_is_in_force(event: VersionInForce) -> None:
    """Which clause, where everyone may read it."""
    _of_a_wording("agreement.in_force", event.version_id, event.circle_id, event.now)


def _of_a_wording(kind: str, version_id: UUID, circle_id: UUID, now: datetime) -> None:
    if not _is_open(circle_id):
        return
    version = ClauseVersion.objects.select_related("clause").get(id=version_id)
    data: dict[str, Any] = {
        "circle": str(circle_id),
        "agreement": str(version.clause.agreement_id),
        "clause": version.clause.number,
    }
    news(kind, data=data, now=now)


@hears(CircleOpened)
def circle_began(event: CircleOpened) -> None:
    """An open one only; the circle of everyone begins with the community."""
    if _is_open(event.circle_id):
        news("circle.opened", data={"circle": str(event.circle_id)}, now=event.now)


@hears(CommunityChanged)
def community_says_it_anew(event: CommunityChanged) -> None:
    """What it says of itself stands on its page."""
    with in_community(event.community_id):
        news("community.changed", data={}, now=event.now)


def _is_open(circle_id: UUID) -> bool:
    return Circle.objects.filter(id=circle_id, openness=Openness.OPEN).exists()
