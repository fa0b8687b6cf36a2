"""When it may be said that a website does not answer."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from commonhearth.core.places.answering import (
    AGAIN_WHEN_SILENT,
    SILENT_CHECKS,
    SILENT_FOR,
    Answering,
    Outcome,
    after_look,
    outcome_of,
)

START = datetime(2026, 3, 5, 18, 30, tzinfo=UTC)


def looks(*found: tuple[int, Outcome]) -> Answering:
    """Return how a page stands after looks on these days."""
    standing = None
    for day, outcome in found:
        standing = after_look(standing, outcome, now=START + timedelta(days=day))
    assert standing is not None
    return standing


def test_three_times_over_two_weeks() -> None:
    assert looks((0, Outcome.GONE)).doubt_since is None
    assert looks((0, Outcome.GONE), (7, Outcome.UNREACHABLE)).doubt_since is None
    third = looks((0, Outcome.GONE), (7, Outcome.UNREACHABLE), (14, Outcome.GONE))
    assert third.doubt_since == START
    assert (third.silent, third.since, third.due) == (3, START, START + timedelta(days=21))


def test_three_times_in_a_day_is_not_two_weeks() -> None:
    assert looks((0, Outcome.GONE), (0, Outcome.GONE), (1, Outcome.GONE)).doubt_since is None
    assert looks((0, Outcome.GONE), (14, Outcome.GONE)).doubt_since is None


@pytest.mark.parametrize("answer", [Outcome.OK, Outcome.MOVED, Outcome.NOT_LOOKED])
def test_one_answer_takes_it_back(answer: Outcome) -> None:
    again = looks((0, Outcome.GONE), (7, Outcome.GONE), (14, Outcome.GONE), (21, answer))
    assert (again.silent, again.since, again.doubt_since) == (0, None, None)
    assert looks((0, Outcome.GONE), (1, answer), (7, Outcome.GONE), (14, Outcome.GONE)).doubt_since is None


@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        (200, Outcome.OK), (204, Outcome.OK), (304, Outcome.OK), (302, Outcome.OK), (401, Outcome.OK),
        (403, Outcome.OK), (429, Outcome.OK), (404, Outcome.GONE), (410, Outcome.GONE),
        (500, Outcome.UNREACHABLE), (503, Outcome.UNREACHABLE),
    ],
)  # fmt: skip
def test_what_a_status_says(status: int, outcome: Outcome) -> None:
    assert outcome_of(status) is outcome


@given(some.lists(some.tuples(some.integers(0, 60), some.sampled_from(Outcome)), min_size=1, max_size=30))
def test_a_doubt_is_never_said_early(steps: list[tuple[int, Outcome]]) -> None:
    standing, day, silent = None, 0, []
    for wait, outcome in steps:
        day += wait
        standing = after_look(standing, outcome, now=START + timedelta(days=day))
        silent = [*silent, day] if outcome in (Outcome.GONE, Outcome.UNREACHABLE) else []
    assert standing is not None
    long_enough = bool(silent) and timedelta(days=silent[-1] - silent[0]) >= SILENT_FOR
    said = len(silent) >= SILENT_CHECKS and long_enough
    assert (standing.doubt_since is not None) == said
    assert standing.silent == len(silent)
    if silent:
        assert standing.due == START + timedelta(days=day) + AGAIN_WHEN_SILENT
