"""News of handbooks. Ids only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class PageChanged:
    """A page has other words, was put away, or was put back."""

    circle_id: UUID
    page_id: UUID
    now: datetime
