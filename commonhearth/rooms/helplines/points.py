"""What a room above may put on the Help now page of somebody who is signed in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from commonhearth.foundation.registry import Point


@dataclass(frozen=True, slots=True)
class FirstLink:
    """A link to something of one's own: words and an address, never what stands there."""

    label: str
    url: str


#: person -> their own link (a plan for a bad night), or None. The first that answers stands first on the
#: page. A page with such a link is kept by that browser only.
OWN_FIRST_LINK: Point[Callable[[Any], FirstLink | None]] = Point("helplines.own-first-link")
