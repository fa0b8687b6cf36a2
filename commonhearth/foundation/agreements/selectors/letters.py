"""What members may answer by a link in their daily letter: only what is small, and names no circle."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from commonhearth.foundation.agreements.models import ClauseVersion, Response
from commonhearth.foundation.circles.models import CircleMembership, Openness
from commonhearth.foundation.members.models import Member, Standing

#: Links in one letter at most; the rest is on the home.
MOST = 3


def answerable_by_letter(
    members: Sequence[Member], *, now: datetime
) -> dict[UUID, list[tuple[UUID, datetime]]]:
    """Return, by member, the wordings of open circles that still wait for their word: (version, closes).

    Three queries for any number of members. Values that a circle does not give up need everybody's own yes
    and are left out: that is not a small thing.
    """
    full = {member.id for member in members if member.standing == Standing.MEMBER}
    shown = list(
        ClauseVersion.objects.filter(
            in_force_from=None,
            withdrawn=None,
            closes__gt=now,
            clause__fixed=False,
            circle__openness=Openness.OPEN,
            circle__closed_on=None,
        )
        .order_by("closes", "id")
        .values_list("id", "circle_id", "closes", "proposed_by_id")
    )
    if not shown or not full:
        return {}
    seats = list(
        CircleMembership.objects.filter(
            circle__in={circle for _id, circle, _closes, _by in shown}, member__in=full, left=None
        ).values_list("circle_id", "member_id", "id")
    )
    versions = [version for version, _circle, _closes, _by in shown]
    answered = set(Response.objects.filter(version__in=versions).values_list("version_id", "by_id"))
    found: dict[UUID, list[tuple[UUID, datetime]]] = {}
    for version, circle, closes, proposed_by in shown:
        for its_circle, member, seat in seats:
            if its_circle == circle and seat != proposed_by and (version, seat) not in answered:
                found.setdefault(member, []).append((version, closes))
    return {member: waiting[:MOST] for member, waiting in found.items()}
