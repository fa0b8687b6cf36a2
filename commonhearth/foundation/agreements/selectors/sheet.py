"""What is before an open circle, for its notice board."""

from __future__ import annotations

from datetime import datetime

from django.utils.text import Truncator

from commonhearth.foundation.agreements import wording, words
from commonhearth.foundation.agreements.selectors.reading import waiting_in
from commonhearth.foundation.circles.access import Actor
from commonhearth.foundation.circles.models import Circle
from commonhearth.foundation.circles.selectors import SheetPart, Slip
from commonhearth.kit import saying

#: What fits onto one A4 with a slip for each.
MOST = 2
LONGEST = 220


def on_the_board(viewer: Actor, circle: Circle, now: datetime) -> SheetPart | None:
    """Return the wordings that may still be answered, soonest closing first, each with a slip."""
    waiting = [version for version in waiting_in(viewer, circle, now) if version.closes > now]
    if not waiting:
        return None
    first = waiting[:MOST]
    words.read(first, viewer=viewer)
    lines = [
        str(wording.SHEET["line"])
        % {
            "agreement": version.clause.agreement.title,
            "number": version.clause.number,
            "short": Truncator(version.short).chars(LONGEST, truncate="…"),
            "day": saying.day_time(version.closes),
        }
        for version in first
    ]
    if len(waiting) > MOST:
        lines.append(str(wording.SHEET["more"]) % {"count": len(waiting) - MOST})
    slips = tuple(
        Slip(
            str(wording.SHEET["about"])
            % {"agreement": version.clause.agreement.title, "number": version.clause.number},
            version.closes,
        )
        for version in first
    )
    return SheetPart(str(wording.SHEET["title"]), tuple(lines), order=20, slips=slips)
