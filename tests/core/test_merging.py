"""Two people, one text: what each changed is there, and what collides is said."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commonhearth.core.merging import Collision, Kept, Side, merge

#: Few words, so that lines repeat and meet.
TEXTS = st.lists(st.sampled_from(["", "tea", "rota", "keys", "door", "Ana brings soup"]), max_size=9).map(
    "\n".join
)
WAS = "Present\n\nThe boiler\nNobody has called.\n\nThe key\nRosa has it."


def lines_of(text):
    return text.split("\n")


def test_changes_in_different_places_fit_together():
    merged = merge(
        was=WAS,
        theirs=WAS.replace("Nobody has called.", "Tom calls on Monday."),
        yours=WAS.replace("Rosa has it.", "Rosa has it until Friday."),
    )
    assert not merged.collisions
    assert merged.text() == (
        "Present\n\nThe boiler\nTom calls on Monday.\n\nThe key\nRosa has it until Friday."
    )


def test_neighbouring_lines_do_not_collide():
    merged = merge(was="one\ntwo\nthree", theirs="ONE\ntwo\nthree", yours="one\nTWO\nthree")
    assert merged.parts == (Kept(("ONE", "TWO", "three")),)


def test_what_both_add_at_one_place_is_kept_one_after_the_other():
    merged = merge(was=WAS, theirs=f"{WAS}\n\nBiscuits", yours=f"{WAS}\n\nThe garden")
    assert not merged.collisions
    assert merged.text() == f"{WAS}\n\nBiscuits\n\nThe garden"


def test_the_same_lines_changed_otherwise_collide_and_neither_is_lost():
    merged = merge(
        was=WAS, theirs=WAS.replace("Rosa", "Ben"), yours=WAS.replace("Rosa has it.", "It is lost.")
    )
    assert merged.collisions == (Collision(("Rosa has it.",), ("Ben has it.",), ("It is lost.",)),)
    assert merged.text(Side.THEIRS).endswith("The key\nBen has it.")
    assert merged.text(Side.YOURS).endswith("The key\nIt is lost.")
    assert merged.text(Side.BOTH).endswith("The key\nBen has it.\nIt is lost.")


def test_one_deletes_what_the_other_rewords():
    merged = merge(was="a\nb\nc", theirs="a\nc", yours="a\nB\nc")
    assert merged.collisions == (Collision(("b",), (), ("B",)),)
    assert merged.text() == "a\nB\nc"


def test_the_example_of_khanna_kunal_and_pierce():
    """“A Formal Investigation of Diff3” (FSTTCS 2007), section 2: one insertion is taken, one region collides."""
    merged = merge(was="1\n2\n3\n4\n5\n6", theirs="1\n4\n5\n2\n3\n6", yours="1\n2\n4\n5\n3\n6")
    assert merged.parts == (
        Kept(("1", "4", "5", "2")),
        Collision(("3", "4", "5"), ("3",), ("4", "5", "3")),
        Kept(("6",)),
    )


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_a_browser_s_line_endings_change_nothing(ending):
    assert merge(was=WAS, theirs=WAS, yours=WAS.replace("\n", ending)).text() == WAS


@given(TEXTS, TEXTS)
def test_what_only_one_changed_is_taken(was, now):
    assert merge(was=was, theirs=was, yours=now).parts == (Kept(tuple(lines_of(now))),)
    assert merge(was=was, theirs=now, yours=was).parts == (Kept(tuple(lines_of(now))),)
    assert merge(was=was, theirs=now, yours=now).parts == (Kept(tuple(lines_of(now))),)


@settings(max_examples=1000)
@given(TEXTS, TEXTS, TEXTS)
def test_no_line_that_anybody_added_is_lost(was, theirs, yours):
    kept = Counter(lines_of(merge(was=was, theirs=theirs, yours=yours).text()))
    before = Counter(lines_of(was))
    for side in (theirs, yours):
        for line, count in (Counter(lines_of(side)) - before).items():
            assert kept[line] >= count


@given(TEXTS, TEXTS, TEXTS)
def test_a_line_that_nobody_touched_stays_and_nothing_is_invented(was, theirs, yours):
    merged = merge(was=was, theirs=theirs, yours=yours)
    everything = {*lines_of(was), *lines_of(theirs), *lines_of(yours)}
    assert set(lines_of(merged.text())) <= everything | {""}
    for line in set(lines_of(theirs)) & set(lines_of(yours)):
        if all(lines_of(text).count(line) == 1 for text in (was, theirs, yours)):
            assert line in lines_of(merged.text())


@given(TEXTS, TEXTS, TEXTS)
def test_it_collides_whoever_came_first(was, theirs, yours):
    here = merge(was=was, theirs=theirs, yours=yours)
    there = merge(was=was, theirs=yours, yours=theirs)
    assert [(c.was, c.theirs, c.yours) for c in here.collisions] == [
        (c.was, c.yours, c.theirs) for c in there.collisions
    ]
    for side in (Side.THEIRS, Side.YOURS):
        other = Side.YOURS if side is Side.THEIRS else Side.THEIRS
        assert Counter(lines_of(here.text(side))) == Counter(lines_of(there.text(other)))


@given(TEXTS, TEXTS, TEXTS)
def test_neighbours_are_never_of_one_sort(was, theirs, yours):
    parts = merge(was=was, theirs=theirs, yours=yours).parts
    assert all(type(one) is not type(two) for one, two in pairwise(parts))
    assert parts
