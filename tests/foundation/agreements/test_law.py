"""The law of a simple consent, on paper."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonhearth.foundation.agreements.law import Count, Stand, sentences_in, stand

CLOSES = datetime(2026, 3, 12, 18, 30, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("after", "count", "needs_all", "expected"),
    [
        # Twelve people, nobody says a word, the week is over: silence is consent.
        (timedelta(), Count(12, 1, 0), False, Stand.PASSES),
        # A minute before it closes it is still shown, even when everybody has said yes.
        (-timedelta(minutes=1), Count(12, 12, 0), False, Stand.SHOWN),
        # Eleven yeses do not outweigh one concern.
        (DAY, Count(12, 11, 1), False, Stand.CONCERN),
        # A value that is not given up: eleven of twelve are not everybody.
        (DAY, Count(12, 11, 0), True, Stand.WAITS_FOR_ALL),
        (DAY, Count(12, 12, 0), True, Stand.PASSES),
        # A concern goes first.
        (DAY, Count(12, 11, 1), True, Stand.CONCERN),
        # A circle of one.
        (DAY, Count(1, 1, 0), True, Stand.PASSES),
    ],
)
def test_worked_examples(after, count, needs_all, expected):
    assert stand(closes=CLOSES, now=CLOSES + after, count=count, needs_all=needs_all) == expected


counts = st.integers(0, 300).flatmap(
    lambda deciding: st.builds(Count, st.just(deciding), st.integers(0, deciding), st.integers(0, 5))
)


@given(counts, st.booleans(), st.integers(-10, 10))
def test_it_never_passes_early_or_over_a_concern(count, needs_all, days):
    now = CLOSES + days * DAY
    if stand(closes=CLOSES, now=now, count=count, needs_all=needs_all) == Stand.PASSES:
        assert now >= CLOSES and count.concerns == 0
        assert not needs_all or count.agreed == count.deciding


@given(counts, st.booleans())
def test_one_more_yes_never_stops_it(count, needs_all):
    more = Count(count.deciding, min(count.agreed + 1, count.deciding), count.concerns)
    if stand(closes=CLOSES, now=CLOSES, count=count, needs_all=needs_all) == Stand.PASSES:
        assert stand(closes=CLOSES, now=CLOSES, count=more, needs_all=needs_all) == Stand.PASSES


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("", 0),
        ("We meet on Thursdays.", 1),
        ("We meet. We eat. We go home!", 3),
        ("We meet on Thursdays\nWe eat at seven", 2),
        ("No version 3.2 of anything.", 1),
    ],
)
def test_sentences_of_a_short_version(text, number):
    assert sentences_in(text) == number
