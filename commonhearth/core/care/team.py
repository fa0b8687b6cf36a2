"""Who may look at a case: those on duty, and only as many further people as the two-person rule needs."""

from __future__ import annotations

from collections.abc import Sequence, Set
from typing import TypeVar

K = TypeVar("K")
#: One proposes, another confirms.
LEAST = 2


def team(tiers: Sequence[Sequence[K]], *, off: Set[K], least: int = LEAST) -> list[K]:
    """Return who may look at something, without those who are too close to it.

    Tiers are taken whole, one after the other, until `least` people remain; what comes after is not asked, so
    that no more people know of a case than must.

    Args:
        tiers: those asked first, then those asked when too few are left, and so on.
        off: whom it concerns, and who is close to it.
    """
    found: list[K] = []
    for tier in tiers:
        if len(found) >= least:
            break
        found += [one for one in dict.fromkeys(tier) if one not in off and one not in found]
    return found
