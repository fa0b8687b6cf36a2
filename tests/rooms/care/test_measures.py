"""Two people take something from somebody, and what nobody confirms ends by itself."""

from __future__ import annotations

import threading
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection

from commonhearth.foundation.access import NotVisible, Refused
from commonhearth.foundation.communities.models import Community
from commonhearth.foundation.logbook.models import Line
from commonhearth.foundation.members import services as members
from commonhearth.foundation.members.models import Hold, Member, Removal
from commonhearth.foundation.members.selectors import hold_on
from commonhearth.foundation.notices.models import Notice
from commonhearth.foundation.tenancy import in_community
from commonhearth.rooms.care import selectors, services, tasks
from commonhearth.rooms.care.access.measures import KEEPER, may_end_measure
from commonhearth.rooms.care.models import Appeal, Case, Entry, Measure, Step, Tally
from commonhearth.rooms.care.wording.measures import POST_RULES, YEARS
from tests.rooms.care.conftest import Bench
from tests.rooms.care.judging import DAY, HOUR, appealed, as_member, grown, hide, post_of, seats, take_down


# --- Out of sight, taken down ------------------------------------------------------------------------------
def test_one_hides_at_once_and_it_ends_by_itself_when_nobody_confirms(bench):
    case = bench.about_post()
    measure = hide(bench, case)
    assert post_of(case).hidden
    assert services.end_due(now=bench.now + 24 * HOUR) == 0
    assert services.end_due(now=bench.now + 24 * HOUR + timedelta(seconds=1)) == 1
    assert not post_of(case).hidden
    measure.refresh_from_db()
    assert (measure.ended_why, measure.confirmed) == ("lapsed", None)
    assert Notice.objects.filter(member=bench.act("steward"), code="care.lapsed").exists()
    with pytest.raises(Refused):
        services.confirm(actor=bench.act("registrar"), measure=measure, now=bench.now + 25 * HOUR)


def test_confirmed_it_lasts_three_days_and_no_longer(bench):
    case = bench.about_post()
    services.confirm(actor=bench.act("registrar"), measure=hide(bench, case), now=bench.now + HOUR)
    assert services.end_due(now=bench.now + 71 * HOUR) == 0 and post_of(case).hidden
    assert services.end_due(now=bench.now + 72 * HOUR + timedelta(seconds=1)) == 1
    assert not post_of(case).hidden and Measure.objects.get().ended_why == "over"


def test_nobody_confirms_their_own_and_nobody_from_outside_the_case(bench):
    measure = hide(bench, bench.about_post())
    for who in ("steward", "neighbour", "member"):
        with pytest.raises(Refused):
            services.confirm(actor=bench.act(who), measure=measure, now=bench.now)
    assert Measure.objects.get().confirmed is None


@pytest.mark.parametrize("rule", list(POST_RULES))
def test_taking_down_needs_two_and_tells_the_author_the_rule_and_the_words(bench, rule):
    case = bench.about_post()
    measure = services.propose(
        actor=bench.act("steward"),
        case=case,
        what="take_down",
        rule=rule,
        words="For this reason.",
        now=bench.now,
    )
    assert not post_of(case).taken_down
    with pytest.raises(NotVisible):  # nothing has happened yet, and nothing is said
        selectors.decision_for(bench.act("member"), measure.id)
    services.confirm(actor=bench.act("registrar"), measure=measure, now=bench.now)
    assert post_of(case).taken_down
    found = selectors.decision_for(bench.act("member"), measure.id)
    assert (found.words, found.measure.rule) == ("For this reason.", rule)
    with pytest.raises(NotVisible):
        selectors.decision_for(bench.act("neighbour"), measure.id)


def test_taking_down_takes_the_place_of_hiding_and_nothing_shows_it_again(bench):
    case = bench.about_post()
    hide(bench, case)
    take_down(bench, case)
    services.end_due(now=bench.now + 100 * HOUR)
    assert post_of(case).taken_down
    assert set(Measure.objects.values_list("what", "ended_why")) == {("hide", "replaced"), ("take_down", "")}


def test_proposing_twice_is_refused_and_taking_back_undoes_it(bench):
    case = bench.about_post()
    measure = hide(bench, case)
    with pytest.raises(Refused):
        hide(bench, case, "registrar")
    services.take_back(actor=bench.act("registrar"), measure=measure, now=bench.now)
    assert not post_of(case).hidden
    hide(bench, case, "registrar")


def test_the_logbook_keeps_the_rule_in_the_circle_and_no_name(bench):
    take_down(bench, bench.about_post())
    line = Line.objects.get(verb="care.take_down")
    assert line.circle_id == bench.place.circles["open"].id and line.why == "contempt"
    assert bench.act("member").pseudonym.hex not in str(line.about)


def test_without_a_post_nothing_is_hidden_and_a_hold_needs_a_known_person(bench):
    case = bench.taken(bench.report())
    for what in ("hide", "take_down", "hold", "leave"):
        with pytest.raises(Refused):
            services.propose(
                actor=bench.act("steward"), case=case, what=what, rule="danger", words="x", now=bench.now
            )
    masked = bench.taken(
        bench.report("member", key="closed", about="person", membership=bench.seat("paused", "closed"))
    )
    with pytest.raises(Refused) as refused:  # it would show who that is outside the circle
        services.propose(
            actor=bench.act("steward"), case=masked, what="hold", rule="danger", words="x", now=bench.now
        )
    assert refused.value.verdict.code == "nobody_known"


def test_two_who_confirm_at_once_confirm_once(world, real_commits):
    place = world.harbour
    with place.within():
        bench = Bench(place)
        case = bench.about_post()
        measure = hide(bench, case)
        actor = bench.act("registrar")
    answers: list[str] = []

    def once_more():
        try:
            with in_community(place.community.id):
                services.confirm(actor=actor, measure=measure, now=bench.now)
                answers.append("yes")
        except Refused as refused:
            answers.append(refused.verdict.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=once_more) for _two in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == ["measure_over", "yes"]
    with place.within():
        assert Entry.objects.filter(case=case, code="confirmed").count() == 1


# --- Hold ----------------------------------------------------------------------------------------------------
def test_a_hold_is_the_one_of_members_and_lifts_by_itself(world):
    with world.harbour.within():
        bench = Bench(world.harbour)
        case = bench.about_member()
        measure = services.propose(
            actor=bench.act("steward"), case=case, what="hold", rule="danger", words="Until we have spoken.",
            talk_to="Olga", now=bench.now,
        )  # fmt: skip
        member = bench.act("member")
        assert Hold.objects.filter(member=member).count() == 1 and member.on_hold
        assert selectors.decision_for(member, measure.id).words == "Until we have spoken."
    client = world.client("member")
    assert client.get("/c/harbour/care/report/").status_code == 200
    assert client.get("/c/harbour/care/decided/").status_code == 200
    assert client.get("/c/harbour/circles/").status_code in (403, 404)
    assert client.get("/help/gb/").status_code == client.get("/c/harbour/plan/").status_code == 200
    with world.harbour.within():
        assert hold_on(member, now=bench.now + 25 * HOUR) is None  # nobody confirmed
        services.end_due(now=bench.now + 25 * HOUR)
        assert Measure.objects.get().ended_why == "lapsed"


# --- Mending before asking to leave ----------------------------------------------------------------------------
def ask_to_leave(bench, **more):
    return members.ask_to_leave(
        actor=bench.act("steward"), member=bench.act("member"), takes_effect=(bench.now + 20 * DAY).date(),
        appeal_to="the elders", why="x", now=bench.now, **more,
    )  # fmt: skip


def test_nobody_is_asked_to_leave_before_mending_was_tried(bench):
    case = bench.about_member()
    with pytest.raises(Refused) as refused:
        ask_to_leave(bench)
    assert refused.value.verdict.code == "repair_first"
    for step in ("listen", "talk", "agreement"):
        services.plan_step(
            actor=bench.act("steward"), case=case, step=step, planned=bench.now.date(), now=bench.now
        )
        services.finish_step(
            actor=bench.act("registrar"), case=case, step=step, result="declined", words="They would rather not.",
            now=bench.now,
        )  # fmt: skip
    with pytest.raises(Refused):
        ask_to_leave(bench)
    services.finish_step(
        actor=bench.act("steward"), case=case, step="follow_up", result="done", words="", now=bench.now
    )
    assert ask_to_leave(bench)
    assert Step.objects.filter(case=case, done=None).count() == 0
    with pytest.raises(Refused):
        services.finish_step(
            actor=bench.act("steward"), case=case, step="talk", result="done", words="", now=bench.now
        )


def test_a_step_that_was_taken_unplanned_stands_on_the_communitys_day(bench):
    Community.objects.filter(id=bench.place.community.id).update(time_zone="Pacific/Kiritimati")
    noon = datetime(2026, 5, 1, 12, tzinfo=UTC)  # there it is the 2nd
    step = services.finish_step(
        actor=bench.act("steward"),
        case=bench.about_member(),
        step="listen",
        result="done",
        words="",
        now=noon,
    )
    assert step.planned == date(2026, 5, 2)


def test_danger_now_is_another_matter_and_the_lot_may_take_it_back(bench):
    grown(bench, "Ada", "Ben", "Cleo")
    removal = ask_to_leave(bench, danger_now=True)
    members.second_removal(actor=bench.act("registrar"), removal=removal, now=bench.now)
    measure = Measure.objects.get(what="leave")
    row = appealed(bench, measure)
    for seat in seats(row)[:2]:
        services.answer_appeal(actor=as_member(seat, bench), seat=seat, keep=False, now=bench.now + 2 * HOUR)
    assert Removal.objects.get(id=removal.id).withdrawn is not None


def test_an_asking_to_leave_ends_where_it_was_made_and_not_at_the_case(bench):
    grown(bench, "Ada", "Ben", "Cleo")
    bench.about_member()
    removal = ask_to_leave(bench, danger_now=True)
    members.second_removal(actor=bench.act("registrar"), removal=removal, now=bench.now)
    measure = Measure.objects.get(what="leave")
    with pytest.raises(Refused):  # it would go on, and nobody could look again any more
        services.take_back(actor=bench.act("steward"), measure=measure, now=bench.now + HOUR)
    members.withdraw_removal(actor=bench.act("steward"), removal=removal, now=bench.now + HOUR)
    with pytest.raises(Refused):
        appealed(bench, Measure.objects.get(what="leave"))


def test_the_form_of_office_says_what_comes_first_and_keeps_what_was_typed(world):
    client = world.client("steward")
    with world.harbour.within():
        member = Member.objects.get(name="Mara")
    path = f"/c/harbour/members/{member.id}/ask-to-leave/"
    sent = {
        "takes_effect": "2099-01-01",
        "appeal_to": "elders",
        "why": "words that stay",
        "once_key": "k" * 20,
    }
    answer = client.post(path, sent)
    assert answer.status_code == 422
    assert "Mending comes first" in answer.text and "words that stay" in answer.text


# --- Years, and what is erased --------------------------------------------------------------------------------
def test_old_files_are_erased_with_all_they_had_and_the_counts_stay(bench):
    case = bench.about_post()
    grown(bench, "Ada", "Ben", "Cleo")
    appealed(bench, take_down(bench, case))
    services.close(actor=bench.act("steward"), case=case, outcome="taken_down", words="Done.", now=bench.now)
    assert services.erase_due(now=bench.now + 360 * DAY) == 0
    assert services.erase_due(now=bench.now + 370 * DAY) == 3  # and the two closed ones of the world
    assert not Case.objects.filter(id=case.id).exists() and not Entry.objects.filter(case_id=case.id).exists()
    assert Measure.objects.get().case is None and Measure.objects.get().words is None
    assert Appeal.objects.get().words is None
    assert dict(Tally.objects.values_list("code", "count"))["take_down"] == 1
    line = Line.objects.get(verb="care.erased")
    assert line.about == {} and line.why == ""


def test_a_year_is_told_from_five_up_and_only_when_it_is_over(world):
    with world.harbour.within():
        Tally.objects.all().delete()
        for code, count in (("reported", 12), ("take_down", 4), ("appealed", 6), ("undone", 5)):
            Tally.objects.create(year=2025, code=code, count=count)
        Tally.objects.create(year=world.now.year, code="reported", count=40_404)
        found = selectors.years(now=world.now.replace(year=max(2026, world.now.year)), codes=YEARS)
        counts = dict(next(one for one in found if one.year == 2025).counts)
    assert counts["reported"] == 12
    assert counts["take_down"] is counts["closed"] is None
    assert counts["appealed"] == 6 and counts["undone"] is None  # one is left over, and that is a person
    page = world.client("visitor").get("/c/harbour/care/years/")
    assert page.status_code == 200 and "40404" not in page.text.replace(",", "")


def test_the_job_does_all_of_it_in_each_community(world, monkeypatch):
    with world.harbour.within():
        bench = Bench(world.harbour)
        measure = hide(bench, bench.about_post(), now=bench.now - 2 * DAY)
        tasks.due_here.call()
        measure.refresh_from_db()
        assert measure.ended_why == "lapsed"


def test_only_the_house_itself_ends_what_is_over(bench):
    measure = hide(bench, bench.about_post())
    late = bench.now + 30 * HOUR
    assert may_end_measure(KEEPER, measure, now=late)
    assert not may_end_measure(bench.act("steward"), measure, now=late)
    assert not may_end_measure(KEEPER, measure, now=bench.now)
