"""Who signed a logbook line, said by the name they have in the community."""

from __future__ import annotations

from collections.abc import Set

from commonhearth.foundation.logbook.wording import Signature
from commonhearth.foundation.members.models import Member


def names(signatures: Set[Signature]) -> dict[Signature, str]:
    """Return the members' names for signatures given in no circle, in one query."""
    wanted = [who for who, circle_id in signatures if circle_id is None]
    members = Member.objects.filter(pseudonym__in=wanted) if wanted else []
    return {(str(member.pseudonym), None): str(member) for member in members}
