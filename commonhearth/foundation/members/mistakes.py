"""For how long calling somebody's death a mistake gives everything back (docs/adr/0031-a-mistaken-death.md)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from commonhearth.foundation.members.models import Member

#: What was put aside goes when this has passed since `Member.died`.
MISTAKE_WITHIN = timedelta(days=30)


def mistake_until(member: Member, *, now: datetime) -> datetime | None:
    """Return until when a mistake gives back what was put aside; None when that is over."""
    until = member.died + MISTAKE_WITHIN if member.died else None
    return until if until and now < until else None
