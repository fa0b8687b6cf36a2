"""How many must be there."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonhearth.core.quorum import NoQuorum, Quorum, read


@pytest.mark.parametrize(
    ("typed", "belong", "needed"),
    [("7", 30, 7), ("50%", 30, 15), ("50 %", 31, 16), ("33%", 10, 4), ("100%", 12, 12), ("50%", 0, 0)],
)
def test_worked_examples(typed, belong, needed):
    assert read(typed).needed(belong=belong) == needed


@pytest.mark.parametrize("typed", ["", "0", "0%", "101%", "many", "-3", "7.5", "½", "99999", "7%%"])
def test_what_is_no_rule(typed):
    with pytest.raises(NoQuorum):
        read(typed)


@given(st.integers(1, 100), st.integers(0, 25_000))
def test_a_share_is_reached_exactly(percent, belong):
    needed = Quorum(share=Fraction(percent, 100)).needed(belong=belong)
    assert needed * 100 >= percent * belong > (needed - 1) * 100
