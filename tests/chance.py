"""Chance in tests: ids, tokens, salts and examples that are the same on every run, so that what failed fails again.

Each test draws its own; another seed (`HEARTH_TEST_SEED=2`) shows what hangs on the luck of the first. `make faults`,
and every process that a test starts, draw from the system as a host does.
"""

from __future__ import annotations

import os
import random

from hypothesis import settings

SEED = os.environ.get("HEARTH_TEST_SEED", "1")
FROM_THE_SYSTEM = "HEARTH_FAULT_ROUNDS" in os.environ


def draw_for(what: str) -> None:
    """Let all that this process would draw from the system come from the seed and `what`: a test, the cast."""
    if not FROM_THE_SYSTEM:
        source = random.Random(f"{SEED} {what}").randbytes
        # `uuid` and most of us ask `os`; `secrets` keeps the same function under a name of its own.
        os.urandom = source  # type: ignore[assignment]
        random._urandom = source  # type: ignore[attr-defined]


def draw_the_same_examples() -> None:
    """Let Hypothesis choose the examples of a property from the property itself."""
    if not FROM_THE_SYSTEM:
        settings.load_profile("ci")
