"""What a panel drawn by lot has said: the majority of its answers, and in doubt for whoever appeals."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum

#: Three, where there are three who are not part of it.
SEATS = 3


class Stand(Enum):
    """How an appeal stands."""

    WAITS = "waits"
    KEPT = "kept"
    UNDONE = "undone"


def stand(answers: Sequence[bool | None], *, over: bool) -> Stand:
    """Return how an appeal stands.

    It is decided once the answers that are missing could not change it, or when its time is over. A tie, and a
    panel of which nobody answered in time, undo what was decided: who took something away has to convince.

    Args:
        answers: whether each of the panel would keep what was decided; None for who has not answered.
        over: whether the time to answer has passed.
    """
    keep, undo = sum(one is True for one in answers), sum(one is False for one in answers)
    missing = 0 if over else len(answers) - keep - undo
    if keep > undo + missing:
        return Stand.KEPT
    if undo >= keep + missing:
        return Stand.UNDONE
    return Stand.WAITS
