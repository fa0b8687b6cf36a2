"""Minutes: nothing typed is lost, silence agrees them, then they stand fast."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from commonhearth.foundation.access import NotVisible
from commonhearth.foundation.agreements import law
from commonhearth.foundation.circles.models import Circle
from commonhearth.foundation.circles.services import change_circle
from commonhearth.foundation.logbook.models import Line
from commonhearth.foundation.members.services.erasing import erase_own
from commonhearth.rooms.meetings.models import Addendum, Draft, Minutes, Remark
from commonhearth.rooms.meetings.selectors.minutes import as_text, minutes_for
from commonhearth.rooms.meetings.services import minutes

DAY = timedelta(days=1)
TEXT = "## Tea\nWe have enough.\n\n## Keys\nRosa has them."


@pytest.fixture
def held(room):
    """A meeting of yesterday whose minutes the member has begun."""
    meeting = room.meeting(days=-1)
    room.joins("neighbour")
    minutes.write(actor=room.actor("member"), meeting=meeting, text=TEXT, based_on=0, now=room.now)
    return meeting


def text_of(room, meeting, who="member"):
    found = minutes_for(room.actor(who), meeting).minutes
    return found.text if found else ""


def write(room, meeting, who, text, based_on):
    return minutes.write(actor=room.actor(who), meeting=meeting, text=text, based_on=based_on, now=room.now)


def test_two_who_write_in_different_places_both_stand(room, held):
    write(room, held, "member", TEXT.replace("enough", "plenty"), 1)
    made = write(room, held, "neighbour", TEXT.replace("Rosa", "Ben"), 1)
    assert not made.collided and made.version == 3
    assert text_of(room, held) == TEXT.replace("enough", "plenty").replace("Rosa", "Ben")


def test_two_who_change_one_line_lose_nothing(room, held):
    write(room, held, "member", TEXT.replace("Rosa has them", "Ben has them"), 1)
    made = write(room, held, "neighbour", TEXT.replace("Rosa has them", "They are lost"), 1)
    assert made.collided and made.version == 2
    assert "Ben has them.\nThey are lost." in minutes.both(made.merged)
    assert text_of(room, held) == TEXT.replace("Rosa has them", "Ben has them"), "nothing is overwritten"
    aside = Draft.objects.get(minutes__meeting=held, aside=True)
    assert "They are lost." in aside.text and aside.by == room.seat("neighbour")


def test_the_page_shows_both_wordings_and_what_is_chosen_is_kept(room, held):
    write(room, held, "member", TEXT.replace("Rosa has them", "Ben has them"), 1)
    sent = {"text": TEXT.replace("Rosa has them", "They are lost"), "based_on": 1}
    answer = room.post("neighbour", "meetings:write_minutes", held.id, **sent)
    page = answer.content.decode()
    assert answer.status_code == 422 and "Nothing is lost" in page
    assert "Ben has them.\nThey are lost." in page and 'name="based_on" value="2"' in page
    chosen = TEXT.replace("Rosa has them", "Ben looks for them")
    sent = {"text": chosen, "based_on": 2, "once_key": "another" * 4}
    assert room.post("neighbour", "meetings:write_minutes", held.id, **sent).status_code == 302
    assert text_of(room, held) == chosen
    assert "They are lost." in room.get("member", "meetings:versions", held.id).content.decode()


def test_sent_twice_it_is_one_version(room, held):
    for _time in range(2):
        room.post("member", "meetings:write_minutes", held.id, text=TEXT + "\nMore.", based_on=1)
    assert Minutes.objects.get(meeting=held).version == 2


def test_a_version_that_never_was_is_not_found(room, held):
    answer = room.post("member", "meetings:write_minutes", held.id, text="Other", based_on=77)
    assert answer.status_code == 404
    assert text_of(room, held) == TEXT


def test_too_long_is_said_and_kept_in_the_form(room, held, monkeypatch):
    answer = room.post("member", "meetings:write_minutes", held.id, text="x" * 100_001, based_on=1)
    assert answer.status_code == 422 and "Nothing was saved" in answer.content.decode()
    with pytest.raises(minutes.TooLong):
        write(room, held, "member", "x" * 100_001, 1)


def test_they_begin_with_the_points_of_the_agenda(room):
    from commonhearth.rooms.meetings.services import agenda

    meeting = room.meeting()
    agenda.add_item(actor=room.actor("member"), meeting=meeting, title="Soup", now=room.now)
    assert "## Soup" in room.get("member", "meetings:write_minutes", meeting.id).content.decode()


def test_html_in_minutes_stays_text(room, held):
    write(room, held, "member", "<script>alert(1)</script>", 1)
    page = room.get("member", "meetings:minutes", held.id).content.decode()
    assert "<script>alert" not in page and "&lt;script&gt;" in page


# --- Consent -----------------------------------------------------------------------------------------
def test_silence_agrees_and_then_the_database_refuses_another_word(room, held):
    minutes.show(actor=room.actor("member"), meeting=held, now=room.now)
    later = room.now + minutes.USUAL
    assert minutes.lock_due(now=later - timedelta(seconds=1)) == 0
    assert minutes.lock_due(now=later) == 1
    row = Minutes.objects.get(meeting=held)
    assert row.locked == later and row.decision.verb == "minutes.agreed"
    with pytest.raises(IntegrityError), transaction.atomic():
        Minutes.objects.filter(id=row.id).update(text="Another past")


def test_locked_minutes_are_not_written_and_get_addenda(room, held, refused):
    minutes.show(actor=room.actor("member"), meeting=held, now=room.now)
    minutes.lock_due(now=room.now + minutes.USUAL)
    given = {"actor": room.actor("member"), "meeting": held, "now": room.now}
    assert refused(minutes.write, text="x", based_on=1, **given) == "minutes_locked"
    minutes.correct(words="Rosa lives at number 9.", **given)
    page = room.get("neighbour", "meetings:minutes", held.id).content.decode()
    assert "They stand fast" in page and "Rosa lives at number 9." in page and "Rosa has them." in page


def test_a_remark_holds_them_up_until_whoever_made_it_says_so(room, held, refused):
    minutes.show(actor=room.actor("member"), meeting=held, now=room.now)
    row = minutes.remark(actor=room.actor("neighbour"), meeting=held, words="It was Ben.", now=room.now)
    later = room.now + minutes.USUAL
    assert minutes.lock_due(now=later) == 0
    given = {"meeting": held, "remark_id": row.id, "now": later}
    assert refused(minutes.settle_remark, actor=room.actor("member"), **given) == "not_your_remark"
    minutes.settle_remark(actor=room.actor("neighbour"), **given)
    assert minutes.lock_due(now=later) == 1


def test_who_left_holds_nothing_up(room, held):
    minutes.show(actor=room.actor("member"), meeting=held, now=room.now)
    minutes.remark(actor=room.actor("neighbour"), meeting=held, words="No.", now=room.now)
    seat = room.seat("neighbour")
    seat.left = room.now
    seat.save()
    assert minutes.lock_due(now=room.now + minutes.USUAL) == 1


def test_another_wording_gives_everybody_a_day_more(room, held):
    minutes.show(actor=room.actor("member"), meeting=held, closes=room.now + DAY, now=room.now)
    later = room.now + timedelta(hours=20)
    minutes.write(actor=room.actor("member"), meeting=held, text=TEXT + "!", based_on=1, now=later)
    assert Minutes.objects.get(meeting=held).closes == later + DAY


def test_they_are_agreed_at_the_next_meeting_where_that_is_held(room, held):
    minutes.show(actor=room.actor("member"), meeting=held, now=room.now)
    with pytest.raises(minutes.NotYet) as no:
        minutes.lock(actor=room.actor("member"), meeting=held, now=room.now)
    assert no.value.stand is law.Stand.SHOWN
    following = room.meeting(days=0)
    row = minutes.lock(actor=room.actor("member"), meeting=held, now=room.now + timedelta(minutes=20))
    assert row.agreed_at == following and row.locked


def test_less_than_a_day_is_refused_and_nothing_cannot_be_shown(room, held, refused):
    with pytest.raises(minutes.ClosesTooSoon):
        minutes.show(actor=room.actor("member"), meeting=held, closes=room.now + DAY / 2, now=room.now)
    soon = (room.now + DAY / 2).strftime("%Y-%m-%dT%H:%M")
    answer = room.post("member", "meetings:show_minutes", held.id, closes=soon)
    assert answer.status_code == 422 and "at least a day" in answer.content.decode()
    empty = room.meeting(days=-3)
    with pytest.raises(NotVisible):
        minutes.show(actor=room.actor("member"), meeting=empty, now=room.now)


def test_a_support_circle_has_none(room):
    meeting = room.meeting(kind="support")
    assert room.get("member", "meetings:minutes", meeting.id).status_code == 404
    assert room.post("member", "meetings:write_minutes", meeting.id, text="x", based_on=0).status_code == 404


# --- Hidden circles, chat, erasing -------------------------------------------------------------------
def test_in_a_hidden_circle_every_word_is_sealed(room):
    Circle.objects.filter(id=room.circle("hidden").id).update(circle_kind="working")
    meeting = room.meeting("hidden")
    secret = "The lamp burns at number seven"
    write(room, meeting, "member", secret, 0)
    given = {"actor": room.actor("member"), "meeting": meeting, "now": room.now}
    minutes.show(**given)
    minutes.remark(words=secret, **given)
    assert secret in room.get("member", "meetings:minutes", meeting.id).content.decode()
    for model, words in ((Minutes, "text"), (Draft, "text"), (Remark, "words")):
        row = model.objects.get(circle=meeting.circle)
        assert getattr(row, words) == "" and secret.encode() not in bytes(row.sealed_words.raw)
    assert all(
        line.circle_id == meeting.circle_id for line in Line.objects.filter(about__meeting=str(meeting.id))
    )
    for who in ("neighbour", "steward", "operator", "visitor"):
        assert room.get(who, "meetings:minutes", meeting.id).status_code == 404
    assert as_text(meeting.circle, "T", minutes_for(room.actor("member"), meeting)) == ""


def test_what_was_written_before_a_circle_was_hidden_is_sealed_locked_or_not(room, held):
    minutes.show(actor=room.actor("member"), meeting=held, now=room.now)
    minutes.lock_due(now=room.now + minutes.USUAL)
    minutes.correct(actor=room.actor("member"), meeting=held, words="A detail.", now=room.now)
    circle = room.circle("open")
    keeper = next(
        room.actor(who) for who in ("member", "neighbour") if room.actor(who).seats[circle.id].offices
    )
    change_circle(
        actor=keeper, circle=circle, name="Open", purpose="Now hidden", openness="confidential", now=room.now
    )
    row, added = Minutes.objects.get(meeting=held), Addendum.objects.get(minutes__meeting=held)
    assert (row.text, added.words) == ("", "") and row.sealed_words is not None
    room.place.circles["open"] = row.circle
    page = room.get("member", "meetings:minutes", held.id).content.decode()
    assert "Rosa has them." in page and "A detail." in page


def test_the_text_for_a_chat_is_only_of_agreed_minutes_of_an_open_circle(room, held):
    view = minutes_for(room.actor("member"), held)
    held.circle = room.circle("open")
    assert as_text(held.circle, "Thursday", view) == ""
    minutes.show(actor=room.actor("member"), meeting=held, now=room.now)
    minutes.lock_due(now=room.now + minutes.USUAL)
    said = as_text(held.circle, "Thursday", minutes_for(room.actor("member"), held))
    assert "Rosa has them." in said and "##" not in said
    page = room.get("member", "meetings:minutes", held.id).content.decode()
    assert "Copy as text for a chat" in page
    assert "Draft, not agreed" not in room.get("member", "meetings:print_minutes", held.id).content.decode()


def test_erasing_what_is_mine_leaves_the_minutes_and_not_my_name(room, held):
    minutes.show(actor=room.actor("member"), meeting=held, now=room.now)
    minutes.remark(actor=room.actor("neighbour"), meeting=held, words="Mine alone", now=room.now)
    write(room, held, "neighbour", TEXT + "\nBy a neighbour.", 1)
    erase_own(actor=room.actor("neighbour"), now=room.now)
    assert Remark.objects.get(minutes__meeting=held).words == "…"
    assert Draft.objects.get(minutes__meeting=held, version=2).by is None and "By a neighbour." in text_of(
        room, held
    )
