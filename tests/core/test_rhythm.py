"""Days by a rule, moments by the clock of a place, through the nights when clocks change."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from dateutil.rrule import rrulestr
from dateutil.tz import gettz
from hypothesis import given, settings
from hypothesis import strategies as st

from commonhearth.core.rhythm import (
    HowOften,
    Rhythm,
    days_between,
    ends_after,
    how_often,
    moment,
    next_days,
    rule_for,
    until_moment,
)

EVENING = time(18, 30)
#: A zone, a day before its clocks change and a day after: offsets in hours before and after.
NIGHTS = [
    ("Europe/London", date(2026, 3, 26), date(2026, 4, 2), 0, 1),
    ("Europe/London", date(2026, 10, 22), date(2026, 10, 29), 1, 0),
    ("Europe/Berlin", date(2026, 3, 26), date(2026, 4, 2), 1, 2),
    ("America/New_York", date(2026, 3, 5), date(2026, 3, 12), -5, -4),
    ("America/New_York", date(2026, 10, 29), date(2026, 11, 5), -4, -5),
    ("Australia/Lord_Howe", date(2026, 4, 2), date(2026, 4, 9), 11, 10.5),
    ("Pacific/Auckland", date(2026, 9, 24), date(2026, 10, 1), 12, 13),
    ("Asia/Kolkata", date(2026, 3, 26), date(2026, 4, 2), 5.5, 5.5),
]


@pytest.mark.parametrize(("zone", "before", "after", "was", "is_now"), NIGHTS)
def test_half_past_six_stays_half_past_six(
    zone: str, before: date, after: date, was: float, is_now: float
) -> None:
    rhythm = Rhythm(before, EVENING, zone, rule_for(HowOften.WEEKLY, before))

    assert next_days(rhythm, before, 2) == [before, after]
    for day, offset in ((before, was), (after, is_now)):
        found = moment(day, EVENING, zone)
        assert found == datetime.combine(day, EVENING, tzinfo=UTC) - timedelta(hours=offset)


def test_a_time_that_the_clock_leaves_out_is_read_with_the_offset_before_it() -> None:
    """RFC 5545, 3.3.5: 02:30 on the night of 29 March 2026 in Berlin is 01:30 UTC, shown as 03:30."""
    assert moment(date(2026, 3, 29), time(2, 30), "Europe/Berlin") == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)


def test_of_a_time_that_comes_twice_the_first_is_meant() -> None:
    """02:30 on 25 October 2026 in Berlin comes at 00:30 and at 01:30 UTC."""
    found = moment(date(2026, 10, 25), time(2, 30), "Europe/Berlin")

    assert found == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert moment(date(2026, 10, 25), time(2, 30, fold=1), "Europe/Berlin") == found


def test_a_day_that_a_country_left_out_is_still_one_moment() -> None:
    """Samoa had no 30 December 2011."""
    assert moment(date(2011, 12, 30), EVENING, "Pacific/Apia") < moment(
        date(2012, 1, 1), EVENING, "Pacific/Apia"
    )


def test_ninety_minutes_through_the_change_are_ninety_minutes() -> None:
    starts = moment(date(2026, 3, 29), time(1, 15), "Europe/Berlin")

    assert ends_after(starts, 90) - starts == timedelta(minutes=90)


@pytest.mark.parametrize(
    ("how", "first", "then"),
    [
        (HowOften.WEEKLY, date(2026, 1, 1), [date(2026, 1, 1), date(2026, 1, 8), date(2026, 1, 15)]),
        (HowOften.FORTNIGHTLY, date(2026, 1, 1), [date(2026, 1, 1), date(2026, 1, 15), date(2026, 1, 29)]),
        (HowOften.MONTHLY_WEEKDAY, date(2026, 1, 5), [date(2026, 1, 5), date(2026, 2, 2), date(2026, 3, 2)]),
        # A fifth Thursday is the last one.
        (
            HowOften.MONTHLY_WEEKDAY,
            date(2026, 1, 29),
            [date(2026, 1, 29), date(2026, 2, 26), date(2026, 3, 26)],
        ),
        (HowOften.MONTHLY_LAST, date(2026, 1, 30), [date(2026, 1, 30), date(2026, 2, 27), date(2026, 3, 27)]),
        (HowOften.MONTHLY_DAY, date(2026, 1, 15), [date(2026, 1, 15), date(2026, 2, 15), date(2026, 3, 15)]),
        # Where a month is shorter, its last day.
        (HowOften.MONTHLY_DAY, date(2026, 1, 31), [date(2026, 1, 31), date(2026, 2, 28), date(2026, 3, 31)]),
        (HowOften.YEARLY, date(2026, 5, 1), [date(2026, 5, 1), date(2027, 5, 1), date(2028, 5, 1)]),
        (HowOften.ONCE, date(2026, 5, 1), [date(2026, 5, 1)]),
    ],
)
def test_what_is_chosen_in_plain_words(how: HowOften, first: date, then: list[date]) -> None:
    assert next_days(Rhythm(first, EVENING, "Europe/London", rule_for(how, first)), first, 3) == then


@settings(deadline=None)
@given(
    how=st.sampled_from([how for how in HowOften if how != HowOften.OTHER]),
    first=st.dates(date(2020, 1, 1), date(2035, 12, 31)),
    times=st.none() | st.integers(2, 40),
)
def test_a_choice_is_read_back_from_its_rule(how: HowOften, first: date, times: int | None) -> None:
    rule = rule_for(how, first, times=times)
    found, again = how_often(rule, first)

    # The fifth of a weekday reads as the last one: the same rule.
    assert rule_for(found, first, times=again) == rule
    assert again == (times if rule else None)


def test_a_finer_rule_is_called_other() -> None:
    assert how_often("FREQ=WEEKLY;BYDAY=MO,TH;COUNT=3", date(2026, 1, 1)) == (HowOften.OTHER, 3)


@settings(max_examples=150, deadline=None)
@given(
    first=st.dates(date(2024, 1, 1), date(2028, 12, 31)),
    at=st.times().map(lambda found: found.replace(second=0, microsecond=0)),
    zone=st.sampled_from(["Europe/London", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu"]),
    rule=st.sampled_from(
        [
            "FREQ=DAILY;INTERVAL=3",
            "FREQ=WEEKLY",
            "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH",
            "FREQ=MONTHLY;BYDAY=1MO",
            "FREQ=MONTHLY;BYDAY=-1FR;COUNT=7",
            "FREQ=MONTHLY;BYMONTHDAY=28,29,30,31;BYSETPOS=-1",
            "FREQ=YEARLY;BYMONTH=6;BYDAY=2SU",
        ]
    ),
)
def test_the_same_moments_as_dateutil_gives(first: date, at: time, zone: str, rule: str) -> None:
    """Dateutil, given the zone, keeps the clock on the wall as we do."""
    until = first + timedelta(days=800)
    ours = [moment(day, at, zone) for day in days_between(Rhythm(first, at, zone, rule), first, until)]

    start = datetime.combine(first, at, tzinfo=gettz(zone))
    theirs = rrulestr(rule, dtstart=start).between(
        start, datetime.combine(until, at, tzinfo=gettz(zone)), inc=True
    )
    # Through time zones' own arithmetic: the offset that dateutil's zone gives to the wall's time.
    assert ours == [
        found.replace(tzinfo=UTC) - (found.utcoffset() or timedelta()) for found in theirs
    ] or _only_the_gap_differs(ours, theirs, zone)


def _only_the_gap_differs(ours: list[datetime], theirs: list[datetime], zone: str) -> bool:
    """In the hour that is left out, dateutil's zone says the offset after it, RFC 5545 the one before it."""
    pairs = list(zip(ours, theirs, strict=True))
    return all(
        mine == found.replace(tzinfo=UTC) - (found.utcoffset() or timedelta()) or not _exists(found)
        for mine, found in pairs
    )


def _exists(found: datetime) -> bool:
    from dateutil.tz import datetime_exists

    return bool(datetime_exists(found))


def test_an_end_is_a_day_on_the_place_s_calendar() -> None:
    rhythm = Rhythm(date(2026, 3, 5), EVENING, "Europe/London", "FREQ=WEEKLY;BYDAY=TH", date(2026, 4, 2))

    assert days_between(rhythm, rhythm.first, date(2027, 1, 1))[-1] == date(2026, 4, 2)
    assert until_moment(rhythm) == datetime(2026, 4, 2, 17, 30, tzinfo=UTC)  # summer time: an hour earlier
    assert next_days(rhythm, date(2026, 4, 3), 3) == []
