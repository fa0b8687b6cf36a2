"""The library of ground rules: its words, and what becomes of a choice."""

from __future__ import annotations

from datetime import timedelta

import pytest

from commonhearth.foundation.access import NotVisible, Refused
from commonhearth.foundation.agreements import law
from commonhearth.foundation.agreements import selectors as agreements
from commonhearth.foundation.agreements.models import Agreement, ClauseVersion
from commonhearth.foundation.agreements.selectors import RULES
from commonhearth.foundation.agreements.services import put_due_in_force
from commonhearth.rooms.care import library, services
from commonhearth.rooms.care.models import TakenRule
from commonhearth.rooms.care.selectors.ground_rules import library_for, opening_limit
from tests.counting import queries

WEEK = timedelta(days=7)
EVERY = [(rule, one) for rule in library.rules("en") for one in rule.choices]


def propose(place, key="open", who="member", **chosen):
    return services.propose_rules(
        actor=place.acting(who), circle=place.circles[key], chosen=chosen, title="How we are", language="en",
        closes=place.now + WEEK, now=place.now,
    )  # fmt: skip


@pytest.fixture
def here(world):
    with world.harbour.within():
        yield world.harbour


@pytest.mark.parametrize(("rule", "one"), EVERY, ids=lambda part: part.key)
def test_every_choice_can_be_proposed_as_it_stands(rule, one):
    assert rule.why and one.name and one.text and "!" not in one.text + one.short + rule.why
    assert 1 <= law.sentences_in(one.short) <= law.SHORT_SENTENCES
    if one.rule_key:
        assert RULES[one.rule_key].parse(one.rule_value) == one.rule_value


def test_the_library_has_what_a_circle_must_say_for_itself():
    keys = {rule.key: rule for rule in library.rules("en")}
    assert {"stays_here", "danger_now", "own_story", "opening", "free_to_pass", "repair"} <= set(keys)
    assert all(len(keys[key].choices) > 1 for key in ("stays_here", "danger_now", "opening"))
    assert library.rules("tlh") == library.rules("en")
    assert library.choice("en", "stays_here", "nothing") is None


def test_what_is_chosen_is_before_the_circle_each_by_itself(here):
    before = ClauseVersion.objects.count()
    assert propose(here, stays_here="only_danger", danger_now="tell_first") == 2
    assert ClauseVersion.objects.count() == before + 2
    assert Agreement.objects.filter(circle=here.circles["open"]).count() == 1  # into the rules there already


def test_another_choice_words_the_same_clause_anew(here):
    propose(here, danger_now="tell_first")
    put_due_in_force(now=here.now + WEEK)
    offered = {
        one.rule.key: one for one in library_for(here.acting("member"), here.circles["open"], language="en")
    }
    assert offered["danger_now"].in_force == "tell_first"
    here.now += WEEK
    propose(here, danger_now="tell_unless_worse")
    clause = TakenRule.objects.get(key="danger_now").clause
    assert clause.versions.count() == 2
    with pytest.raises(services.NothingChosen):  # it is before the circle already
        propose(here, danger_now="tell_unless_worse")


def test_nothing_chosen_proposes_nothing(here):
    before = list(TakenRule.objects.values_list("id", flat=True))
    for chosen in ({}, {"stays_here": "no such choice"}, {"no such rule": "x"}):
        with pytest.raises(services.NothingChosen):
            propose(here, **chosen)
    assert not TakenRule.objects.exclude(id__in=before).exists()


@pytest.mark.parametrize("who", ["neighbour", "guest", "paused"])
def test_who_does_not_decide_in_the_circle_proposes_nothing(here, who):
    with pytest.raises(Refused):
        propose(here, who=who, stays_here="only_danger")


def test_a_hidden_circles_limit_is_its_own(here):
    now = here.now + WEEK + timedelta(minutes=1)
    propose(here, "root", opening="danger")
    put_due_in_force(now=now)
    assert opening_limit(here.circles["root"], now=now) == "danger"
    assert opening_limit(here.circles["hidden"], now=now) == "never"  # what everyone agreed does not open it
    propose(here, "hidden", opening="danger")
    put_due_in_force(now=now)
    assert opening_limit(here.circles["hidden"], now=now) == "danger"


def test_the_library_of_a_circle_that_is_not_theirs_is_not_there(here):
    for key in ("closed", "hidden"):
        with pytest.raises(NotVisible):
            library_for(here.acting("steward"), here.circles[key], language="en")


def test_the_page_proposes_once_however_often_it_is_sent(world):
    client = world.client("member")
    base = f"/c/harbour/circles/{world.harbour.circles['closed'].id}/ground-rules/library/"
    shown = client.get(base).text
    key = shown.split('name="once_key" value="')[1].split('"')[0]
    sent = {"rule_stays_here": "only_if_they_ask", "once_key": key, "closes": "2099-01-01T18:00"}
    assert [client.post(base, sent).status_code for _twice in range(2)] == [302, 302]
    with world.harbour.within():
        assert TakenRule.objects.filter(clause__circle=world.harbour.circles["closed"]).count() == 1
    for wrong in (
        {"closes": "2099-01-01T18:00"},
        {"rule_stays_here": "only_danger", "closes": "2001-01-01T18:00"},
    ):
        again = client.post(base, {**wrong, "once_key": "k" * 20})
        assert again.status_code == 422 and "needs another look" in again.text


def test_reading_rules_leads_who_may_propose_to_the_library(world):
    base = f"/c/harbour/circles/{world.harbour.circles['open'].id}/ground-rules/"
    assert "library/" in world.client("member").get(base).text
    assert "library/" not in world.client("steward").get(base).text
    assert queries(world.client("member"), f"{base}library/") <= 8
    with world.harbour.within():
        assert (
            agreements.ground_rules(world.harbour.acting("member"), world.harbour.circles["open"]).rules == []
        )
