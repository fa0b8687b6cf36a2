"""Never more than they said, and nothing while they rest."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from commonhearth.core.care.load import Rest, has_room

DAY = date(2026, 3, 4)


def test_below_the_cap_there_is_room_and_at_it_there_is_none():
    assert has_room(carries=1, cap=2, rests=[], today=DAY)
    assert not has_room(carries=2, cap=2, rests=[], today=DAY)
    assert not has_room(carries=0, cap=0, rests=[], today=DAY)


def test_a_rest_covers_its_first_and_its_last_day():
    rest = Rest(DAY, DAY + timedelta(days=7))
    assert rest.covers(DAY) and rest.covers(DAY + timedelta(days=7))
    assert not rest.covers(DAY - timedelta(days=1)) and not rest.covers(DAY + timedelta(days=8))
    assert not Rest(None, None).covers(DAY)
    assert Rest(DAY, None).covers(DAY + timedelta(days=400))


@given(st.integers(0, 50), st.integers(0, 50), st.integers(-40, 40), st.integers(0, 40))
def test_more_to_carry_or_more_rest_never_makes_room(carries, cap, starts, length):
    rest = Rest(DAY + timedelta(days=starts), DAY + timedelta(days=starts + length))
    room = has_room(carries=carries, cap=cap, rests=[], today=DAY)
    assert has_room(carries=carries + 1, cap=cap, rests=[], today=DAY) <= room
    assert has_room(carries=carries, cap=cap, rests=[rest], today=DAY) <= room
