"""How long a term is."""

from __future__ import annotations

from datetime import MAXYEAR, date


def year_after(day: date) -> date:
    """Return the same day next year; 29 February becomes the 28th. The longest term of any role."""
    if day.year == MAXYEAR:
        return date.max
    try:
        return day.replace(year=day.year + 1)
    except ValueError:
        return day.replace(year=day.year + 1, day=28)
