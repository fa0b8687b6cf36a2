"""Two people take something from somebody, others look again, and what nobody confirms ends by itself."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from django.db import connection

from commonhearth.core.care.lot import drawn
from commonhearth.foundation.access import NotVisible, Refused
from commonhearth.foundation.accounts.services import people
from commonhearth.foundation.circles.models import CircleMembership
from commonhearth.foundation.circles.selectors import as_actor
from commonhearth.foundation.logbook.models import Line
from commonhearth.foundation.members import services as members
from commonhearth.foundation.members.models import Hold, Member, Removal
from commonhearth.foundation.members.selectors import hold_on
from commonhearth.foundation.notices.models import Notice
from commonhearth.foundation.tenancy import in_community
from commonhearth.rooms.care import selectors, services, tasks
from commonhearth.rooms.care.access.measures import KEEPER, may_end_measure
from commonhearth.rooms.care.models import Appeal, Case, Entry, Measure, Panellist, Step, Tally
from commonhearth.rooms.care.wording.measures import POST_RULES, YEARS
from commonhearth.rooms.conversations.models import Post
from tests.rooms.care.conftest import Bench

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def hide(bench, case, who="steward", now=None):
    return services.propose(
        actor=bench.act(who), case=case, what="hide", rule="contempt", words="It calls people rubbish.",
        now=now or bench.now,
    )  # fmt: skip


def take_down(bench, case, rule="contempt"):
    measure = services.propose(
        actor=bench.act("steward"), case=case, what="take_down", rule=rule,
        words="It calls people rubbish.", now=bench.now,
    )  # fmt: skip
    return services.confirm(actor=bench.act("registrar"), measure=measure, now=bench.now + HOUR)


def post_of(case):
    return Post.objects.get(id=case.post)


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


# --- Looking again -------------------------------------------------------------------------------------------
def appealed(bench, measure, who="member", seed="5eed"):
    own = selectors.wrote_post(bench.act(who), measure.post)
    return services.appeal(
        actor=bench.act(who),
        measure=measure,
        words="I meant the weather.",
        seed=seed,
        wrote=own,
        now=bench.now + HOUR,
    )


def grown(bench, *names):
    """Let more full members live here, with a sign-in each."""
    for name in names:
        person = people.make_without_email(now=bench.now)
        Member.objects.create(name=name, standing="member", person=person, created=bench.now)


def seats(appeal):
    return list(Panellist.objects.filter(appeal=appeal, not_me=False).select_related("member", "appeal"))


def as_member(seat, bench):
    return as_actor(Member.objects.select_related("community").get(id=seat.member_id), now=bench.now)


def test_the_lot_falls_on_others_can_be_drawn_again_and_is_written_down(bench):
    grown(bench, "Ada", "Ben", "Cleo", "Dot", "Ed")
    members.keep_apart(actor=bench.act("neighbour"), other=Member.objects.get(name="Dot"), now=bench.now)
    measure = take_down(bench, bench.about_post())
    row = appealed(bench, measure)
    panel = {seat.member.name for seat in seats(row)}
    can = Member.objects.filter(name__in=["Ada", "Ben", "Cleo", "Ed"])
    assert len(panel) == 3 and panel <= {one.name for one in can}  # Dot is kept apart from who reported it
    again = drawn([str(one.id) for one in can], seed="5eed")[:3]
    assert {one.name for one in can if str(one.id) in again} == panel
    assert row.drawn_from == 4
    assert Line.objects.filter(verb="care.appeal_drawn").exists()
    with pytest.raises(Refused):
        appealed(bench, measure)


def test_the_panel_reads_reasons_and_not_who_reported(bench):
    grown(bench, "Ada", "Ben", "Cleo")
    row = appealed(bench, take_down(bench, bench.about_post()))
    found, seat = selectors.appeal_for(as_member(seats(row)[0], bench), row.id)
    assert (found.words, found.appeal_words) == ("It calls people rubbish.", "I meant the weather.")
    assert seat is not None
    with pytest.raises(NotVisible):
        selectors.case_for(as_member(seats(row)[0], bench), found.measure.case_id)
    for who in ("neighbour", "guest"):
        with pytest.raises(NotVisible):
            selectors.appeal_for(bench.act(who), row.id)


def test_two_of_three_undo_it_and_both_sides_hear(bench):
    grown(bench, "Ada", "Ben", "Cleo")
    case = bench.about_post()
    row = appealed(bench, take_down(bench, case))
    for seat in seats(row)[:2]:
        services.answer_appeal(actor=as_member(seat, bench), seat=seat, keep=False, now=bench.now + DAY)
    row.refresh_from_db()
    assert row.outcome == "undone" and not post_of(case).taken_down
    for who in ("member", "steward", "registrar"):
        assert Notice.objects.filter(member=bench.act(who), code="care.appeal_over").exists()
    assert "appeal_undone" in set(Entry.objects.filter(case=case, shown=True).values_list("code", flat=True))
    with pytest.raises(Refused):
        services.answer_appeal(
            actor=as_member(seats(row)[2], bench), seat=seats(row)[2], keep=True, now=bench.now
        )


def test_two_of_three_let_it_stand(bench):
    grown(bench, "Ada", "Ben", "Cleo")
    case = bench.about_post()
    row = appealed(bench, take_down(bench, case))
    for seat in seats(row)[:2]:
        services.answer_appeal(actor=as_member(seat, bench), seat=seat, keep=True, now=bench.now + DAY)
    assert Appeal.objects.get().outcome == "kept" and post_of(case).taken_down


def test_not_me_asks_the_next_and_silence_undoes_it(bench):
    grown(bench, "Ada", "Ben", "Cleo", "Dot")
    case = bench.about_post()
    row = appealed(bench, take_down(bench, case))
    first = seats(row)[0]
    services.not_me(actor=as_member(first, bench), seat=first, now=bench.now + DAY)
    assert len(seats(row)) == 3 and first.member_id not in {seat.member_id for seat in seats(row)}
    assert services.decide_due(now=bench.now + 13 * DAY) == 0
    assert services.decide_due(now=bench.now + 16 * DAY) == 1
    assert Appeal.objects.get().outcome == "undone" and not post_of(case).taken_down


def test_where_everybody_is_part_of_it_the_page_says_to_whom_else(world):
    with world.harbour.within():
        bench = Bench(world.harbour)
        Member.objects.exclude(name__in=["Mara", "Nils", "Stella", "Karla"]).update(standing="former")
        measure = take_down(bench, bench.about_post())
        with pytest.raises(services.NobodyToDraw):
            appealed(bench, measure)
    answer = world.client("member").post(
        f"/c/harbour/care/decided/{measure.id}/", {"words": "x", "once_key": "k" * 20}
    )
    assert answer.status_code == 422 and "the circle of elders" in answer.text


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


def test_danger_now_is_another_matter_and_the_lot_may_take_it_back(bench):
    grown(bench, "Ada", "Ben", "Cleo")
    removal = ask_to_leave(bench, danger_now=True)
    members.second_removal(actor=bench.act("registrar"), removal=removal, now=bench.now)
    measure = Measure.objects.get(what="leave")
    row = appealed(bench, measure)
    for seat in seats(row)[:2]:
        services.answer_appeal(actor=as_member(seat, bench), seat=seat, keep=False, now=bench.now + 2 * HOUR)
    assert Removal.objects.get(id=removal.id).withdrawn is not None


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
    take_down(bench, case)
    services.close(actor=bench.act("steward"), case=case, outcome="taken_down", words="Done.", now=bench.now)
    assert services.erase_due(now=bench.now + 360 * DAY) == 0
    assert services.erase_due(now=bench.now + 370 * DAY) == 3  # and the two closed ones of the world
    assert not Case.objects.filter(id=case.id).exists() and not Entry.objects.filter(case_id=case.id).exists()
    assert Measure.objects.get().case is None and Measure.objects.get().words is None
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


# --- The post that is looked at again ------------------------------------------------------------------------
def to_be_judged(bench, key="open", *, joins=()):
    """Take a post of a circle down and let three look again; some of them are in that circle."""
    grown(bench, "Ada", "Ben", "Cleo")
    for name in joins:
        member = Member.objects.get(name=name)
        CircleMembership.objects.create(
            circle=bench.place.circles[key], member=member, name=name, joined=bench.now, created=bench.now
        )
    who = "neighbour" if key == "open" else "paused"
    if who == "paused":  # then the lot could fall on the neighbour, who is a stranger to both circles
        members.keep_apart(actor=bench.act("neighbour"), other=bench.act("paused"), now=bench.now)
    row = appealed(bench, take_down(bench, bench.about_post(key, who)))
    return row, {seat.member.name: seat for seat in seats(row)}


def read(bench, row, who):
    """Return what somebody reads of the post, or the reason why not."""
    try:
        found, seat = selectors.appeal_for(who, row.id)
    except NotVisible:
        return "not visible"
    post, verdict = selectors.judged_post(who, seat, found.measure)
    return post.post.text if post else verdict.code


@pytest.mark.parametrize(
    ("key", "outside", "inside"),
    [("open", True, True), ("closed", True, True), ("hidden", False, True)],
)
def test_the_panel_reads_the_post_they_judge_and_of_a_hidden_circle_only_who_is_in_it(
    bench, key, outside, inside
):
    row, drawn_ones = to_be_judged(bench, key, joins=["Ada"])
    shown = {name: read(bench, row, as_member(seat, bench)) for name, seat in drawn_ones.items()}
    assert set(shown) == {"Ada", "Ben", "Cleo"}
    text = f"Walking in the morning, {key}."
    assert shown["Ada"] == (text if inside else "judged_not_shown")
    assert shown["Ben"] == shown["Cleo"] == (text if outside else "judged_not_shown")


def test_nobody_else_reads_it_and_nobody_any_more_when_it_is_decided(bench):
    row, drawn_ones = to_be_judged(bench)
    for who in ("neighbour", "guest", "steward", "registrar", "paused"):
        assert read(bench, row, bench.act(who)) == "not visible", who
    assert (
        read(bench, row, bench.act("member")) == "not_on_panel"
    )  # who wrote it finds it beside the decision
    panel = [as_member(seat, bench) for seat in drawn_ones.values()]
    services.not_me(actor=panel[0], seat=drawn_ones[panel[0].name], now=bench.now)
    assert read(bench, row, panel[0]) == "not visible"
    assert read(bench, row, panel[1]) not in ("not visible", "judged_not_shown")
    for one in panel[1:]:
        services.answer_appeal(actor=one, seat=drawn_ones[one.name], keep=True, now=bench.now)
    assert Appeal.objects.get().decided
    assert {read(bench, row, one) for one in panel[1:]} == {"measure_over"}


def test_kept_apart_or_taken_back_reads_the_same_whoever_asked(bench):
    row, drawn_ones = to_be_judged(bench)
    ada, ben, cleo = (as_member(drawn_ones[name], bench) for name in ("Ada", "Ben", "Cleo"))
    members.keep_apart(actor=ada, other=bench.act("member"), now=bench.now)
    members.keep_apart(actor=bench.act("member"), other=ben, now=bench.now)
    assert read(bench, row, ada) == read(bench, row, ben) == "judged_not_shown" != read(bench, row, cleo)
    post = post_of(row.measure.case)
    type(post).objects.filter(id=post.id).update(withdrawn=bench.now, text="")
    assert read(bench, row, cleo) == "judged_not_shown"


@pytest.mark.parametrize("state", ["held", "away"])
def test_who_may_not_act_just_now_reads_nothing(bench, state):
    row, drawn_ones = to_be_judged(bench, joins=["Ada"])
    ada = as_member(drawn_ones["Ada"], bench)
    if state == "away":
        members.go_away(actor=ada, back_on=None, now=bench.now)
    else:
        members.place_hold(
            actor=bench.act("steward"), member=ada, talk_to="Karla", why="danger", now=bench.now
        )
    assert read(bench, row, as_member(drawn_ones["Ada"], bench)) == "not visible"


def test_the_page_shows_it_without_a_name_and_says_how_long(world):
    with world.harbour.within():
        bench = Bench(world.harbour)
        row, drawn_ones = to_be_judged(bench)
        seat = Panellist.objects.get(id=drawn_ones["Ada"].id)
        neighbour = bench.act("neighbour")
        Panellist.objects.filter(id=seat.id).update(member=neighbour)
        words, author = post_of(row.measure.case).text, str(post_of(row.measure.case).author)
    page = world.client("neighbour").get(f"/c/harbour/care/appeals/{row.id}/").content.decode()
    part = page.split("The post that was taken down")[1].split("What the person it concerns says")[0]
    assert words[:12] in part and author not in part and "only those who were drawn" in part
    mine = world.client("member").get(f"/c/harbour/care/appeals/{row.id}/").content.decode()
    assert "The post that was taken down" not in mine


def test_where_the_room_of_posts_is_closed_nothing_leads_there(world):
    with world.harbour.within():
        bench = Bench(world.harbour)
        case = bench.about_post()
        measure = take_down(bench, case)
    address = f"/talk/posts/{case.post}/"
    judged, decided = f"/c/harbour/care/cases/{case.id}/", f"/c/harbour/care/decided/{measure.id}/"
    assert "Read the post" in world.client("steward").get(judged).content.decode()
    assert "Read what you wrote" in world.client("member").get(decided).content.decode()
    with world.harbour.within():
        type(world.harbour.community).objects.filter(id=world.harbour.community.id).update(
            closed_rooms=["conversations"]
        )
    page = world.client("steward").get(judged).content.decode()
    assert "Read the post" not in page and "closed its conversations" in page and address not in page
    page = world.client("member").get(decided).content.decode()
    assert "Read what you wrote" not in page and address not in page
