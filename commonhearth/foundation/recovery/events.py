"""News about somebody who lost every way in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class RecoveryBegun:
    """Two members have vouched; the time in which it can be stopped has begun."""

    recovery_id: UUID
    member_id: UUID
    now: datetime


@dataclass(frozen=True, slots=True)
class MemberRecovered:
    """A member has a new sign-in. What they held in office rests until it is given again."""

    member_id: UUID
    now: datetime
