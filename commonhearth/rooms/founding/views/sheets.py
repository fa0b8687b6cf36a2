"""What the sheets of the starter kit hold besides a community's own words."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from commonhearth.rooms.founding.selectors import Kit
from commonhearth.rooms.founding.wording.countries import FIRST_200, READ_HOW
from commonhearth.rooms.founding.wording.kit import CHECKLISTS, OPENING, RUN_SHEET


def kit_sheets(found: Kit, now: datetime) -> dict[str, Any]:
    """Return the context of `founding/kit.html`."""
    return {
        "ours": found,
        "run_sheet": RUN_SHEET,
        "opening": OPENING,
        "checklists": CHECKLISTS,
        "first_200": FIRST_200,
        "read_how": READ_HOW,
        "today": now.date(),
    }
