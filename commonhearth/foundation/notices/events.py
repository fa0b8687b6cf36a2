"""News about being told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class PhoneEnded:
    """Somebody's number is kept no more; whoever was to wake them by it does not from now on."""

    member_id: UUID
    now: datetime
