"""Amounts as people write them, what is in a tin, what two counts say."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonhearth.core.ledger.amounts import (
    DIGITS,
    MOST,
    Counted,
    NoAmount,
    balance,
    counted,
    digits_of,
    read,
    written,
)

CURRENCIES = st.sampled_from(sorted(DIGITS))


@pytest.mark.parametrize(
    ("typed", "currency", "amount"),
    [
        ("12.50", "EUR", 1250),
        ("12,5", "EUR", 1250),
        (" 1 200 ", "GBP", 120_000),
        ("300", "JPY", 300),
        ("1.234", "KWD", 1234),
        ("0.05", "CHF", 5),
    ],
)
def test_worked_examples(typed, currency, amount):
    assert read(typed=typed, currency=currency) == amount


@pytest.mark.parametrize(
    ("typed", "currency", "code"),
    [
        ("", "EUR", "unreadable"),
        ("-3", "EUR", "unreadable"),
        ("1,234.50", "EUR", "unreadable"),
        ("twelve", "EUR", "unreadable"),
        ("1e9", "EUR", "unreadable"),
        ("١٢", "EUR", "unreadable"),
        ("1.5", "JPY", "too-fine"),
        ("1,234", "EUR", "too-fine"),
        ("0", "EUR", "nothing"),
        ("9999999999999", "EUR", "too-much"),
    ],
)
def test_what_is_no_amount(typed, currency, code):
    with pytest.raises(NoAmount) as fault:
        read(typed=typed, currency=currency)
    assert fault.value.code == code
    assert fault.value.digits == digits_of(currency=currency)


def test_an_empty_tin_may_be_counted():
    assert read(typed="0", currency="EUR", nothing=True) == 0


@given(st.integers(1, MOST), CURRENCIES)
def test_what_is_written_is_read_again(amount, currency):
    assert read(typed=written(amount=amount, currency=currency), currency=currency) == amount
    assert written(amount=-amount, currency=currency) == "-" + written(amount=amount, currency=currency)


@given(st.lists(st.integers(-MOST, MOST)))
def test_what_is_in_the_tin_is_what_came_in_less_what_went_out(amounts):
    found = balance(amounts=amounts)
    assert found.amount == sum(amounts)
    assert found.came_in >= 0 <= found.went_out
    assert found.entries == len(amounts)


def test_more_than_there_is_is_short_by_so_much():
    found = balance(amounts=[1000, -250])
    assert found.short_by(out=750) == 0
    assert found.short_by(out=751) == 1


def test_two_counts_beside_the_book():
    assert counted(first=5320, second=5320, book=5000) == Counted(True, 320)
    assert counted(first=4980, second=4980, book=5000) == Counted(True, -20)
    assert counted(first=5320, second=5300, book=5300) == Counted(False)
