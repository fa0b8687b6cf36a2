"""News of the directory."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class ListingVerified:
    """A listing is known to be alive."""

    listing_id: UUID
    now: datetime


@dataclass(frozen=True, slots=True)
class WaitingChanged:
    """Somebody more waits near a place, or is starting something there: enough may be near each other now."""

    tell_me_id: UUID
    now: datetime


@dataclass(frozen=True, slots=True)
class ListingClosed:
    """A listing stopped."""

    listing_id: UUID
    now: datetime
