"""Drawing by lot so that anybody who has the list and the seed can draw again and get the same.

Each name is digested together with the seed, and the digests are put in order. The seed is stated and kept;
whoever knows it only afterwards could not have chosen who comes first.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable


def drawn(candidates: Iterable[str], *, seed: str) -> list[str]:
    """Return the candidates in the order of the lot; two that are the same are one.

    Raises:
        ValueError: when there is no seed.
    """
    if not seed:
        raise ValueError("a draw has a seed")
    return sorted(set(candidates), key=lambda one: (_digest(seed, one), one))


def _digest(seed: str, name: str) -> str:
    return hashlib.sha256(f"{len(seed)}:{seed}:{name}".encode()).hexdigest()
