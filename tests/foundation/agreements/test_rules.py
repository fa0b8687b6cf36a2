"""`rule(holder, key, at)` tells what a setting was at any time."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from commonhearth.foundation.agreements import services
from commonhearth.foundation.agreements.models import Clause, ClauseVersion
from commonhearth.foundation.agreements.rules import BadValue, rule
from commonhearth.foundation.communities.models import Community
from tests.foundation.agreements.conftest import WEEK

SECOND = timedelta(seconds=1)


def column(table) -> Community:
    return Community.objects.get(id=table.house.community.id)


def test_before_any_clause_it_is_the_communitys_own(table):
    assert rule(table.circle, "answer_days", table.now) == 7
    assert rule(table.house.ada, "admission", table.now) == "steward"


def test_a_clause_sets_it_from_the_moment_it_is_in_force(table):
    version = table.adopt(table.house.ada, "We answer in three days.", rule_key="answer_days", rule_value="3")
    came = version.in_force_from
    assert rule(table.circle, "answer_days", came) == 3
    assert rule(table.circle, "answer_days", came - SECOND) == 7
    assert column(table).answer_days == 3


def test_a_second_wording_changes_it_and_the_past_stays(table):
    first = table.adopt(
        table.house.ada, "Two of us let people in.", rule_key="admission", rule_value="two_members"
    )
    second = table.adopt(
        table.house.ada, "A steward lets people in.", after=2 * WEEK, number=1, rule_value="steward"
    )
    assert rule(table.circle, "admission", first.in_force_from) == "two_members"
    assert rule(table.circle, "admission", second.in_force_from - SECOND) == "two_members"
    assert rule(table.circle, "admission", second.in_force_from) == "steward"
    assert column(table).admission == "steward"


def test_a_setting_is_ruled_by_one_clause(table):
    table.adopt(table.house.ada, "We answer in three days.", rule_key="answer_days", rule_value="3")
    with pytest.raises(services.RuledElsewhere) as raised:
        table.propose(table.house.ben, "We answer in two days.", rule_key="answer_days", rule_value="2")
    assert raised.value.number == 1


@pytest.mark.parametrize(
    ("key", "typed"),
    [
        ("answer_days", "soon"),
        ("answer_days", "0"),
        ("answer_days", "61"),
        ("admission", "everyone"),
        ("lowest_age", "3"),
        ("admission_circle", "not-a-circle"),
        ("economy", ""),
        ("no_such_setting", "1"),
    ],
)
def test_a_value_that_is_none_is_refused_and_nothing_stands(table, key, typed):
    with pytest.raises(BadValue):
        table.propose(table.house.ada, rule_key=key, rule_value=typed)
    assert not Clause.objects.exists()


def test_the_communitys_settings_are_not_decided_in_another_circle(table):
    house = table.house
    kitchen = house.circle(house.ada)
    agreement = services.begin_agreement(
        actor=house.acting(house.ada), circle=kitchen, kind="other", title="Ours", now=table.now
    )
    with pytest.raises(BadValue):
        services.propose_version(
            actor=house.acting(house.ada),
            agreement=agreement,
            text="T.",
            short="T.",
            closes=table.now + WEEK,
            now=table.now,
            rule_key="admission",
            rule_value="steward",
        )


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.integers(1, 60), st.integers(8, 40)), max_size=5))
def test_rule_is_a_step_function_of_history_and_one_version_is_in_force(table, steps):
    """However often a setting is decided anew: at each moment one value, changed only by decisions."""
    from django.db import transaction

    with transaction.atomic():
        when = timedelta()
        told: list[tuple[object, int]] = []
        for value, days in steps:
            when += timedelta(days=days)
            more = {"rule_key": "answer_days"} if not told else {"number": 1}
            if told and told[-1][1] == value:
                with pytest.raises(services.NothingNew):
                    table.adopt(table.house.ada, "We answer.", after=when, rule_value=str(value), **more)
                continue
            version = table.adopt(table.house.ada, "We answer.", after=when, rule_value=str(value), **more)
            told.append((version.in_force_from, value))
            alive = ClauseVersion.objects.filter(in_force_from__isnull=False, replaced=None)
            assert alive.count() == 1
        expected = 7
        assert rule(table.circle, "answer_days", table.now) == expected
        for at, value in told:
            assert rule(table.circle, "answer_days", at - SECOND) == expected
            expected = value
            assert rule(table.circle, "answer_days", at) == expected
        assert column(table).answer_days == expected
        transaction.set_rollback(True)
