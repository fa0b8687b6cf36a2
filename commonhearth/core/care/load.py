"""How much somebody carries for others: never more than they said, and nothing while they rest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

#: What somebody carries who has not said anything.
USUAL = 2


@dataclass(frozen=True, slots=True)
class Rest:
    """Days on which somebody is asked for nothing; an open end rests until they say otherwise."""

    since: date | None
    until: date | None

    def covers(self, day: date) -> bool:
        """Tell whether a day is one of rest; no days at all is no rest."""
        if self.since is None and self.until is None:
            return False
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)


def has_room(*, carries: int, cap: int, rests: Sequence[Rest], today: date) -> bool:
    """Tell whether somebody may be asked for one more: below their cap, and not resting."""
    return carries < cap and not any(rest.covers(today) for rest in rests)
