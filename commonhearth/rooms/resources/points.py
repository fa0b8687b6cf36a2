"""What a room above may put on the page “Speaking for myself” of somebody who is signed in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from commonhearth.foundation.registry import Point


@dataclass(frozen=True, slots=True)
class Together:
    """A way of not going alone, in one community that a person belongs to."""

    label: str
    url: str
    line: str


#: person -> what they may do together with others, in each place they belong to.
WITH_OTHERS: Point[Callable[[Any], list[Together]]] = Point("resources.with_others")
