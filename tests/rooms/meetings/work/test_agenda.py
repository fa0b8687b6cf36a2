"""The agenda: built from what is due, in the order that people give it, one thing at a time on the wall."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from commonhearth.foundation.access import NotVisible
from commonhearth.foundation.agreements.models import ClauseVersion
from commonhearth.foundation.circles.models import Office, Role
from commonhearth.rooms.care.wording.supporting import CO_REFLECTION
from commonhearth.rooms.meetings.models import Item, Sitting
from commonhearth.rooms.meetings.selectors.working import agenda_for, points_of, screen_for
from commonhearth.rooms.meetings.services import actions, agenda, sitting


def titles(room, meeting, who="member"):
    meeting.circle.is_kept = True
    return [point.title for point in agenda_for(room.actor(who), meeting, now=room.now).points]


def test_it_is_built_from_what_is_due_between_two_rounds(room):
    meeting = room.meeting(days=2)
    actions.add_action(
        actor=room.actor("member"), circle=room.circle("open"), what="Mend the gate", now=room.now
    )
    Role.objects.create(
        circle=room.circle("open"),
        office=Office.SECRETARY,
        holder=room.seat("member"),
        starts=room.now.date() - timedelta(days=20),
        ends=room.now.date() + timedelta(days=10),
    )
    agenda.build(actor=room.actor("member"), meeting=meeting, now=room.now)
    found = titles(room, meeting)
    assert found[0].startswith("Opening round") and found[-1].startswith("Closing round")
    assert "What we said we would do" in found
    assert any("Secretary: the term ends on" in title for title in found)
    assert any("How we are, clause 1" in title for title in found), "the wording before the circle"


def test_built_twice_it_holds_each_point_once(room):
    meeting = room.meeting(days=2)
    first = agenda.build(actor=room.actor("member"), meeting=meeting, now=room.now)
    assert first >= 3
    assert agenda.build(actor=room.actor("member"), meeting=meeting, now=room.now) == 0


def test_what_members_add_stands_before_the_closing_round_with_its_time(room):
    meeting = room.meeting(days=2)
    agenda.build(actor=room.actor("member"), meeting=meeting, now=room.now)
    agenda.add_item(actor=room.actor("member"), meeting=meeting, title=" Soup ", minutes=20, now=room.now)
    points = agenda_for(room.actor("member"), meeting, now=room.now).points
    assert points[-2].title == "Soup"
    assert points[0].begins == meeting.starts
    assert points[-1].begins == points[-2].begins + timedelta(minutes=20)


def test_up_and_down_and_at_the_end_nothing_happens(room):
    meeting, me = room.meeting(days=2), room.actor("member")
    a, _b, c = (
        agenda.add_item(actor=me, meeting=meeting, title=title, now=room.now) for title in ("A", "B", "C")
    )
    agenda.move(actor=me, meeting=meeting, item_id=c.id, up=True, now=room.now)
    assert titles(room, meeting) == ["A", "C", "B"]
    agenda.move(actor=me, meeting=meeting, item_id=a.id, up=True, now=room.now)
    agenda.move(actor=me, meeting=meeting, item_id=a.id, up=False, now=room.now)
    assert titles(room, meeting) == ["C", "A", "B"]
    agenda.take_off(actor=me, meeting=meeting, item_id=a.id, now=room.now)
    assert [(one.title, one.position) for one in Item.objects.filter(meeting=meeting)] == [("C", 0), ("B", 1)]
    with pytest.raises(NotVisible):
        agenda.move(actor=me, meeting=meeting, item_id=a.id, up=True, now=room.now)


def test_there_is_an_end_to_points(room, monkeypatch):
    monkeypatch.setattr(agenda, "MOST_ITEMS", 2)
    meeting, me = room.meeting(), room.actor("member")
    for title in "AB":
        agenda.add_item(actor=me, meeting=meeting, title=title, now=room.now)
    with pytest.raises(agenda.AgendaFull):
        agenda.add_item(actor=me, meeting=meeting, title="C", now=room.now)
    answer = room.post("member", "meetings:agenda", meeting.id, title="C", minutes=5)
    assert answer.status_code == 422 and "take one off first" in answer.content.decode()


def test_who_may_and_who_may_not(room, refused):
    meeting = room.meeting()
    given = {"meeting": meeting, "title": "Mine", "now": room.now}
    assert refused(agenda.add_item, actor=room.actor("neighbour"), **given) == "not_in_circle"
    assert refused(agenda.add_item, actor=room.actor("paused"), **given) == "away_now"
    gathering = room.meeting(kind="gathering", days=1)
    assert (
        refused(agenda.build, actor=room.actor("member"), meeting=gathering, now=room.now) == "no_agenda_here"
    )
    assert "A gathering has no agenda" in room.get("member", "meetings:agenda", gathering.id).content.decode()


def test_in_a_hidden_circle_words_are_sealed_and_its_people_read_them(room):
    meeting = room.meeting("hidden")
    agenda.add_item(
        actor=room.actor("member"), meeting=meeting, title="The lamp", about="at dusk", now=room.now
    )
    row = Item.objects.get(meeting=meeting)
    assert (row.title, row.about) == ("", "") and row.sealed_words is not None
    page = room.get("member", "meetings:agenda", meeting.id).content.decode()
    assert "The lamp" in page and "at dusk" in page and "<title>Agenda" in page
    assert room.get("steward", "meetings:agenda", meeting.id).status_code == 404


def test_sent_twice_a_point_comes_once(room):
    meeting = room.meeting()
    for _time in range(2):
        room.post("member", "meetings:agenda", meeting.id, title="Soup", minutes=5)
    assert Item.objects.filter(meeting=meeting).count() == 1


# --- The screen --------------------------------------------------------------------------------------
def test_the_wall_shows_one_thing_at_a_time_from_welcome_to_end(room):
    meeting, me = room.meeting(), room.actor("member")
    for title in ("Tea", "Keys"):
        agenda.add_item(actor=me, meeting=meeting, title=title, minutes=7, now=room.now)
    seen = []
    for _step in range(4):
        screen = screen_for(me, meeting, now=room.now)
        seen.append(screen.point.title if screen.point else screen.stage)
        sitting.step(actor=me, meeting=meeting, on=True, shown=screen.place, now=room.now)
    assert seen == ["welcome", "Tea", "Keys", "over"]
    sitting.step(actor=me, meeting=meeting, on=False, now=room.now)
    screen = screen_for(me, meeting, now=room.now)
    assert screen.point.title == "Keys" and screen.ends == room.now + timedelta(minutes=7)


def test_two_who_press_next_at_once_go_on_by_one(room):
    meeting, me = room.meeting(), room.actor("member")
    for title in ("Tea", "Keys"):
        agenda.add_item(actor=me, meeting=meeting, title=title, now=room.now)
    shown = screen_for(me, meeting, now=room.now).place
    for _press in range(2):
        sitting.step(actor=me, meeting=meeting, on=True, shown=shown, now=room.now)
    assert screen_for(me, meeting, now=room.now).point.title == "Tea"


def test_a_point_taken_off_while_it_is_shown_leads_back_to_the_welcome(room):
    meeting, me = room.meeting(), room.actor("member")
    item = agenda.add_item(actor=me, meeting=meeting, title="Tea", now=room.now)
    sitting.step(actor=me, meeting=meeting, on=True, now=room.now)
    agenda.take_off(actor=me, meeting=meeting, item_id=item.id, now=room.now)
    assert screen_for(me, meeting, now=room.now).stage == "welcome"


def test_in_a_round_the_next_one_speaks_and_a_pause_rests_the_clock(room):
    meeting, me = room.meeting(), room.actor("member")
    agenda.build(actor=me, meeting=meeting, now=room.now)
    sitting.step(actor=me, meeting=meeting, on=True, now=room.now)
    for _speaker in range(2):
        sitting.next_speaker(actor=me, meeting=meeting, now=room.now)
    assert Sitting.objects.get(meeting=meeting).speaker == 3
    sitting.pause(actor=me, meeting=meeting, pausing=True, now=room.now)
    assert screen_for(me, meeting, now=room.now).pausing
    page = room.get("member", "meetings:screen", meeting.id).content.decode()
    assert "We wait." in page and "Go on" in page


def test_a_pause_stops_the_clock_and_what_was_left_goes_on(room):
    meeting, me, start = room.meeting(), room.actor("member"), room.now
    agenda.add_item(actor=me, meeting=meeting, title="Tea", minutes=20, now=start)
    sitting.step(actor=me, meeting=meeting, on=True, now=start)

    def pressed(minute, *, pausing):
        at = start + timedelta(minutes=minute)
        sitting.pause(actor=me, meeting=meeting, pausing=pausing, now=at)
        return screen_for(me, meeting, now=at)

    resting = pressed(5, pausing=True)
    assert (resting.ends, resting.left) == (None, 15)
    assert pressed(7, pausing=True) == resting, "who presses after another stops nothing anew"
    page = room.get("member", "meetings:phone", meeting.id).content.decode()
    assert "The clock rests: 15 minutes left." in page and "data-clock" not in page
    going_on = pressed(12, pausing=False)
    assert (going_on.ends, going_on.left) == (start + timedelta(minutes=27), None)
    assert pressed(14, pausing=False) == going_on
    assert pressed(20, pausing=True).left == 7 and pressed(60, pausing=False).ends == start + timedelta(
        minutes=67
    ), "and so with a second pause"
    assert pressed(70, pausing=True).left == 0, "its time was over"
    sitting.step(actor=me, meeting=meeting, on=False, now=start)
    sitting.step(actor=me, meeting=meeting, on=True, now=start)
    assert screen_for(me, meeting, now=start).ends == start + timedelta(minutes=20), "shown anew, it has all"


def test_nobody_ends_a_pause_at_a_point_that_they_do_not_see(room):
    meeting, me = room.meeting(), room.actor("member")
    for title in ("Tea", "Keys"):
        agenda.add_item(actor=me, meeting=meeting, title=title, now=room.now)
    sitting.step(actor=me, meeting=meeting, on=True, now=room.now)
    old = screen_for(me, meeting, now=room.now).place
    sitting.step(actor=me, meeting=meeting, on=True, now=room.now)
    room.post("member", "meetings:pause", meeting.id, pausing="yes", shown=old)
    assert screen_for(me, meeting, now=room.now).pausing, "whoever needs a pause gets one"
    room.post("member", "meetings:pause", meeting.id, pausing="no", shown=old)
    assert screen_for(me, meeting, now=room.now).pausing
    room.post(
        "member", "meetings:pause", meeting.id, pausing="no", shown=sitting.place_of(Sitting.objects.get())
    )
    assert not screen_for(me, meeting, now=room.now).pausing


@pytest.mark.parametrize("wall", ["meetings:screen", "meetings:phone"])
def test_what_is_pressed_on_the_wall_refers_to_what_it_shows(room, wall):
    meeting, me = room.meeting(), room.actor("member")
    for title in ("Tea", "Keys", "Lamp"):
        agenda.add_item(actor=me, meeting=meeting, title=title, now=room.now)
    client, path = room.client("member"), room.path(wall, meeting.id)
    old = screen_for(me, meeting, now=room.now)
    sitting.step(actor=me, meeting=meeting, on=True, now=room.now)
    new = screen_for(me, meeting, now=room.now).place
    told = client.get(path, {"have": old.have}, headers={"HX-Request": "true"}).content.decode()
    assert "Tea" in told and set(re.findall(r'name="shown" value="([^"]*)"', told)) == {new}
    kept = client.post(room.path("meetings:step", meeting.id), {"way": "on", "shown": old.place})
    assert kept.status_code == 302 and kept["Location"].endswith("/screen/#shown")
    assert screen_for(me, meeting, now=room.now).point.title == "Tea", "nothing is skipped"


def test_the_first_words_on_the_wall_and_no_name_of_anybody(room):
    meeting, me = room.meeting(), room.actor("member")
    room.seat("member")
    page = room.get("member", "meetings:screen", meeting.id).content.decode()
    assert "There may be people here for the first time. No quoting, no recording." in page
    agenda.add_item(actor=me, meeting=meeting, title="Tea", now=room.now)
    sitting.step(actor=me, meeting=meeting, on=True, now=room.now)
    shown = room.client("member").get(
        room.path("meetings:screen", meeting.id), headers={"HX-Request": "true"}
    )
    assert "Tea" in shown.content.decode() and str(room.seat("member")) not in shown.content.decode()


def test_the_wall_asks_and_is_told_only_what_is_new(room):
    meeting = room.meeting()
    path, asks = room.path("meetings:screen", meeting.id), {"HX-Request": "true"}
    client = room.client("member")
    me = room.actor("member")
    item = agenda.add_item(actor=me, meeting=meeting, title="Tea", minutes=20, now=room.now)

    def is_new(what):
        told = client.get(path, {"have": have}, headers=asks).status_code
        assert told == 200, what
        return screen_for(me, meeting, now=room.now).have

    have = screen_for(me, meeting, now=room.now).have
    assert client.get(path, {"have": have}, headers=asks).status_code == 204
    sitting.step(actor=me, meeting=meeting, on=True, now=room.now)
    have = is_new("what is shown")
    for pausing in (True, False):
        at = room.now + timedelta(minutes=1 + (not pausing))
        sitting.pause(actor=me, meeting=meeting, pausing=pausing, now=at)
        have = is_new("that the clock rests, or until when it runs")
    agenda.add_item(actor=me, meeting=meeting, title="Keys", now=room.now)
    have = is_new("what comes then")
    agenda.change_item(
        actor=me, meeting=meeting, item_id=item.id, title="Much tea", about="", minutes=20, now=room.now
    )
    have = is_new("what it is called")
    assert client.get(path, {"have": have}, headers=asks).status_code == 204
    assert "Tea" not in have


def test_whoever_leads_moves_the_wall(room, refused):
    from commonhearth.rooms.meetings.services import turns

    meeting = room.meeting()
    room.joins("neighbour")
    turns.take_turn(actor=room.actor("member"), meeting=meeting, hat="facilitator", now=room.now)
    given = {"meeting": meeting, "on": True, "now": room.now}
    assert refused(sitting.step, actor=room.actor("neighbour"), **given) == "somebody_leads"
    sitting.step(actor=room.actor("member"), **given)
    sitting.pause(actor=room.actor("neighbour"), meeting=meeting, pausing=True, now=room.now)


def test_a_round_has_a_clock_that_keeps_nothing_and_needs_no_script(room):
    meeting = room.meeting()
    first = room.get("member", "meetings:round", meeting.id, each=3, people=4, turn=1).content.decode()
    assert "3 minutes" in first and "speaks now" in first and "turn=2" in first and "Pass" in first
    assert "I need a pause" in first
    last = room.get("member", "meetings:round", meeting.id, each=3, people=4, turn=5).content.decode()
    assert "left=" not in last
    assert "Everybody has had their time" in last
    odd = room.get("member", "meetings:round", meeting.id, each="x", people="-1", turn="99999999")
    assert odd.status_code == 200
    assert not Sitting.objects.filter(meeting=meeting).exists()


def test_a_pause_in_a_round_leaves_who_speaks_what_was_left(room):
    meeting, client = room.meeting(), room.client("member")
    path = room.path("meetings:round", meeting.id)

    def led(page, words):
        [href] = re.findall(
            rf'href="([^"]*)">(?:<svg(?:(?!</svg>).)*</svg>)?{words}</a>', page.content.decode(), re.DOTALL
        )
        return path + href.replace("&amp;", "&")

    first = client.get(path, {"each": 2, "people": 4, "turn": 1, "round": "closing"})
    assert 'data-clock-for="120"' in first.content.decode()
    pauses = re.sub(r"until=(\d+)", lambda found: f"until={int(found[1]) - 45}", led(first, "I need a pause"))
    resting = client.get(pauses, follow=True)
    for page in (resting, client.get(resting.request["PATH_INFO"] + "?" + resting.request["QUERY_STRING"])):
        assert "1:15 left" in page.content.decode(), "and it stays so while the room rests"
    going_on = client.get(led(resting, "Go on"))
    said = going_on.content.decode()
    assert 'data-clock-for="75"' in said and "1:15 left" in said and "number 1 of 4" in said
    assert 'data-clock-for="120"' in client.get(led(going_on, "Next")).content.decode()
    for until, left in (("0", "0:00"), ("99999999999", "2:00"), ("x", "2:00")):
        odd = client.get(path, {"each": 2, "turn": 1, "pause": 1, "until": until}, follow=True)
        assert f"{left} left" in odd.content.decode()


def test_looking_at_it_together_brings_its_questions_as_rounds(room):
    meeting = room.meeting(kind="reflection")
    waiting = agenda_for(room.actor("member"), meeting, now=room.now).waiting
    assert waiting[0] == str(CO_REFLECTION[0])
    agenda.build(actor=room.actor("member"), meeting=meeting, now=room.now)
    points = points_of(room.actor("member"), meeting)
    asked = [point for point in points if point.title in {str(one) for one in CO_REFLECTION}]
    assert [point.title for point in asked] == [str(one) for one in CO_REFLECTION]
    assert all(point.is_round for point in asked)
    assert points.index(asked[0]) == 1 and points[-1].item.source == agenda.CLOSING
    agenda.build(actor=room.actor("member"), meeting=meeting, now=room.now)
    assert len(points_of(room.actor("member"), meeting)) == len(points), "each once"


def test_no_other_meeting_is_asked_them(room):
    meeting = room.meeting(kind="support")
    agenda.build(actor=room.actor("member"), meeting=meeting, now=room.now)
    said = {point.title for point in points_of(room.actor("member"), meeting)}
    assert not said & {str(one) for one in CO_REFLECTION}


def test_such_a_meeting_is_planned_from_the_page_with_the_questions(room):
    company = room.get("member", "care:company").content.decode()
    assert "/c/harbour/meetings/new/?kind=reflection" in company
    form = room.client("member").get("/c/harbour/meetings/new/?kind=reflection").content.decode()
    assert re.search(r'value="reflection"[^>]*checked', form)
    assert room.client("member").get("/c/harbour/meetings/new/?kind=nonsense").status_code == 200


def test_what_is_to_be_looked_at_again_comes_on_the_agenda(room):
    room.rules("open", "note_days", 7)
    ClauseVersion.objects.filter(circle=room.circle("open"), short="So.").update(review_on=room.now.date())
    meeting = room.meeting()
    agenda.build(actor=room.actor("member"), meeting=meeting, now=room.now)
    [point] = [one for one in points_of(room.actor("member"), meeting) if one.item.code == "review_due"]
    assert "Ours, clause 1: does it still fit us?" in point.title and point.url.endswith("/1/")
