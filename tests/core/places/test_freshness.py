"""What is known about a listing, day by day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from commonhearth.core.places.freshness import (
    Living,
    State,
    first_within,
    freshness,
    months_after,
    whole_years,
)

CHECKED = date(2025, 3, 5)


@pytest.mark.parametrize(
    ("today", "state", "living"),
    [
        (date(2025, 3, 5), State.VERIFIED, Living.KNOWN),
        (date(2026, 2, 4), State.VERIFIED, Living.KNOWN),
        (date(2026, 2, 5), State.DUE, Living.KNOWN),  # eleven months
        (date(2026, 3, 5), State.DUE, Living.KNOWN),  # the last day
        (date(2026, 3, 6), State.STALE, Living.KNOWN),  # more than twelve months
        (date(2027, 3, 5), State.STALE, Living.KNOWN),
        (date(2027, 3, 6), State.STALE, Living.NOT_KNOWN),  # nobody for two years
    ],
)
def test_a_check_grows_old(today: date, state: State, living: Living) -> None:
    known = freshness(today=today, verified_on=CHECKED)
    assert (known.state, known.living, known.since) == (state, living, CHECKED)


@pytest.mark.parametrize(
    ("today", "living", "years"),
    [
        (date(2024, 6, 30), Living.LISTED, 2),
        (date(2024, 7, 1), Living.NOT_KNOWN, 2),
        (date(2026, 11, 20), Living.NOT_KNOWN, 4),
    ],
)
def test_a_line_from_a_list_is_unverified(today: date, living: Living, years: int) -> None:
    known = freshness(today=today, list_date=date(2022, 6, 30))
    assert (known.state, known.living, known.years) == (State.UNVERIFIED, living, years)


def test_a_list_without_a_date_tells_nothing() -> None:
    assert freshness(today=CHECKED).living is Living.NOT_KNOWN


def test_a_check_may_hold_for_less_than_a_year() -> None:
    known = freshness(today=date(2025, 5, 20), verified_on=CHECKED, verified_until=date(2025, 6, 5))
    assert (known.state, known.good_until) == (State.DUE, date(2025, 6, 5))
    assert (
        freshness(today=date(2025, 6, 6), verified_on=CHECKED, verified_until=date(2025, 6, 5)).state
        is State.STALE
    )


def test_a_check_never_holds_for_more_than_a_year() -> None:
    known = freshness(today=CHECKED, verified_on=CHECKED, verified_until=date(2030, 1, 1))
    assert known.good_until == date(2026, 3, 5)


def test_closed_is_closed_whatever_was_checked() -> None:
    known = freshness(today=date(2025, 4, 1), verified_on=CHECKED, closed_on=date(2025, 3, 31))
    assert (known.state, known.living, known.since) == (State.CLOSED, Living.STOPPED, date(2025, 3, 31))


def test_months_end_on_the_last_day() -> None:
    assert months_after(date(2024, 1, 31), 1) == date(2024, 2, 29)
    assert months_after(date(2025, 3, 31), -1) == date(2025, 2, 28)
    assert months_after(date(2025, 12, 15), 1) == date(2026, 1, 15)


@given(st.dates(date(1990, 1, 1), date(2100, 1, 1)), st.dates(date(1990, 1, 1), date(2100, 1, 1)))
def test_knowledge_only_fades(checked: date, today: date) -> None:
    """A later day never knows more about the same check."""
    order = [Living.KNOWN, Living.NOT_KNOWN]
    if checked <= today:
        now, later = (freshness(today=day, verified_on=checked) for day in (today, months_after(today, 5)))
        assert order.index(now.living) <= order.index(later.living)


def test_whole_years() -> None:
    assert whole_years(date(2013, 6, 1), date(2026, 5, 31)) == 12
    assert whole_years(date(2013, 6, 1), date(2026, 6, 1)) == 13


@given(st.dates(date(1990, 1, 1), date(2060, 1, 1)), st.sampled_from([11, 12, 24]))
@example(date(2028, 2, 29), 12)
@example(date(2027, 2, 28), 12)
def test_the_first_day_of_which_a_check_still_holds(today: date, months: int) -> None:
    first = first_within(today, months)
    assert today <= months_after(first, months)
    assert months_after(first - timedelta(days=1), months) < today
