"""A sheet folded into a book: every page in its place, nothing broken, nothing lost."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonhearth.core.folding import BACK, FRONT, PAGES, Block, TooHigh, paginate


def test_every_page_stands_on_the_sheet_once():
    assert sorted(FRONT + BACK) == list(range(1, PAGES + 1))


def test_behind_each_page_is_its_other_side():
    """Turned over the long edge, left and right change places: pages 1 and 2 are one leaf, and so on."""
    behind = [BACK[1], BACK[0], BACK[3], BACK[2]]
    leaves = {frozenset(leaf) for leaf in zip(FRONT, behind, strict=True)}
    assert leaves == {frozenset({1, 2}), frozenset({3, 4}), frozenset({5, 6}), frozenset({7, 8})}


def test_pages_that_lie_open_together_stand_together():
    """Folded across, 2 meets 3 and 6 meets 7, head to head; folded along, 4 lies beside 5, and 8 beside 1."""
    assert (BACK[0], BACK[2]) == (3, 2) and (BACK[1], BACK[3]) == (6, 7)
    assert set(FRONT[:2]) == {4, 5} and FRONT[2:] == (8, 1)


def test_a_worked_example():
    blocks = [
        Block("A", 7, heads=True),
        Block("a", 20),
        Block("b", 20),
        Block("B", 7, heads=True),
        Block("c", 20),
    ]
    assert paginate(blocks, height=50) == [["A", "a", "b"], ["B", "c"]]
    assert paginate(blocks, height=74) == [["A", "a", "b", "B", "c"]]
    assert paginate(blocks, height=73) == [["A", "a", "b"], ["B", "c"]]
    assert paginate([], height=10) == []
    with pytest.raises(TooHigh):
        paginate(blocks, height=26)


@given(st.lists(st.tuples(st.integers(1, 20), st.booleans()), max_size=40))
def test_nothing_is_lost_or_too_high(given):
    blocks = [Block((n, high, heads), high, heads) for n, (high, heads) in enumerate(given)]
    try:
        pages = paginate(blocks, height=60)
    except TooHigh:
        return
    assert [one for page in pages for one in page] == [block.what for block in blocks]
    for page in pages:
        assert sum(high for _n, high, _heads in page) <= 60
    for page in pages[:-1]:
        assert not page[-1][2], "a heading stands alone at the foot of a page"
