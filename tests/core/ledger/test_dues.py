"""Dues as one sum: nobody's payment can be worked out of what is told, whatever is paid and whenever."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from commonhearth.core.ledger.dues import DuesSum, Paid, Quarter, told


def paid(year, number, amounts, *, start=0):
    return [Paid(Quarter(year, number), start + at, amount) for at, amount in enumerate(amounts)]


def test_quarters():
    assert Quarter.of(date(2026, 1, 1)) == Quarter.of(date(2026, 3, 31)) == Quarter(2026, 1)
    assert Quarter.of(date(2026, 12, 31)) == Quarter(2026, 4)
    assert (Quarter(2026, 2).first_day, Quarter(2026, 2).last_day) == (date(2026, 4, 1), date(2026, 6, 30))
    assert Quarter(2026, 4).last_day == date(2026, 12, 31)


def test_a_small_group_has_one_sum_for_a_year_and_only_when_it_is_over():
    of_the_year = paid(2025, 1, [500, 300]) + paid(2025, 3, [500], start=5)
    assert told(paid=of_the_year, today=date(2025, 12, 31)) == ()
    assert told(paid=of_the_year, today=date(2026, 1, 1)) == (
        DuesSum(Quarter(2025, 1), Quarter(2025, 4), 1300),
    )


def test_twenty_payers_have_one_for_a_quarter():
    found = told(paid=paid(2025, 1, [200] * 20) + paid(2025, 2, [100] * 3), today=date(2025, 7, 1))
    assert found == (
        DuesSum(Quarter(2025, 1), Quarter(2025, 1), 4000),
        DuesSum(Quarter(2025, 2), Quarter(2025, 2), 300),
    )
    assert told(paid=paid(2025, 1, [200] * 19), today=date(2025, 7, 1)) == ()


def test_a_quarter_with_two_payers_waits_for_the_next():
    pays = paid(2025, 1, [200] * 20) + paid(2025, 4, [700, 300]) + paid(2026, 2, [50, 60, 70])
    assert told(paid=pays, today=date(2026, 6, 1)) == (DuesSum(Quarter(2025, 1), Quarter(2025, 1), 4000),)
    assert told(paid=pays, today=date(2027, 1, 1))[1:] == (DuesSum(Quarter(2025, 2), Quarter(2026, 4), 1180),)


def test_one_or_two_payers_are_never_a_sum():
    pays = [Paid(Quarter(2025, number), payer, 500) for number in (1, 2, 3, 4) for payer in ("a", "b")]
    assert told(paid=pays, today=date(2199, 1, 1)) == ()


def test_whom_the_book_does_not_name_are_one():
    pays = [Paid(Quarter(2025, 1), None, 500), Paid(Quarter(2025, 2), None, 500), *paid(2025, 3, [100])]
    assert told(paid=pays, today=date(2026, 1, 1)) == ()


def test_what_was_set_right_to_nothing_is_nobodys_payment():
    pays = [*paid(2025, 1, [500, 400, 300]), Paid(Quarter(2025, 2), 0, -500)]
    assert told(paid=pays, today=date(2026, 1, 1)) == ()


QUARTERS = st.builds(Quarter, st.integers(2020, 2024), st.integers(1, 4))
PAYS = st.lists(st.builds(Paid, QUARTERS, st.integers(0, 25), st.integers(-500, 5000)), max_size=120)
DAYS = st.dates(date(2020, 1, 1), date(2027, 1, 1))


@given(PAYS, DAYS)
def test_each_sum_is_over_has_three_payers_and_overlaps_no_other(pays, today):
    sums = told(paid=pays, today=today)
    for one in sums:
        inside = [pay for pay in pays if one.first <= pay.quarter <= one.last]
        net = {pay.payer: sum(p.amount for p in inside if p.payer == pay.payer) for pay in inside}
        assert sum(1 for amount in net.values() if amount) >= 3
        assert one.amount == sum(pay.amount for pay in inside)
        assert one.last.last_day < today
    for one, other in pairwise(sums):
        assert one.last.after == other.first


@given(PAYS, DAYS, st.integers(0, 900))
def test_what_was_told_once_is_never_told_otherwise(pays, today, days):
    before = told(paid=[pay for pay in pays if pay.quarter <= Quarter.of(today)], today=today)
    assert told(paid=pays, today=today + timedelta(days=days))[: len(before)] == before


@given(PAYS, DAYS, st.integers(0, 25), st.integers(1, 5000))
def test_no_day_of_looking_shows_what_one_payment_added(pays, today, payer, amount):
    """Two books that differ in one payment of today are told alike today."""
    now = Quarter.of(today)
    known = [pay for pay in pays if pay.quarter <= now]
    assert told(paid=known, today=today) == told(paid=[*known, Paid(now, payer, amount)], today=today)
