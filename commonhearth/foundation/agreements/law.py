"""The law of a simple consent: when a wording comes in force. Plain Python: no clock, no database.

A wording is shown for a stated time. When the time is over it comes in force unless a concern stands
open. Silence is consent, except where the wording of a value that the circle does not give up would
change: that needs a yes from everybody who decides.

Source: the principle of consent in sociocracy, “no paramount objection” (G. Endenburg, 1981). The stated
time and the rule for values that are not given up are our own: docs/adr/0012-circles-and-consent.md.
"""

from __future__ import annotations

import enum
import re
from dataclasses import dataclass
from datetime import datetime


class Stand(enum.Enum):
    """How a wording stands."""

    SHOWN = "shown"  # its time is not over
    CONCERN = "concern"  # a concern stands open
    WAITS_FOR_ALL = "waits_for_all"  # a fixed value: not everybody has said yes
    PASSES = "passes"


@dataclass(frozen=True, slots=True)
class Count:
    """Who has said what: numbers of people, each counted once."""

    deciding: int
    agreed: int
    concerns: int


def stand(*, closes: datetime, now: datetime, count: Count, needs_all: bool) -> Stand:
    """Return how a wording stands at a moment.

    Args:
        closes: the end of the stated time.
        count: of those in the circle now; whoever proposed it counts as agreed.
        needs_all: whether it would change a value that the circle does not give up.
    """
    if now < closes:
        return Stand.SHOWN
    if count.concerns:
        return Stand.CONCERN
    if needs_all and count.agreed < count.deciding:
        return Stand.WAITS_FOR_ALL
    return Stand.PASSES


#: Sentences in the short version, one idea each.
SHORT_SENTENCES = 5


def sentences_in(text: str) -> int:
    """Return how many sentences a short version has."""
    return len([part for part in re.split(r"(?<=[.!?…])[\s”’\"')]+|\n+", text.strip()) if part.strip()])
