"""When shall we meet: asked, answered, also for somebody without a sign-in, and a meeting by a press."""

from __future__ import annotations

from datetime import timedelta

import pytest

from commonhearth.foundation.access import NotVisible
from commonhearth.foundation.circles.models import CircleMembership
from commonhearth.foundation.members.models import KeptApart, Member
from commonhearth.rooms.meetings.models import Meeting, Poll, Says, Slot
from commonhearth.rooms.meetings.selectors.polls import poll_for
from commonhearth.rooms.meetings.services import polls
from tests.counting import queries

DAY = timedelta(days=1)


@pytest.fixture
def asked(room):
    room.joins("neighbour")
    return ask(room)


def ask(room, key="open", **more):
    given = {
        "actor": room.actor("member"),
        "circle": room.circle(key),
        "title": "A walk",
        "starts": [room.now + 7 * DAY, room.now + 8 * DAY],
        "minutes": 60,
        "zone": "Europe/London",
        "closes": room.now + 5 * DAY,
        "now": room.now,
    }
    return polls.ask_when(**(given | more))


def say(room, poll, who, *fits, now=None, **more):
    slots = list(Slot.objects.filter(poll=poll).values_list("id", flat=True))
    polls.say_when(
        actor=room.actor(who),
        poll=poll,
        fits=dict(zip(slots, fits, strict=True)),
        now=now or room.now,
        **more,
    )


def test_what_fits_best_is_what_fewest_cannot_then_most_gladly_can(room, asked):
    say(room, asked, "member", "yes", "maybe")
    say(room, asked, "neighbour", "no", "yes")
    view = poll_for(room.actor("member"), asked.id, now=room.now)
    assert view.best == [view.slots[1].slot.id]
    say(room, asked, "neighbour", "yes", "yes")
    view = poll_for(room.actor("member"), asked.id, now=room.now)
    assert view.best == [view.slots[0].slot.id] and Says.objects.count() == 4


def test_it_becomes_a_meeting_by_a_press_and_a_second_press_gives_the_same(room, asked, refused):
    slot = Slot.objects.filter(poll=asked).order_by("starts").first()
    given = {"poll": asked, "slot_id": slot.id, "now": room.now}
    assert refused(polls.become_meeting, actor=room.actor("paused"), **given) == "away_now"
    made = polls.become_meeting(actor=room.actor("member"), **given)
    assert polls.become_meeting(actor=room.actor("member"), **given) == made
    assert (made.starts, made.ends) == (slot.starts, slot.starts + timedelta(minutes=60))
    assert made.circle_id == asked.circle_id and made.series.title == "A walk"
    assert Meeting.objects.filter(series=made.series).count() == 1


def test_over_means_over(room, asked, refused):
    given = {"actor": room.actor("member"), "poll": asked, "fits": {}, "now": asked.closes}
    assert refused(polls.say_when, **given) == "poll_over"
    polls.end_poll(actor=room.actor("member"), poll=asked, now=room.now)
    assert refused(polls.say_when, **(given | {"now": room.now})) == "poll_over"


def test_for_somebody_without_a_sign_in_whom_they_chose_answers(room, asked, refused):
    silent = Member.objects.create(name="Otto", standing="member", speaks_through=room.actor("member"))
    seat = CircleMembership.objects.create(circle=asked.circle, member=silent, name="Otto", joined=room.now)
    page = room.get("member", "meetings:poll", asked.id).content.decode()
    assert "Answer for Otto" in page
    say(room, asked, "member", "yes", "no", for_whom=seat)
    assert set(Says.objects.values_list("seat__name", "written_by")) == {("Otto", room.seat("member").id)}
    given = {"poll": asked, "fits": {}, "for_whom": seat, "now": room.now}
    assert refused(polls.say_when, actor=room.actor("neighbour"), **given) == "not_their_voice"
    assert room.get("member", "meetings:say_when_for", asked.id, seat.id).status_code == 200


def test_somebody_kept_apart_is_counted_and_not_named(room, asked):
    say(room, asked, "neighbour", "yes", "no")
    KeptApart.objects.create(asker=room.actor("member"), other=room.actor("neighbour"))
    page = room.get("member", "meetings:poll", asked.id).content.decode()
    assert str(room.seat("neighbour")) not in page[page.index("<main") :]


@pytest.mark.parametrize(
    ("more", "error"),
    [
        ({"starts": []}, polls.NoTimes),
        ({"starts": "past"}, polls.NoTimes),
        ({"starts": "many"}, polls.NoTimes),
        ({"closes": "past"}, polls.ClosesBackwards),
        ({"closes": "late"}, polls.ClosesBackwards),
        ({"zone": "Moon/Base"}, polls.NoZone),
        ({"title": " "}, ValueError),
    ],
)
def test_what_cannot_be_asked(room, more, error):
    values = {
        "past": room.now - DAY,
        "late": room.now + 30 * DAY,
        "many": [room.now + n * DAY for n in range(2, 30)],
    }
    given = {
        key: values.get(value, value) if isinstance(value, str) else value for key, value in more.items()
    }
    if given.get("starts") == values["past"]:
        given["starts"] = [values["past"]]
    with pytest.raises(error):
        ask(room, **given)
    assert not Poll.objects.exists()


def test_a_time_of_another_question_is_not_found(room, asked):
    other = Slot.objects.filter(poll=ask(room)).first()
    with pytest.raises(NotVisible):
        polls.say_when(actor=room.actor("member"), poll=asked, fits={other.id: "yes"}, now=room.now)


def test_the_form_keeps_what_was_typed_and_a_second_sending_asks_once(room):
    def local(days):
        return (room.now + days * DAY).strftime("%Y-%m-%dT%H:%M")

    sent = {"title": "A walk", "time_1": local(7), "minutes": 60, "closes": local(9)}
    answer = room.post("member", "meetings:ask_when", room.circle("open").id, **sent)
    assert answer.status_code == 422 and 'value="A walk"' in answer.content.decode()
    for _twice in range(2):
        answer = room.post(
            "member", "meetings:ask_when", room.circle("open").id, **(sent | {"closes": local(5)})
        )
    assert answer.status_code == 302 and Poll.objects.count() == 1


def test_in_a_hidden_circle_it_is_sealed_and_the_meeting_too(room):
    poll = ask(room, "hidden", title="The lamp")
    assert Poll.objects.get().title == ""
    slot = Slot.objects.filter(poll=poll).order_by("starts").first()
    made = polls.become_meeting(actor=room.actor("member"), poll=poll, slot_id=slot.id, now=room.now)
    assert made.series.title == ""
    assert "The lamp" in room.get("member", "meetings:agenda", made.id).content.decode()
    assert room.get("steward", "meetings:poll", poll.id).status_code == 404


def test_pages_cost_the_same_at_10_and_300(room, asked):
    def fill(count):
        people = Member.objects.bulk_create(Member(name=f"P{n}", standing="member") for n in range(count))
        seats = CircleMembership.objects.bulk_create(
            CircleMembership(circle=asked.circle, member=one, name=f"{one.name} {count}", joined=room.now)
            for one in people
        )
        slots = list(Slot.objects.filter(poll=asked))
        Says.objects.bulk_create(
            Says(slot=slot, circle=asked.circle, seat=seat, fits="yes") for seat in seats for slot in slots
        )
        Poll.objects.bulk_create(
            Poll(circle=asked.circle, title=f"Q{n}", minutes=60, zone="UTC", closes=room.now)
            for n in range(count)
        )
        client = room.client("member")
        return (
            queries(client, room.path("meetings:poll", asked.id)),
            queries(client, room.path("meetings:polls", asked.circle_id)),
        )

    assert fill(10) == (many := fill(290)) and many[0] <= 10 and many[1] <= 8
