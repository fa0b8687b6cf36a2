"""News about people, heard by the floors above."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class PersonErasing:
    """Somebody erases their sign-in and everything of theirs on this host. Announced before the row goes."""

    person_id: UUID
    email: str
    now: datetime
