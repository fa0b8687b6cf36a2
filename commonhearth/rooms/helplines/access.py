"""Who may read the numbers: everybody, always."""

from __future__ import annotations

from typing import Any

from commonhearth.foundation.access import YES, Verdict, rule


@rule
def may_read_helplines(actor: Any) -> Verdict:
    """Anyone, signed in or not; nothing about them is looked at."""
    return YES
