"""Who signed a logbook line, said by the name they have in the community."""

from __future__ import annotations

from collections.abc import Set
from typing import Any

from django.db.models import Q

from commonhearth.foundation.logbook.wording import Signature, Signed
from commonhearth.foundation.members.apart import apart_from
from commonhearth.foundation.members.models import Member


def names(signatures: Set[Signature], viewer: Any) -> dict[Signature, Signed]:
    """Return the members' names for signatures given in no circle, in one query."""
    wanted = [who for who, circle_id in signatures if circle_id is None]
    if not wanted:
        return {}
    apart = apart_from(getattr(viewer, "id", None), "id")
    members = Member.objects.filter(apart | Q(pseudonym__in=wanted)).annotate(is_apart=apart)
    return {(str(member.pseudonym), None): Signed(str(member), member.is_apart) for member in members}
