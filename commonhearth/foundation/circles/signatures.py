"""Who signed a circle's logbook line, said by the name they have in that circle and no other."""

from __future__ import annotations

from collections.abc import Set
from typing import Any

from django.db.models import Q

from commonhearth.foundation.circles.models import CircleMembership
from commonhearth.foundation.logbook.wording import Signature, Signed
from commonhearth.foundation.members.apart import apart_from


def names(signatures: Set[Signature], viewer: Any) -> dict[Signature, Signed]:
    """Return the names in each circle, the latest where somebody came back, in one query."""
    wanted = {signature for signature in signatures if signature[1] is not None}
    if not wanted:
        return {}
    apart = apart_from(getattr(viewer, "id", None), "member")
    memberships = CircleMembership.objects.filter(
        apart | Q(member__pseudonym__in={who for who, _ in wanted}),
        circle_id__in={circle_id for _, circle_id in wanted},
    ).annotate(is_apart=apart)
    return {
        (str(row.member.pseudonym), row.circle_id): Signed(str(row), row.is_apart)
        for row in memberships.select_related("member").order_by("joined", "id")
    }
