"""A wording is shown, answered, comes in force once, and replaces the one before."""

from __future__ import annotations

from datetime import timedelta

import pytest

from commonhearth.foundation.access import Refused
from commonhearth.foundation.agreements import law, services
from commonhearth.foundation.agreements.access import KEEPER
from commonhearth.foundation.agreements.models import ClauseVersion, Response
from commonhearth.foundation.agreements.selectors import (
    clause_for,
    clauses_of,
    count_of,
    rule,
    stand_of,
    waiting_in,
)
from commonhearth.foundation.circles import services as circles
from commonhearth.foundation.circles.models import Openness
from commonhearth.foundation.files.arriving import accept
from commonhearth.foundation.files.models import File, FileKind
from commonhearth.foundation.files.selectors import hung_on
from commonhearth.foundation.logbook.models import Line
from commonhearth.foundation.members import services as members
from commonhearth.foundation.members.models import Standing
from tests.foundation.agreements.conftest import WEEK
from tests.foundation.files import samples

HOUR = timedelta(hours=1)


def code(raised) -> str:
    return raised.value.verdict.code


def test_silence_is_consent_when_the_time_is_over(table):
    version = table.propose(table.house.ada)
    assert services.put_due_in_force(now=table.now + WEEK - HOUR) == 0
    assert services.put_due_in_force(now=table.now + WEEK) == 1
    version.refresh_from_db()
    assert version.in_force_from == table.now + WEEK
    assert version.decision.verb == "agreement.in_force"


def test_it_comes_in_force_only_once(table):
    version = table.adopt(table.house.ada)
    lines = Line.objects.count()
    assert services.put_due_in_force(now=table.now + 2 * WEEK) == 0
    with pytest.raises(Refused) as raised:
        services.put_in_force(actor=KEEPER, version=version, now=table.now + 2 * WEEK)
    assert code(raised) == "proposal_over"
    assert Line.objects.count() == lines


def test_a_concern_holds_it_until_whoever_raised_it_settles_it(table):
    house = table.house
    version = table.propose(house.ada)
    concern = services.raise_concern(
        actor=house.acting(house.ben), version=version, concern="I work on Thursdays.", now=table.now + HOUR
    )
    late = table.now + WEEK + HOUR
    assert services.put_due_in_force(now=late) == 0
    assert stand_of(version, now=late) == law.Stand.CONCERN
    with pytest.raises(services.NotPassed):
        services.put_in_force(actor=house.acting(house.ada), version=version, now=late)
    with pytest.raises(Refused) as raised:
        services.settle_concern(actor=house.acting(house.ada), response=concern, now=late)
    assert code(raised) == "not_your_concern"
    services.settle_concern(actor=house.acting(house.ben), response=concern, now=late)
    assert services.put_due_in_force(now=late) == 1


def test_saying_yes_settles_ones_own_concern(table):
    house = table.house
    version = table.propose(house.ada)
    ben = house.acting(house.ben)
    services.raise_concern(actor=ben, version=version, concern="I work then.", now=table.now)
    services.agree(actor=ben, version=version, now=table.now + HOUR)
    assert Response.objects.get(version=version).agrees
    assert services.put_due_in_force(now=table.now + WEEK) == 1


def test_a_concern_may_be_spoken_and_what_comes_after_it_takes_its_place(table):
    house = table.house
    version = table.propose(house.ada)
    ben = house.acting(house.ben)
    note = accept("note.wav", samples.wav(), kinds=frozenset({FileKind.SOUND}))
    concern = services.raise_concern(actor=ben, version=version, concern="", spoken=[note], now=table.now)
    assert stand_of(version, now=table.now + WEEK + HOUR) == law.Stand.CONCERN
    assert [file.seconds for file in hung_on([concern], viewer=ben)[concern.id]] == [note.seconds]
    services.raise_concern(actor=ben, version=version, concern="I work then.", now=table.now + HOUR)
    assert not File.objects.exists()
    services.raise_concern(actor=ben, version=version, concern="", spoken=[note], now=table.now + 2 * HOUR)
    services.agree(actor=ben, version=version, now=table.now + 3 * HOUR)
    assert not File.objects.exists()


def test_a_concern_is_said_and_in_time(table):
    house = table.house
    version = table.propose(house.ada)
    with pytest.raises(ValueError, match="said"):
        services.raise_concern(actor=house.acting(house.ben), version=version, concern="  ", now=table.now)
    with pytest.raises(Refused) as raised:
        services.raise_concern(
            actor=house.acting(house.ben), version=version, concern="No.", now=table.now + WEEK
        )
    assert code(raised) == "time_is_over"
    services.agree(actor=house.acting(house.ben), version=version, now=table.now + WEEK)


def test_whoever_left_holds_nothing_up(table):
    house = table.house
    version = table.propose(house.ada)
    services.raise_concern(
        actor=house.acting(house.ben), version=version, concern="I work then.", now=table.now
    )
    members.leave(actor=house.acting(house.ben), now=table.now + HOUR)
    assert services.put_due_in_force(now=table.now + WEEK) == 1


def test_the_wording_before_is_replaced_at_that_moment(table):
    first = table.adopt(table.house.ada)
    second = table.adopt(table.house.ben, "We meet on Fridays.", after=2 * WEEK, number=1)
    first.refresh_from_db()
    assert first.replaced == second.in_force_from
    agreement = table.agreement
    cleo = table.house.acting(table.house.cleo)
    views, _more = clauses_of(cleo, agreement)
    assert [view.in_force.text for view in views] == ["We meet on Fridays."]
    history = clause_for(cleo, agreement.id, 1).history
    assert [version.text for version in history] == [
        "We meet on Fridays.",
        "We meet on Thursdays.",
    ]


def test_a_value_that_is_not_given_up_needs_everybody(table):
    house = table.house
    table.adopt(house.ada, "Nobody is turned away for lack of money.", fixed=True)
    version = table.propose(house.ada, "We ask what you can give.", after=2 * WEEK, number=1)
    late = table.now + 3 * WEEK
    assert stand_of(version, now=late) == law.Stand.WAITS_FOR_ALL
    for member in (house.ben, house.cleo):
        services.agree(actor=house.acting(member), version=version, now=late)
    assert services.put_due_in_force(now=late) == 0
    services.agree(actor=house.steward(), version=version, now=late)
    assert services.put_due_in_force(now=late) == 1


def test_one_wording_of_a_clause_at_a_time(table):
    table.propose(table.house.ada)
    with pytest.raises(services.ProposalOpen):
        table.propose(table.house.ben, "We meet on Fridays.", number=1)
    table.propose(table.house.ben, "We eat first.")
    assert len(waiting_in(table.house.acting(table.house.cleo), table.circle, table.now)) == 2


def test_no_wording_without_a_short_version_of_at_most_five_sentences_or_shown_too_briefly(table):
    ada = table.house.ada
    with pytest.raises(services.NoShortVersion):
        table.propose(ada, short=" ")
    with pytest.raises(services.ShortTooLong):
        table.propose(ada, short="One. Two. Three. Four. Five. Six.")
    with pytest.raises(services.ClosesTooSoon):
        table.propose(ada, closes=table.now + HOUR)


def test_the_same_words_again_are_nothing_new(table):
    table.adopt(table.house.ada)
    with pytest.raises(services.NothingNew):
        table.propose(table.house.ada, number=1)


def test_taking_it_back(table):
    house = table.house
    version = table.propose(house.ada)
    with pytest.raises(Refused) as raised:
        services.withdraw(actor=house.acting(house.ben), version=version, now=table.now)
    assert code(raised) == "not_your_proposal"
    services.withdraw(actor=house.acting(house.ada), version=version, now=table.now)
    assert services.put_due_in_force(now=table.now + WEEK) == 0
    with pytest.raises(Refused):
        services.agree(actor=house.acting(house.ben), version=version, now=table.now)


def test_what_hangs_may_be_taken_back_by_anyone_when_its_time_is_over(table):
    house = table.house
    version = table.propose(house.ada)
    services.raise_concern(actor=house.acting(house.ben), version=version, concern="No.", now=table.now)
    services.withdraw(actor=house.acting(house.cleo), version=version, now=table.now + WEEK)


@pytest.mark.parametrize("standing", [Standing.GUEST, Standing.PAUSED])
def test_newcomers_and_who_is_away_see_and_do_not_decide(table, standing):
    version = table.propose(table.house.ada)
    other = table.house.member("Gwen", standing)
    assert clauses_of(other, table.agreement)[0][0].proposed == version
    for act in (
        lambda: services.agree(actor=other, version=version, now=table.now),
        lambda: services.raise_concern(actor=other, version=version, concern="No.", now=table.now),
        lambda: table.propose(other, "Another."),
    ):
        with pytest.raises(Refused) as raised:
            act()
        assert code(raised) in ("still_new", "away_now")
    assert count_of(version).deciding == 4  # Stella, Ada, Ben, Cleo


def test_a_circle_that_ended_decides_nothing_more(table):
    house = table.house
    kitchen = house.circle(house.ada)
    agreement = services.begin_agreement(
        actor=house.acting(house.ada),
        circle=kitchen,
        kind="ground_rules",
        title="Kitchen rules",
        now=table.now,
    )
    services.propose_version(
        actor=house.acting(house.ada),
        agreement=agreement,
        text="We wash up.",
        short="We wash up.",
        closes=table.now + WEEK,
        now=table.now,
    )
    circles.end_circle(actor=house.acting(house.ada), circle=kitchen, now=table.now + HOUR)
    assert services.put_due_in_force(now=table.now + WEEK) == 0


def test_a_hidden_circles_words_stand_sealed_and_are_read_by_its_own(table):
    house = table.house
    hidden = house.circle(house.ada, Openness.CONFIDENTIAL, name="Lantern")
    house.bring(house.acting(house.ada), hidden, house.ben, "Wren")
    agreement = services.begin_agreement(
        actor=house.acting(house.ada),
        circle=hidden,
        kind="ground_rules",
        title="Lantern rules",
        now=table.now,
    )
    version = services.propose_version(
        actor=house.acting(house.ada),
        agreement=agreement,
        text="What is said by the lantern stays there.",
        short="It stays here.",
        closes=table.now + WEEK,
        now=table.now,
    )
    services.raise_concern(
        actor=house.acting(house.ben), version=version, concern="And in danger?", now=table.now
    )
    plain = ClauseVersion.objects.values_list("text", "short").get(id=version.id)
    assert plain == ("", "")
    assert Response.objects.values_list("concern", flat=True).get() == ""
    agreement.circle = hidden
    view = clause_for(house.acting(house.ben), agreement.id, 1)
    assert view.proposed.text == "What is said by the lantern stays there."
    assert [(answer.name, answer.response.concern) for answer in view.answers] == [("Wren", "And in danger?")]


def test_hiding_a_circle_seals_what_it_agreed(table):
    house = table.house
    kitchen = house.circle(house.ada)
    agreement = services.begin_agreement(
        actor=house.acting(house.ada),
        circle=kitchen,
        kind="ground_rules",
        title="Kitchen rules",
        now=table.now,
    )
    circles.change_circle(
        actor=house.acting(house.ada),
        circle=kitchen,
        name="Kitchen",
        purpose="",
        openness="confidential",
        now=table.now,
    )
    agreement.refresh_from_db()
    assert agreement.title == ""
    assert rule(kitchen, "answer_days", table.now) == 7


def test_a_long_agreement_is_paged_by_number(table):
    for number in range(5):
        table.propose(table.house.ada, f"Sentence {'abcde'[number]}.")
    cleo = table.house.acting(table.house.cleo)
    first, more = clauses_of(cleo, table.agreement, size=3)
    rest, end = clauses_of(cleo, table.agreement, after=more, size=3)
    assert [view.clause.number for view in first + rest] == [1, 2, 3, 4, 5]
    assert end is None
