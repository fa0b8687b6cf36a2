"""A circle's mark is made from its id and nothing else, and is nobody's sign."""

from __future__ import annotations

import subprocess
import sys
import uuid

from commonhearth.kit import marks


def test_the_same_id_gives_the_same_mark():
    name = uuid.UUID(int=7)
    assert marks.ring(name) == marks.ring(str(name))


def test_another_process_draws_the_same_mark():
    """Marks stand on paper and in exports: Python's hash, which differs between processes, must not come in."""
    program = "from commonhearth.kit import marks; print(marks.ring('a circle'))"
    other = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert other.stdout.strip() == marks.ring("a circle")


def test_a_hundred_circles_can_be_told_apart():
    drawn = {marks.ring(uuid.UUID(int=n)) for n in range(100)}
    assert len(drawn) > 90


def test_a_mark_is_small_and_silent():
    mark = marks.ring(uuid.UUID(int=1), 56)
    assert len(mark) < 1600
    assert 'aria-hidden="true"' in mark
    assert 'width="56"' in mark


def test_no_circle_gets_the_sign_of_a_faith_or_a_party():
    """Stars and woven lines have at least seven points, spokes at least five (no crosses)."""
    fewest = {pattern.__name__: least for pattern, least in marks._PATTERNS}
    assert fewest["_star"] >= 7
    assert fewest["_weave"] >= 7
    assert fewest["_spokes"] >= 5
