"""Whose turn it is next: the longest wait goes first, draws can be repeated, nobody catches up."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from commonhearth.core.rotation import Person, Served, Turn, lot, turns, waiting

START = datetime(2026, 3, 5, 18, 30)
WEEK = timedelta(weeks=1)


def person(who, came=0):
    return Person(who, START + came * WEEK)


def served(who, week, hat="facilitator"):
    return Served(who, hat, START + week * WEEK)


def who_next(people, past, **more):
    (turn,) = turns(["facilitator"], people=people, served=past, seed="s", **more)
    return turn.who


def test_the_longest_wait_goes_first():
    """Ana led in week 1, Ben in week 3, Cem in week 2: it is Ana's turn, then Cem's, then Ben's."""
    people = [person("ana"), person("ben"), person("cem")]
    past = [served("ana", 1), served("cem", 2), served("ben", 3)]
    assert [one.who for one, _since in waiting("facilitator", people=people, served=past, seed="s")] == [
        "ana", "cem", "ben",
    ]  # fmt: skip
    assert who_next(people, past) == "ana"


def test_a_newcomer_waits_from_the_day_they_came():
    """Dee came in week 2 and has never led; Ana has waited since week 1 and goes first."""
    people = [person("ana"), person("dee", came=2), person("ben")]
    past = [served("ana", 1), served("ben", 4)]
    assert who_next(people, past) == "ana"
    assert who_next(people, [*past, served("ana", 5)]) == "dee"


def test_who_comes_back_does_not_catch_up():
    """Ana was away until week 9; Ben led in week 5. Ben has waited longer."""
    assert who_next([person("ana", came=9), person("ben")], [served("ana", 1), served("ben", 5)]) == "ben"


def test_who_would_rather_not_is_passed_over():
    people = [person("ana"), person("ben")]
    assert who_next(people, [served("ben", 3)], rather_not={"facilitator": {"ana"}}) == "ben"
    assert who_next(people, [], rather_not={"facilitator": {"ana", "ben"}}) is None


def test_after_a_swap_history_says_who_really_served():
    """It was Ana's turn; Ben took it, and she his. What counts is who stood there, so neither is owed anything."""
    people = [person("ana"), person("ben"), person("cem")]
    past = [served("cem", 1), served("ben", 2), served("ana", 3)]
    assert who_next(people, past) == "cem"


def test_a_tie_is_drawn_by_the_stated_seed_and_said():
    """Three who came together. Their lots, as `printf "meeting 1:ana" | sha256sum` says them: 4af1…, 27c5…, 1b72…"""
    people = [person("ana"), person("ben"), person("cem")]
    lots = [lot(seed="meeting 1", who=one.who).hex()[:8] for one in people]
    assert lots == ["4af1042e", "27c56dc8", "1b722716"]
    assert turns(["scribe"], people=people, served=[], seed="meeting 1") == (Turn("scribe", "cem", tied=3),)


def test_equal_waits_for_this_hat_are_told_apart_by_the_last_turn_with_any():
    people = [person("ana"), person("ben")]
    (turn,) = turns(["scribe"], people=people, served=[served("ana", 4)], seed="s")
    assert turn.who == "ben"


def test_nobody_has_two_hats_and_what_is_left_stays_open():
    given = turns(
        ["facilitator", "scribe", "host"], people=[person("ana"), person("ben")], served=[], seed="s"
    )
    assert sorted(turn.who or "" for turn in given) == ["", "ana", "ben"]


def test_the_hat_that_few_take_goes_first():
    """Only Ana keeps minutes, and it would be her turn to lead too: she keeps minutes, Ben leads."""
    given = turns(
        ["facilitator", "scribe"],
        people=[person("ana"), person("ben", came=1)],
        served=[],
        seed="s",
        rather_not={"scribe": {"ben"}},
    )
    assert [(turn.hat, turn.who) for turn in given] == [("facilitator", "ben"), ("scribe", "ana")]


def test_who_has_a_hat_already_keeps_it_and_gets_no_other():
    given = turns(
        ["facilitator", "scribe"],
        people=[person("ana"), person("ben")],
        served=[served("ben", 9)],
        seed="s",
        taken={"facilitator": "ana"},
    )
    assert [turn.who for turn in given] == ["ana", "ben"]


def test_two_who_are_kept_apart_have_no_hats_on_one_day():
    given = turns(
        ["facilitator", "scribe"],
        people=[person("ana"), person("ben", came=1), person("cem", came=2)],
        served=[],
        seed="s",
        apart=[frozenset(("ana", "ben"))],
    )
    assert [turn.who for turn in given] == ["ana", "cem"]


NAMES = st.lists(st.sampled_from("abcdefgh"), min_size=1, max_size=8, unique=True)


@given(NAMES, st.text(max_size=5), st.integers(1, 4))
def test_over_as_many_rounds_as_people_everybody_has_one_turn(names, seed, laps):
    people, past, count = [person(name) for name in names], [], Counter()
    for week in range(1, laps * len(names) + 1):
        (turn,) = turns(["host"], people=people, served=past, seed=f"{seed} {week}")
        past.append(Served(turn.who, "host", START + week * WEEK))
        count[turn.who] += 1
        assert max(count.values()) - min(count[name] for name in names) <= 1
    assert set(count.values()) == {laps}


HATS = ("facilitator", "scribe", "host", "care")


@given(
    NAMES,
    st.dictionaries(st.sampled_from(HATS), st.sets(st.sampled_from("abcdefgh"))),
    st.lists(st.tuples(st.sampled_from("abcdefgh"), st.sampled_from(HATS), st.integers(0, 20)), max_size=12),
    st.text(max_size=5),
)
def test_no_hat_to_the_unwilling_none_twice_and_always_the_same_answer(names, unwilling, past, seed):
    asked = {
        "people": [person(name) for name in names],
        "served": [Served(who, hat, START + week * WEEK) for who, hat, week in past],
        "seed": seed,
        "rather_not": unwilling,
    }
    given_out = turns(HATS, **asked)
    assert [turn.hat for turn in given_out] == list(HATS)
    seated = [turn.who for turn in given_out if turn.who]
    assert len(seated) == len(set(seated))
    for turn in given_out:
        assert turn.who not in unwilling.get(turn.hat, ())
        if turn.who is None:  # open only when everybody who would is busy
            assert set(names) - unwilling.get(turn.hat, set()) <= set(seated)
    assert given_out == turns(HATS, **{**asked, "people": asked["people"][::-1]})
