"""Near first, and at a like distance the living first."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from commonhearth.core.places.freshness import Freshness, Living, State, freshness
from commonhearth.core.places.globe import apart_at
from commonhearth.core.places.ranking import Candidate, Match, band_of, in_order, match_of, rank, tier_of

TODAY = date(2026, 11, 20)
CHECKED = freshness(today=TODAY, verified_on=date(2026, 5, 1))
STALE = freshness(today=TODAY, verified_on=date(2025, 5, 1))
YOUNG_LIST = freshness(today=TODAY, list_date=date(2025, 12, 1))
OLD_LIST = freshness(today=TODAY, list_date=date(2022, 6, 30))
STOPPED = freshness(today=TODAY, closed_on=date(2024, 3, 31))


def names(*candidates: Candidate) -> list[str]:
    return [one.name for _, one in in_order(candidates)]


def test_living_goes_before_not_known_at_a_like_distance() -> None:
    assert names(
        Candidate("1", "unknown", OLD_LIST, apart_at(5.1)),
        Candidate("2", "listed", YOUNG_LIST, apart_at(9.0)),
        Candidate("3", "stale", STALE, apart_at(9.5)),
        Candidate("4", "checked", CHECKED, apart_at(9.9)),
    ) == ["checked", "stale", "listed", "unknown"]


def test_near_and_not_known_goes_before_far_and_living() -> None:
    assert names(
        Candidate("1", "far", CHECKED, apart_at(10.1)), Candidate("2", "near", OLD_LIST, apart_at(9.9))
    ) == [
        "near",
        "far",
    ]


def test_the_stopped_are_not_there() -> None:
    assert names(
        Candidate("1", "stopped", STOPPED, apart_at(0.1)), Candidate("2", "here", OLD_LIST, apart_at(200))
    ) == ["here"]


def test_words_in_the_name_go_before_words_in_the_text() -> None:
    assert names(
        Candidate("1", "text", CHECKED, apart_at(1.0), match=Match.TEXT),
        Candidate("2", "name", CHECKED, apart_at(1.9)),
    ) == ["name", "text"]


def test_in_the_searched_town_counts_as_ten_kilometres() -> None:
    assert names(
        Candidate("1", "in town", OLD_LIST, in_town=True),
        Candidate("2", "at ten", OLD_LIST, apart_at(10.001)),
        Candidate("3", "at nine", OLD_LIST, apart_at(9.0)),
        Candidate("4", "nowhere", OLD_LIST),
    ) == ["at nine", "in town", "at ten", "nowhere"]


def test_bands() -> None:
    assert [band_of(apart_at(km)) for km in (0, 2, 2.01, 25, 250, 251)] == [0, 0, 1, 3, 6, 7]
    assert band_of(None) == 8


def test_words_in_a_name_are_its_beginnings() -> None:
    assert match_of("good mental health cooperative", [["ment"], ["coop", "cop"]]) is Match.NAME
    assert match_of("good mental health cooperative", [["ental"]]) is Match.TEXT
    assert match_of("good mental health cooperative", [["good"], ["tea"]]) is Match.TEXT


facts = st.sampled_from([CHECKED, STALE, YOUNG_LIST, OLD_LIST])
candidates = st.builds(
    Candidate,
    st.uuids().map(str),
    st.text(max_size=8),
    facts,
    st.floats(0, 600).map(apart_at),
    st.booleans(),
    st.sampled_from(Match),
)


@given(st.lists(candidates, max_size=30, unique_by=lambda one: one.id), st.randoms())
def test_the_order_does_not_depend_on_the_order_before(rows: list[Candidate], random: object) -> None:
    shuffled = list(rows)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert in_order(rows) == in_order(shuffled)


@given(st.lists(candidates, min_size=2, max_size=30, unique_by=lambda one: one.id))
def test_living_first_always(rows: list[Candidate]) -> None:
    """Nobody of whom we know nothing stands before a living one in the same band."""
    order = in_order(rows)
    for (before, _), (after, _) in pairwise(order):
        assert before < after
        if before.band == after.band:
            assert before.tier <= after.tier


@given(candidates)
def test_a_fresh_check_never_puts_anyone_lower(one: Candidate) -> None:
    checked = Candidate(one.id, one.name, CHECKED, one.apart, one.in_town, one.match)
    assert rank(checked) <= rank(one)


def test_every_state_has_a_tier() -> None:
    tiers = [tier_of(known) for known in (CHECKED, STALE, YOUNG_LIST, OLD_LIST, STOPPED)]
    assert tiers == [0, 1, 2, 3, 4]
    assert tier_of(Freshness(State.DUE, Living.KNOWN, None, 0)) == 0
