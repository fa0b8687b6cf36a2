"""Who is kept apart from whom, said to the database; `selectors.kept_apart_ids` says it in ids (tested to agree)."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Q

from commonhearth.foundation.members.models import KeptApart


def apart_from(member_id: UUID | None, at: str) -> Q:
    """Say to the database whether somebody is kept apart from a member, by whoever of them asked.

    Args:
        at: the lookup from a row to the other one.
    """
    asked = KeptApart.objects.filter(asker_id=member_id).values("other_id")
    was_asked = KeptApart.objects.filter(other_id=member_id).values("asker_id")
    return Q(**{f"{at}__in": asked}) | Q(**{f"{at}__in": was_asked})
