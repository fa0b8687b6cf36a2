"""Which counts may be said aloud. A small number is a portrait of somebody."""

from __future__ import annotations

#: From so many on.
LEAST = 5


def said(count: int, *, of: int | None = None) -> int | None:
    """Return a count that may be said, or None for “fewer than five”.

    Args:
        of: the whole it is a part of, if the whole is said too; then what is left of it must be large enough as
            well, or it could be worked out.

    Raises:
        ValueError: when the part is larger than the whole, or less than nothing.
    """
    if count < 0 or (of is not None and count > of):
        raise ValueError(f"{count} of {of}")
    if count < LEAST or (of is not None and of - count < LEAST):
        return None
    return count
