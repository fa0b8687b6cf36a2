"""The mark of a circle: a ring with a pattern made from the circle's id, the same on every page and paper."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from math import cos, pi, sin
from uuid import UUID

from markupsafe import Markup

#: Colour roles of the tokens; a mark uses one, and says nothing by it.
ROLES = ("ember", "moss", "slate", "plum")


def _at(angle: float, radius: float) -> str:
    """Return a point on a circle of that radius around the middle (24, 24), angle in turns."""
    return f"{24 + radius * sin(2 * pi * angle):.1f} {24 - radius * cos(2 * pi * angle):.1f}"


def _spokes(n: int, turn: float) -> str:
    return "".join(f"M{_at(i / n + turn, 7)}L{_at(i / n + turn, 15)}" for i in range(n))


def _petals(n: int, turn: float) -> str:
    half = 0.42 / n
    return "".join(
        f"M{_at(i / n + turn - half, 7)}Q{_at(i / n + turn, 21)} {_at(i / n + turn + half, 7)}"
        for i in range(n)
    )


def _arcs(n: int, turn: float) -> str:
    half = 0.32 / n
    return "".join(
        f"M{_at(i / n + turn - half, 13.5)}A13.5 13.5 0 0 1 {_at(i / n + turn + half, 13.5)}"
        for i in range(n)
    )


def _star(n: int, turn: float) -> str:
    points = [_at(i / (2 * n) + turn, 14.5 if i % 2 == 0 else 7.5) for i in range(2 * n)]
    return "M" + "L".join(points) + "Z"


def _waves(n: int, turn: float) -> str:
    steps = [f"{_at((i + 0.5) / n + turn, 18.5)} {_at((i + 1) / n + turn, 11)}" for i in range(n)]
    return f"M{_at(turn, 11)}" + "".join(f"Q{step}" for step in steps)


_PATTERNS = (_spokes, _petals, _arcs, _star, _waves)
#: What stands in the middle: a dot, a small ring, or nothing.
_MIDDLES = ('<circle class="full" cx="24" cy="24" r="2.6"/>', '<circle cx="24" cy="24" r="3.6"/>', "")


@lru_cache(maxsize=1024)
def ring(circle_id: UUID | str, size: int = 40) -> Markup:
    """Return the mark as SVG, for decoration beside the circle's name.

    Args:
        circle_id: the circle's id; anything whose text is stable will do.
        size: width and height in CSS pixels.
    """
    seed = hashlib.blake2b(str(circle_id).encode(), digest_size=8, person=b"circle-mark").digest()
    role = ROLES[seed[0] % len(ROLES)]
    n = 3 + seed[1] % 6
    turn = (seed[2] % 2) / (2 * n)
    pattern = _PATTERNS[seed[3] % len(_PATTERNS)](n, turn)
    beads = "".join(
        f'<circle class="full" cx="{x}" cy="{y}" r="1.5"/>'
        for x, y in (_at((i + 0.5) / n + turn, 17).split() for i in range(n) if seed[4] % 3 == 0)
    )
    middle = _MIDDLES[seed[5] % len(_MIDDLES)]
    size_and_role = f'class="mark mark-{role}" width="{size}" height="{size}" viewBox="0 0 48 48"'
    drawing = f'<circle class="rim" cx="24" cy="24" r="21.5"/><path d="{pattern}"/>{beads}{middle}'
    # Every part is ours: numbers and the names of roles.
    return Markup(f'<svg {size_and_role} aria-hidden="true" focusable="false">{drawing}</svg>')  # noqa: S704
