"""When typed words mean written words."""

from __future__ import annotations

import itertools
import string

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commonhearth.core.words import (
    BEGINS_IN_NAME,
    SAME_IN_NAME,
    SAME_IN_TEXT,
    SLIP_IN_NAME,
    SLIP_IN_TEXT,
    Fit,
    fold,
    keys_of,
    matcher,
    may_fit,
    slips_between,
    slips_forgiven,
    tiers,
    words_of,
)

LETTERS = st.text(alphabet="abcde", min_size=1, max_size=12)


@pytest.mark.parametrize(
    ("written", "typed"),
    [
        ("Gärtner", "gartner"),
        ("Straße", "strasse"),
        ("Søren Ærø", "soren aero"),
        ("Łódź", "lodz"),
        ("ﬁne", "fine"),
        ("Ｔｏｋｙｏ", "tokyo"),
        ("İzmir", "izmir"),
        ("Ἀθῆναι", "αθηναι"),
    ],
)
def test_what_people_leave_out_when_they_type_is_left_out(written: str, typed: str) -> None:
    assert fold(written) == fold(typed) == typed


def test_words_are_folded_and_stand_once_in_order() -> None:
    assert words_of("The Garden, the O’Brien’s “garden” – 2nd_row") == (
        "the",
        "garden",
        "obriens",
        "2nd",
        "row",
    )
    assert words_of("a b c d", most=2) == ("a", "b")
    assert words_of("x" * 100) == ("x" * 40,)
    assert words_of(" .,!\x00\u200b") == ()


@pytest.mark.parametrize(
    ("a", "b", "slips"),
    [
        # The worked pairs of Damerau's paper: one wrong, one missing, one added, two exchanged.
        ("garden", "garden", 0),
        ("garden", "gerden", 1),
        ("garden", "gaden", 1),
        ("garden", "gardeen", 1),
        ("garden", "gadren", 1),
        ("ca", "abc", 3),  # not 2: an exchanged pair is not changed again (optimal string alignment)
        ("", "abc", 3),
        ("kitten", "sitting", 3),
    ],
)
def test_slips_are_counted(a: str, b: str, slips: int) -> None:
    assert slips_between(a, b, 5) == slips == slips_between(b, a, 5)
    if slips:
        assert slips_between(a, b, slips - 1) == slips


@pytest.mark.parametrize(
    ("word", "in_name", "forgiven"),
    [
        ("ann", True, 0),
        ("anna", True, 1),
        ("gardens", True, 1),
        ("gardener", True, 2),
        ("anna", False, 0),
        ("gardener", False, 1),
        ("room1234", True, 0),
    ],
)
def test_how_many_slips_are_forgiven(word: str, in_name: bool, forgiven: int) -> None:
    assert slips_forgiven(word, in_name=in_name) == forgiven


def test_how_well_a_word_fits() -> None:
    name, text = ("garden", "circle"), ("kitchen", "garlic", "harvest")
    for typed, points in [
        ("garden", SAME_IN_NAME),
        ("gar", BEGINS_IN_NAME),
        ("garlic", SAME_IN_TEXT),
        ("gadren", SLIP_IN_NAME),
        ("kitchne", SLIP_IN_TEXT),
    ]:
        assert matcher([typed])(name, text) == Fit(points, whole=False), typed
    assert matcher(["kit"])(name, text) is None
    assert matcher(["garden", "zebra"])(name, text) is None
    assert matcher(["garden", "circle"])(name, text) == Fit(2 * SAME_IN_NAME, whole=True)
    assert Fit(16, whole=True) > Fit(16, whole=False) > Fit(15, whole=True)


def _meets(keys: list[str], tier: list[set[str]]) -> bool:
    return all(not keys_of_one.isdisjoint(keys) for keys_of_one in tier)


@settings(max_examples=400)
@given(typed=LETTERS, written=LETTERS, in_name=st.booleans())
def test_whatever_fits_is_found_by_its_keys(typed: str, written: str, in_name: bool) -> None:
    """The promise to databases: comparing keys loses nothing that the law would let through."""
    name, text = ((written,), ()) if in_name else ((), (written,))
    if matcher([typed])(name, text):
        assert _meets(keys_of(name, text), tiers([typed])[-1])


@settings(max_examples=300)
@given(
    written=st.text(alphabet=string.ascii_lowercase, min_size=5, max_size=14),
    place=st.integers(0, 13),
    letter=st.sampled_from(string.ascii_lowercase),
    how=st.sampled_from(["missing", "added", "wrong", "exchanged"]),
)
def test_one_slip_anywhere_is_forgiven(written: str, place: int, letter: str, how: str) -> None:
    place %= len(written) - 1
    typed = {
        "missing": written[:place] + written[place + 1 :],
        "added": written[:place] + letter + written[place:],
        "wrong": written[:place] + letter + written[place + 1 :],
        "exchanged": written[:place] + written[place + 1] + written[place] + written[place + 2 :],
    }[how]
    fit = matcher([typed])((written,), ())
    assert fit is not None and fit.points >= SLIP_IN_NAME
    assert _meets(keys_of((written,), ()), tiers([typed])[-1])


@given(st.text(max_size=60), st.text(max_size=60))
def test_no_text_is_too_strange(name: str, text: str) -> None:
    name_words, text_words = words_of(name), words_of(text)
    keys = keys_of(name_words, text_words)
    assert all(len(key) == 8 and key.isalnum() and key.isascii() for key in keys)
    for word in name_words[:6]:
        assert matcher([word])(name_words, text_words) is not None
        assert _meets(keys, tiers([word])[0])


@given(st.lists(LETTERS, min_size=1, max_size=4, unique=True))
def test_each_tier_contains_the_one_before(asked: list[str]) -> None:
    found = tiers(asked)
    for before, after in itertools.pairwise(found):
        assert all(a <= b for a, b in zip(before, after, strict=True))


_near = st.text(alphabet="abcde", min_size=1, max_size=9)


@given(
    st.lists(_near, min_size=1, max_size=3),
    st.lists(_near, max_size=4),
    st.sampled_from([" ", "’", "-", " É "]),
)
@settings(max_examples=500)
def test_the_quick_look_passes_over_nothing_that_fits(
    asked: list[str], said: list[str], between: str
) -> None:
    text = between.join(said)
    if matcher(asked)((), words_of(text)):
        assert may_fit(asked)(text)


@pytest.mark.parametrize("written", ["garden", "gadren", "grden", "gardden", "gerden", "Gärden", "arden"])
def test_the_quick_look_forgives_as_much(written: str) -> None:
    assert matcher(["garden"])((), words_of(written)) and may_fit(["garden"])(f"Our {written}, today")
    assert not may_fit(["garden"])("Soup on Thursday")


@given(st.text(alphabet=st.characters(max_codepoint=127)))
def test_plain_letters_are_folded_the_short_way_alike(text: str) -> None:
    assert fold(text) == fold(f"{text}\u0301")  # an accent, which takes the long way, and is left out
