"""The laws of care: hours, who may look, the lot, what may be counted aloud."""

from __future__ import annotations

from datetime import datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonhearth.core.care.counts import LEAST, said
from commonhearth.core.care.hours import WEEK, Stretch, is_there, merged, minutes_of, next_there, nights
from commonhearth.core.care.lot import drawn
from commonhearth.core.care.panel import Stand, stand
from commonhearth.core.care.team import team

MONDAY = datetime(2026, 3, 2)
minutes = st.integers(0, 1439).map(lambda minute: time(minute // 60, minute % 60))
stretches = st.lists(st.builds(Stretch, weekday=st.integers(0, 6), starts=minutes, ends=minutes), max_size=5)
names = st.lists(st.text(min_size=1, max_size=5), max_size=12)


# --- Hours ---------------------------------------------------------------------------------------------
def test_hours_of_an_evening_and_past_midnight():
    week = [Stretch(0, time(18), time(21)), Stretch(6, time(22), time(2))]
    assert merged(week) == [(0, 120), (18 * 60, 21 * 60), (6 * 1440 + 22 * 60, WEEK)]
    assert is_there(week, MONDAY.replace(hour=1, minute=59))  # the tail of Sunday night
    assert not is_there(week, MONDAY.replace(hour=2))
    assert next_there(week, MONDAY.replace(hour=2)) == MONDAY.replace(hour=18)
    assert next_there(week, MONDAY.replace(hour=19)) == MONDAY.replace(hour=19)
    assert next_there(week, MONDAY.replace(hour=21)) == MONDAY.replace(hour=22) + timedelta(days=6)


def test_no_hours_promise_nothing():
    assert next_there([], MONDAY) is None
    assert nights([]) == "none"
    assert not is_there([], MONDAY)


def test_whether_somebody_is_there_at_night():
    evenings = [Stretch(day, time(18), time(22)) for day in range(7)]
    assert nights(evenings) == "none"
    assert nights([*evenings, Stretch(4, time(23), time(1))]) == "some"
    assert nights([Stretch(day, time(20), time(8)) for day in range(7)]) == "all"
    assert nights([Stretch(day, time(20), time(8)) for day in range(6)]) == "some"


@given(stretches, st.integers(0, WEEK - 1))
def test_somebody_is_there_exactly_when_a_stretch_says_so(week, minute):
    local = MONDAY + timedelta(minutes=minute)
    spans = [minutes_of(one) for one in week]
    stated = any(start <= at < end for start, end in spans for at in (minute, minute + WEEK))
    assert is_there(week, local) == stated
    found = next_there(week, local)
    assert (found is None) == (not week)
    if found is not None:
        assert local <= found < local + timedelta(days=8) and is_there(week, found)


# --- Who may look ----------------------------------------------------------------------------------------
def test_no_more_people_than_must_know():
    tiers = [["niamh", "ola"], ["rosa"], ["ben", "ada"]]
    assert team(tiers, off=set()) == ["niamh", "ola"]
    assert team(tiers, off={"ola"}) == ["niamh", "rosa"]
    assert team(tiers, off={"ola", "rosa"}) == ["niamh", "ben", "ada"]
    assert team(tiers, off={"niamh", "ola", "rosa", "ben", "ada"}) == []


@given(st.lists(names, max_size=4), names)
def test_nobody_who_is_close_to_it_ever_looks(tiers, off):
    found = team(tiers, off=set(off))
    assert not set(found) & set(off)
    assert len(found) == len(set(found))
    assert len(found) >= 2 or set(found) == {one for tier in tiers for one in tier} - set(off)


# --- The lot ---------------------------------------------------------------------------------------------
def test_the_same_seed_draws_the_same_and_is_told_beforehand():
    people = ["ada", "ben", "cleo", "dot", "ed"]
    assert drawn(people, seed="7d1") == drawn(reversed(people), seed="7d1")
    assert len({tuple(drawn(people, seed=str(number))) for number in range(200)}) > 60
    with pytest.raises(ValueError, match="seed"):
        drawn(people, seed="")


def test_everybody_comes_first_about_as_often():
    people = ["ada", "ben", "cleo", "dot"]
    firsts = [drawn(people, seed=f"draw {number}")[0] for number in range(4000)]
    assert all(900 < firsts.count(one) < 1100 for one in people)


@given(names, st.text(min_size=1), names)
def test_who_is_taken_off_the_list_changes_nobody_elses_order(people, seed, off):
    whole = drawn(people, seed=seed)
    assert sorted(whole) == sorted(set(people))
    rest = [one for one in people if one not in set(off)]
    assert drawn(rest, seed=seed) == [one for one in whole if one not in set(off)]


# --- Counts ----------------------------------------------------------------------------------------------
def test_only_from_five_up():
    assert [said(count) for count in (0, 1, 4, 5, 12)] == [None, None, None, 5, 12]
    assert said(6, of=12) == 6
    assert said(6, of=8) is None  # two would be left over, and anybody could subtract
    assert said(8, of=8) is None  # so would none
    with pytest.raises(ValueError, match="9 of 8"):
        said(9, of=8)


@given(st.integers(0, 60), st.integers(0, 60))
def test_nothing_below_five_can_be_worked_out(part, more):
    whole, shown = said(part + more), said(part, of=part + more)
    assert shown is None or (shown >= LEAST and part + more - shown >= LEAST)
    assert whole is None or whole >= LEAST


# --- The panel -------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("answers", "over", "expected"),
    [
        ([None, None, None], False, "waits"),
        ([True, None, None], False, "waits"),
        ([True, True, None], False, "kept"),
        ([False, False, None], False, "undone"),
        ([True, False, None], False, "waits"),
        ([True, False, None], True, "undone"),  # a tie is for whoever appeals
        ([True, None, None], True, "kept"),
        ([None, None, None], True, "undone"),  # nobody answered
        ([True, False], False, "undone"),
        ([True], False, "kept"),
    ],
)
def test_what_a_panel_has_said(answers, over, expected):
    assert stand(answers, over=over).value == expected


@given(st.lists(st.sampled_from([True, False, None]), min_size=1, max_size=5), st.sampled_from([True, False]))
def test_what_was_decided_early_stays_so_whatever_comes(answers, late):
    early = stand(answers, over=False)
    if early is not Stand.WAITS:
        assert stand([late if one is None else one for one in answers], over=False) is early
    assert stand(answers, over=True) is not Stand.WAITS
