"""How many people have to be there before a meeting may decide.

A rule names a number of people ("7") or a share of those who belong ("50 %", then at least that share).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from math import ceil

_TYPED = re.compile(r"(\d{1,4}) ?(%?)")


class NoQuorum(ValueError):
    """What was typed names neither a number of people nor a share up to 100 %."""


@dataclass(frozen=True, slots=True)
class Quorum:
    """A rule: so many people, or a share of those who belong."""

    people: int = 0
    share: Fraction | None = None

    def needed(self, *, belong: int) -> int:
        """Return how many have to be there of so many who belong."""
        return self.people if self.share is None else ceil(self.share * belong)


def read(typed: str) -> Quorum:
    """Read a rule as it is typed and kept: "7", "50%".

    Raises:
        NoQuorum: when it is none.
    """
    found = _TYPED.fullmatch(typed.strip())
    number = int(found[1]) if found else 0
    if found is None or number < 1 or (found[2] and number > 100):
        raise NoQuorum(typed)
    return Quorum(share=Fraction(number, 100)) if found[2] else Quorum(people=number)
