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
class ListingClosed:
    """A listing stopped."""

    listing_id: UUID
    now: datetime
