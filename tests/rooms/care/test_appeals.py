"""Others look again at what two people decided: drawn by lot, reading what they judge and no more."""

from __future__ import annotations

import pytest

from commonhearth.core.care.lot import drawn
from commonhearth.foundation.access import NotVisible, Refused
from commonhearth.foundation.circles.models import CircleMembership
from commonhearth.foundation.logbook.models import Line
from commonhearth.foundation.members import services as members
from commonhearth.foundation.members.models import Member
from commonhearth.foundation.notices.models import Notice
from commonhearth.rooms.care import selectors, services
from commonhearth.rooms.care.models import Appeal, Entry, Panellist
from commonhearth.rooms.care.services import appeals
from tests.rooms.care.conftest import Bench
from tests.rooms.care.judging import DAY, appealed, as_member, grown, post_of, seats, take_down
from tests.rooms.care.test_openings import nameless


# --- Looking again -------------------------------------------------------------------------------------------
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


def test_who_wrote_it_without_a_name_is_drawn_for_it_by_no_way(bench):
    grown(
        bench, *(f"Neighbour {number}" for number in range(12))
    )  # in a small house they are kept off it anyway
    post = nameless(bench)
    case = bench.taken(bench.report("neighbour", key="open", about="post", post=post.id))
    row = appealed(bench, take_down(bench, case))
    stay = [seat.member_id for seat in seats(row)] + [bench.act("member").id, *case.readers]
    Member.objects.exclude(id__in=stay).update(standing="former")
    for seat in seats(row):
        services.not_me(actor=as_member(seat, bench), seat=seat, now=bench.now + DAY)
    assert not Panellist.objects.filter(appeal=row, member=bench.act("member")).exists()


def test_those_on_the_case_take_nothing_back_that_others_look_at_again(bench):
    grown(bench, "Ada", "Ben", "Cleo")
    measure = take_down(bench, bench.about_post())
    appealed(bench, measure)
    with pytest.raises(Refused):
        services.take_back(actor=bench.act("steward"), measure=measure, now=bench.now + DAY)


def test_one_that_was_decided_meanwhile_keeps_nothing_else_from_being_decided(bench, monkeypatch):
    grown(bench, "Ada", "Ben", "Cleo")
    row = appealed(bench, take_down(bench, bench.about_post()))
    was = appeals._locked

    def quicker(found):
        Appeal.objects.filter(id=found.id).update(decided=bench.now, outcome="kept")
        return was(found)

    monkeypatch.setattr(appeals, "_locked", quicker)
    assert services.decide_due(now=bench.now + 16 * DAY) == 0
    assert Appeal.objects.get(id=row.id).outcome == "kept"


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
