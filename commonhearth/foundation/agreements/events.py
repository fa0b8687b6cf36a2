"""News about agreements, heard by the floors above. Ids only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class VersionProposed:
    """A wording is shown to a circle until it closes."""

    version_id: UUID
    circle_id: UUID
    closes: datetime
    now: datetime


@dataclass(frozen=True, slots=True)
class ConcernRaised:
    """Somebody has a concern that must be heard before a wording can come in force."""

    version_id: UUID
    circle_id: UUID
    now: datetime


@dataclass(frozen=True, slots=True)
class VersionInForce:
    """A wording is in force."""

    version_id: UUID
    circle_id: UUID
    now: datetime
