"""Who signed a circle's logbook line, said by the name they have in that circle and no other."""

from __future__ import annotations

from collections.abc import Set

from commonhearth.foundation.circles.models import CircleMembership
from commonhearth.foundation.logbook.wording import Signature


def names(signatures: Set[Signature]) -> dict[Signature, str]:
    """Return the names in each circle, the latest where somebody came back, in one query."""
    wanted = {signature for signature in signatures if signature[1] is not None}
    if not wanted:
        return {}
    memberships = CircleMembership.objects.filter(
        circle_id__in={circle_id for _, circle_id in wanted}, member__pseudonym__in={who for who, _ in wanted}
    ).select_related("member")
    return {
        (str(membership.member.pseudonym), membership.circle_id): str(membership)
        for membership in memberships.order_by("joined", "id")
    }
