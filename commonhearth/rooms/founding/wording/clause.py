"""What a clause to begin with is."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise

COOP, VILLAGE, OTHER = "mental_health", "village", "other"
ALL = frozenset({COOP, VILLAGE, OTHER})


@dataclass(frozen=True, slots=True)
class Template:
    """A clause to begin with."""

    kind: str
    key: str
    text: Promise | str
    short: Promise | str
    fixed: bool = False
    rule: tuple[str, str] = ("", "")
    of: frozenset[str] = ALL
    #: Whether it is among the agreements until the founders leave it out; the others are offered.
    taken: bool = True
