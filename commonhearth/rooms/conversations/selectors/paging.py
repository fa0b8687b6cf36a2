"""Keys of pages: where the last row of a page stands in its order, as text in an address."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID


def key_of(moment: datetime, row_id: UUID) -> str:
    """Return the key of a row in an order by time and id."""
    return f"{moment.isoformat()}~{row_id}"


def read_key(key: str) -> tuple[datetime, UUID] | None:
    """Return what `key_of` wrote; None for anything else, which begins at the beginning."""
    moment, _, row_id = key.partition("~")
    try:
        found = datetime.fromisoformat(moment.replace(" ", "+")), UUID(row_id)
    except ValueError:
        return None
    return found if found[0].tzinfo else None
