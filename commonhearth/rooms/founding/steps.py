"""The steps of the path, in order, and which of them a community can begin without."""

from __future__ import annotations

STEPS = (
    "purpose", "people", "place", "founders", "name", "agreements", "roles", "helplines", "meeting",
)  # fmt: skip
#: May be left out for good; the others may wait, and are asked for before anybody confirms.
LEAVABLE = frozenset({"people", "helplines", "meeting"})
