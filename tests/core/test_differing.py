"""What changed is all there, in order, and can be told without colour."""

from __future__ import annotations

from hypothesis import assume, given
from hypothesis import strategies as st

from commonhearth.core.differing import Gap, Kind, Line, Piece, differences, differences_by_word

WAS = "Rules of the kitchen\n\nWash up after you eat.\nThe kettle is for all.\nNo dogs."
NOW = (
    "Rules of the kitchen\n\nWash up when you have eaten.\nThe kettle is for all.\n"
    "Dogs are welcome on Sundays.\nBring soup."
)


def test_a_changed_line_a_new_one_and_another():
    found = differences(was=WAS, now=NOW, around=0)
    assert found == (
        Gap(2),
        Line(
            (
                Piece(Kind.SAME, "Wash up "),
                Piece(Kind.GONE, "after"),
                Piece(Kind.COME, "when"),
                Piece(Kind.SAME, " you "),
                Piece(Kind.GONE, "eat"),
                Piece(Kind.COME, "have eaten"),
                Piece(Kind.SAME, "."),
            )
        ),
        Gap(1),
        Line((Piece(Kind.GONE, "No dogs."),)),
        Line((Piece(Kind.COME, "Dogs are welcome on Sundays."),)),
        Line((Piece(Kind.COME, "Bring soup."),)),
    )
    assert [line.kind for line in found if isinstance(line, Line)] == [None, Kind.GONE, Kind.COME, Kind.COME]


def test_nothing_changed():
    assert differences(was=WAS, now=WAS) == (Gap(5),)
    assert differences(was="", now="") == ()


texts = st.lists(
    st.sampled_from(["one two three", "one two", "", "four", "a b c d", "- x"]), max_size=12
).map("\n".join)


@given(texts, texts)
def test_both_wordings_can_be_read_out_of_it(was, now):
    assume(was.splitlines() != now.splitlines())
    found = differences(was=was, now=now, around=99)
    for text, gone in ((was, Kind.COME), (now, Kind.GONE)):
        lines = [line for line in found if isinstance(line, Line) and line.kind != gone]
        said = ["".join(piece.text for piece in line.pieces if piece.kind != gone) for line in lines]
        assert said == text.splitlines()


@given(texts, texts, st.integers(0, 3))
def test_no_line_is_lost_from_the_count(was, now, around):
    found = differences(was=was, now=now, around=around)
    kept = sum(one.lines if isinstance(one, Gap) else one.kind != Kind.COME for one in found)
    assert kept == len(was.splitlines())


@given(st.text(alphabet="ab .c\n", max_size=40), st.text(alphabet="ab .c\n", max_size=40))
def test_by_word_both_wordings_can_be_read_out_of_it(was, now):
    pieces = differences_by_word(was=was, now=now)
    assert "".join(piece.text for piece in pieces if piece.kind != Kind.COME) == was
    assert "".join(piece.text for piece in pieces if piece.kind != Kind.GONE) == now


def test_by_word_a_changed_word_stands_alone():
    assert differences_by_word(was="We meet on Thursdays.", now="We meet on Fridays.") == (
        Piece(Kind.SAME, "We meet on "),
        Piece(Kind.GONE, "Thursdays"),
        Piece(Kind.COME, "Fridays"),
        Piece(Kind.SAME, "."),
    )
