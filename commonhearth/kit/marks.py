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
    return "".join(f"M{_at(i / n + turn, 6.5)}L{_at(i / n + turn, 14.5)}" for i in range(n))


def _petals(n: int, turn: float) -> str:
    half = 0.46 / n
    sides = (
        (_at(i / n + turn - half, 6), _at(i / n + turn, 24), _at(i / n + turn + half, 6)) for i in range(n)
    )
    return "".join(f"M{left}Q{tip} {right}" for left, tip, right in sides)


def _arcs(n: int, turn: float) -> str:
    half = 0.32 / n
    ends = ((_at(i / n + turn - half, 12.5), _at(i / n + turn + half, 12.5)) for i in range(n))
    return "".join(f"M{start}A12.5 12.5 0 0 1 {end}" for start, end in ends)


def _star(n: int, turn: float) -> str:
    points = [_at(i / (2 * n) + turn, 14.5 if i % 2 == 0 else 7.5) for i in range(2 * n)]
    return "M" + "L".join(points) + "Z"


def _waves(n: int, turn: float) -> str:
    steps = [f"{_at((i + 0.5) / n + turn, 20)} {_at((i + 1) / n + turn, 10)}" for i in range(n)]
    return f"M{_at(turn, 10)}" + "".join(f"Q{step}" for step in steps)


def _weave(n: int, turn: float) -> str:
    """Lines between every second point: from five points on, a woven star; below, a plain figure."""
    points = max(n, 5)
    return "".join(
        f"M{_at(i / points + turn, 14.5)}L{_at((i + 2) / points + turn, 14.5)}" for i in range(points)
    )


def _loops(n: int, turn: float) -> str:
    """Small rings side by side, like people seen from above."""
    places = (_at(i / n + turn, 10.5).split() for i in range(n))
    return "".join(f"M{float(x) - 3:.1f} {y}a3 3 0 1 0 6 0a3 3 0 1 0-6 0" for x, y in places)


def _leaves(n: int, turn: float) -> str:
    lean = 0.3 / n
    sides = (
        (
            _at(i / n + turn, 4.5),
            _at(i / n + turn + lean, 10),
            _at(i / n + turn, 15.5),
            _at(i / n + turn - lean, 10),
        )
        for i in range(n)
    )
    return "".join(f"M{foot}Q{right} {tip}Q{left} {foot}" for foot, right, tip, left in sides)


#: Each with its fewest parts. Stars and woven lines of five or six parts, and spokes of three or four, are
#: the signs of faiths, parties and worse; no circle gets one by chance.
_PATTERNS = (
    (_spokes, 5),
    (_petals, 3),
    (_arcs, 3),
    (_star, 7),
    (_waves, 3),
    (_weave, 7),
    (_loops, 3),
    (_leaves, 3),
)
#: What stands in the middle: a dot, a small ring, or nothing.
_MIDDLES = ('<circle class="full" cx="24" cy="24" r="2.4"/>', '<circle cx="24" cy="24" r="3.2"/>', "")


@lru_cache(maxsize=1024)
def ring(circle_id: UUID | str, size: int = 40) -> Markup:
    """Return the mark as SVG, for decoration beside the circle's name.

    Args:
        circle_id: the circle's id; anything whose text is stable will do.
        size: width and height in CSS pixels.
    """
    seed = hashlib.blake2b(str(circle_id).encode(), digest_size=8, person=b"circle-mark").digest()
    role = ROLES[seed[0] % len(ROLES)]
    pattern, fewest = _PATTERNS[seed[3] % len(_PATTERNS)]
    n = max(3 + seed[1] % 6, fewest + seed[1] % 2)
    turn = (seed[2] % 2) / (2 * n)
    middle = _MIDDLES[seed[5] % len(_MIDDLES)] if pattern is not _weave else ""
    attributes = f'class="mark mark-{role}" width="{size}" height="{size}" viewBox="0 0 48 48"'
    plain = 'fill="none" stroke="currentColor"'  # so that it is drawn without the style sheet, too
    drawing = (
        f'<circle cx="24" cy="24" r="22"/>{_rim(seed[4], n, turn)}<path d="{pattern(n, turn)}"/>{middle}'
    )
    # Every part is ours: numbers and the names of roles.
    return Markup(f'<svg {attributes} {plain} aria-hidden="true" focusable="false">{drawing}</svg>')  # noqa: S704


def _rim(choice: int, n: int, turn: float) -> str:
    """Return what stands inside the outer ring: nothing, a fine second ring, or beads."""
    if choice % 3 == 0:
        return ""
    if choice % 3 == 1:
        return '<circle class="fine" cx="24" cy="24" r="19"/>'
    places = (_at((i + 0.5) / n + turn, 18).split() for i in range(n))
    return "".join(f'<circle class="full" cx="{x}" cy="{y}" r="1.3"/>' for x, y in places)
