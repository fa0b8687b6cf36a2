"""Cutting a text into clauses: worked examples, and that nothing is lost."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonhearth.core.clauses import clauses, join, short_of, split


def read(text: str) -> list[tuple[str, str, str]]:
    return [(piece.mark, piece.heading, piece.words) for piece in clauses(text)]


def test_numbers_with_a_point():
    assert read("1. One member, one vote.\n2. Nobody is turned away.\n") == [
        ("1", "", "One member, one vote."),
        ("2", "", "Nobody is turned away."),
    ]


@pytest.mark.parametrize(
    "style", ["{n}.", "{n})", "({n})", "§ {n}", "§{n}", "Article {n}", "Article {n}:", "Clause {n}."]
)
def test_each_way_of_numbering(style: str):
    text = "\n".join(f"{style.format(n=n)} Words of {n}." for n in range(1, 13))
    assert [words for _mark, _heading, words in read(text)] == [f"Words of {n}." for n in range(1, 13)]


def test_a_title_stands_over_its_sub_clauses():
    text = "1. Membership\n1.1 Anyone over 18 may ask.\n1.2 Two members say yes.\n2. Money\n2.1 Two people count.\n"
    assert read(text) == [
        ("1.1", "Membership", "Anyone over 18 may ask."),
        ("1.2", "Membership", "Two members say yes."),
        ("2.1", "Money", "Two people count."),
    ]


def test_articles_with_numbered_paragraphs():
    text = "Article 1 Name\n1. We are Harbour.\n2. We sit in Leith.\nArticle 2 Purpose\n1. Company.\n"
    assert read(text) == [
        ("1", "Name", "We are Harbour."),
        ("2", "Name", "We sit in Leith."),
        ("1", "Purpose", "Company."),
    ]


def test_letters_stay_inside_their_clause():
    text = "1. The circle may\n a) meet,\n (b) decide,\n iv. rest.\n2. Nothing else.\n"
    assert [mark for mark, _heading, _words in read(text)] == ["1", "2"]
    assert "b) decide" in read(text)[0][2]


def test_letters_alone_are_clauses():
    assert [mark for mark, _heading, _words in read("a) We listen.\nb) We rest.\n")] == ["a", "b"]


def test_headings_alone_cut_the_text():
    text = "# How we speak\n\nOne at a time.\n\nNobody mends.\n\n# How we leave\n\nAny time.\n"
    assert read(text) == [
        ("", "How we speak", "One at a time.\n\nNobody mends."),
        ("", "How we leave", "Any time."),
    ]


def test_without_marks_each_paragraph_is_one():
    assert read("One at a time.\nTo the end.\n\n\nAny time.") == [
        ("", "", "One at a time.\nTo the end."),
        ("", "", "Any time."),
    ]


def test_what_comes_before_the_first_is_kept():
    pieces = split("Agreed in the kitchen.\n\n1. We wash up.\n")
    assert [(piece.kind, piece.words) for piece in pieces] == [
        ("before", "Agreed in the kitchen."),
        ("clause", "We wash up."),
    ]


def test_a_number_in_a_sentence_is_no_mark():
    text = "1. We began in\n2019 with\n12 people and\n1.5 rooms.\n2. We stay.\n"
    assert [mark for mark, _heading, _words in read(text)] == ["1", "2"]


def test_a_struck_out_clause_leaves_a_gap():
    assert [mark for mark, _h, _w in read("3. Three.\n4. Four.\n7. Seven.\n")] == ["3", "4", "7"]


def test_the_short_version_is_a_beginning():
    [one] = clauses("1. One member, one vote.")
    assert short_of(one) == "One member, one vote."
    [long] = clauses("1. " + "We keep the room warm. " * 20)
    assert short_of(long) == "We keep the room warm."
    [endless] = clauses("1. " + "warm " * 200)
    assert len(short_of(endless)) < 230 and short_of(endless).endswith("…")


@given(st.text())
def test_nothing_is_lost(text: str):
    assert join(split(text)) == text


LINES = st.sampled_from(
    ["1. One", "1.1 Deeper", "2) Two", "(3) Three", "§ 4 Four", "Article 5", "a) letter", "# Heading", "", "plain.",
     "\t9. Nine", "1.1.1. Deepest\r", "999.999 far", "Article", "#", "\u2028", "\x0c"]
)  # fmt: skip


@given(st.lists(LINES, max_size=40))
def test_nothing_is_lost_of_lines_with_marks(lines: list[str]):
    text = "\n".join(lines)
    pieces = split(text)
    assert join(pieces) == text
    assert all(piece.words in piece.raw or not piece.words for piece in pieces)


def test_a_large_text_is_cut_once_through():
    text = "\n".join(f"{n}. Words." for n in range(1, 1000)) + "\n"
    assert len(clauses(text * 20)) == 999 * 20
