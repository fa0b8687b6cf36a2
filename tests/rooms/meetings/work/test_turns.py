"""Turns: by the longest wait, handed on without a reason, changed when both say yes, never counted on a page."""

from __future__ import annotations

from datetime import timedelta

import pytest

from commonhearth.foundation.access import NotVisible
from commonhearth.foundation.circles.models import CircleMembership, Office, Role
from commonhearth.foundation.members.models import KeptApart, Member
from commonhearth.foundation.members.services import go_away, keep_apart
from commonhearth.foundation.notices.models import Notice
from commonhearth.rooms.meetings.models import RatherNot, Swap, Turn
from commonhearth.rooms.meetings.services import turns


@pytest.fixture
def three(room):
    """A circle of three who are here: the member, the neighbour and the registrar; and nobody else."""
    CircleMembership.objects.filter(circle=room.circle("open")).exclude(
        member__in=[room.actor("member"), room.actor("paused")]
    ).delete()
    CircleMembership.objects.filter(circle=room.circle("open")).update(joined=room.now - timedelta(days=100))
    room.joins("neighbour", days=90)
    room.joins("registrar", days=80)
    Role.objects.filter(circle=room.circle("open")).delete()
    return room


def holders(meeting):
    return {turn.hat: turn.holder_id for turn in Turn.objects.filter(meeting=meeting)}


def give(room, meeting):
    turns.give_turns(actor=room.actor("member"), meeting=meeting, now=room.now)
    return holders(meeting)


def test_who_waited_longest_leads_and_nobody_has_two_hats(three):
    past = three.meeting(days=-7)
    Turn.objects.create(meeting=past, circle=past.circle, hat="facilitator", holder=three.seat("member"))
    found = give(three, three.meeting(days=2))
    assert found["facilitator"] == three.seat("neighbour").id
    assert len([one for one in found.values() if one]) == 3 and found["care"] is None
    assert three.seat("paused").id not in found.values(), "who is away is not asked"


def test_asked_again_nothing_changes(three):
    meeting = three.meeting(days=2)
    assert give(three, meeting) == give(three, meeting)


def test_who_is_given_a_turn_is_told_and_who_asked_is_not(three):
    give(three, three.meeting(days=2))
    told = Notice.objects.filter(code="turn.yours").values_list("member_id", flat=True)
    assert set(told) == {three.actor("neighbour").id, three.actor("registrar").id}


def test_rather_not_goes_past_and_gladly_again_waits_from_now(three):
    circle = three.circle("open")
    for hat in ("facilitator", "scribe", "host", "care"):
        for _twice in range(2):
            turns.rather_not(actor=three.actor("member"), circle=circle, hat=hat, now=three.now)
    assert RatherNot.objects.count() == 4
    assert three.seat("member").id not in give(three, three.meeting(days=2)).values()
    for hat in ("facilitator", "scribe", "host", "care"):
        turns.gladly_again(actor=three.actor("member"), circle=circle, hat=hat, now=three.now)
    assert give(three, three.meeting(days=9))["facilitator"] != three.seat("member").id


def test_two_who_are_kept_apart_have_no_turns_at_one_meeting(three):
    KeptApart.objects.create(asker=three.actor("neighbour"), other=three.actor("member"))
    found = set(give(three, three.meeting(days=2)).values())
    assert not {three.seat("neighbour").id, three.seat("member").id} <= found


def test_hand_over_gives_the_lead_to_the_second_and_opens_the_rest(three):
    meeting = three.meeting(days=2)
    for hat, who in (("facilitator", "member"), ("scribe", "neighbour")):
        turns.take_turn(actor=three.actor(who), meeting=meeting, hat=hat, now=three.now)
    Role.objects.create(
        circle=three.circle("open"),
        office=Office.SECOND,
        holder=three.seat("registrar"),
        starts=three.now.date(),
        ends=three.now.date() + timedelta(days=30),
    )
    turns.hand_over(meeting, three.seat("member"), now=three.now)
    turns.hand_over(meeting, three.seat("neighbour"), now=three.now)
    assert holders(meeting) == {"facilitator": three.seat("registrar").id, "scribe": None}


def test_hand_over_where_the_second_is_busy_leaves_the_turn_open(three):
    meeting = three.meeting(days=2)
    for hat, who in (("facilitator", "member"), ("scribe", "registrar")):
        turns.take_turn(actor=three.actor(who), meeting=meeting, hat=hat, now=three.now)
    Role.objects.create(
        circle=three.circle("open"), office=Office.SECOND, holder=three.seat("registrar"),
        starts=three.now.date(), ends=three.now.date() + timedelta(days=30),
    )  # fmt: skip
    turns.hand_over(meeting, three.seat("member"), now=three.now)
    assert holders(meeting)["facilitator"] is None


def test_going_away_hands_over_what_is_to_come_and_not_the_past(three):
    past, ahead = three.meeting(days=-7), three.meeting(days=2)
    for meeting in (past, ahead):
        Turn.objects.create(
            meeting=meeting, circle=meeting.circle, hat="host", holder=three.seat("neighbour")
        )
    go_away(actor=three.actor("neighbour"), back_on=None, now=three.now)
    assert holders(ahead) == {"host": None} and holders(past)["host"] is not None


def asked_to_swap(three, meeting) -> Swap:
    """The member is to be host, and asks the neighbour to change."""
    asks = {"actor": three.actor("member"), "meeting": meeting, "now": three.now}
    mine = turns.take_turn(hat="host", **asks)
    return turns.ask_to_swap(turn_id=mine.id, asked=three.seat("neighbour"), **asks)


def test_a_swap_needs_both_and_changes_places(three):
    first, second = three.meeting(days=2), three.meeting(days=9)
    turns.take_turn(actor=three.actor("neighbour"), meeting=second, hat="host", now=three.now)
    swap = asked_to_swap(three, first)
    assert holders(first)["host"] == three.seat("member").id, "nothing changes before the yes"
    given = {"meeting": first, "swap_id": swap.id, "yes": True, "now": three.now}
    turns.answer_swap(actor=three.actor("neighbour"), **given)
    assert holders(first)["host"] == three.seat("neighbour").id
    assert holders(second)["host"] == three.seat("member").id
    with pytest.raises(NotVisible):
        turns.answer_swap(actor=three.actor("neighbour"), **given)


def test_an_asking_ends_when_the_two_are_kept_apart(three):
    meeting = three.meeting(days=2)
    swap = asked_to_swap(three, meeting)
    keep_apart(actor=three.actor("member"), other=three.actor("neighbour"), now=three.now)
    with pytest.raises(NotVisible):
        turns.answer_swap(
            actor=three.actor("neighbour"), meeting=meeting, swap_id=swap.id, yes=True, now=three.now
        )
    assert holders(meeting)["host"] == three.seat("member").id


def test_a_no_leaves_everything_and_whoever_asked_cannot_say_yes_for_the_other(three, refused):
    meeting = three.meeting(days=2)
    mine = turns.take_turn(actor=three.actor("member"), meeting=meeting, hat="host", now=three.now)
    ask = {"actor": three.actor("member"), "meeting": meeting, "turn_id": mine.id, "now": three.now}
    swap = turns.ask_to_swap(asked=three.seat("neighbour"), **ask)
    given = {"meeting": meeting, "swap_id": swap.id, "yes": True, "now": three.now}
    assert refused(turns.answer_swap, actor=three.actor("registrar"), **given) == "not_asked"
    turns.answer_swap(actor=three.actor("member"), **given)  # takes it back, whatever the button said
    assert holders(meeting)["host"] == three.seat("member").id and not Swap.objects.exists()


def test_nobody_is_asked_to_swap_who_is_away_kept_apart_or_busy(three):
    meeting = three.meeting(days=2)
    mine = turns.take_turn(actor=three.actor("member"), meeting=meeting, hat="host", now=three.now)
    turns.take_turn(actor=three.actor("registrar"), meeting=meeting, hat="care", now=three.now)
    KeptApart.objects.create(asker=three.actor("neighbour"), other=three.actor("member"))
    for who in ("paused", "registrar", "neighbour"):
        with pytest.raises(turns.NotHere):
            turns.ask_to_swap(
                actor=three.actor("member"),
                meeting=meeting,
                turn_id=mine.id,
                asked=three.seat(who),
                now=three.now,
            )


def test_of_two_who_take_a_turn_at_once_one_has_it(three, refused):
    meeting = three.meeting(days=2)
    turns.take_turn(actor=three.actor("member"), meeting=meeting, hat="host", now=three.now)
    given = {"meeting": meeting, "hat": "host", "now": three.now}
    assert refused(turns.take_turn, actor=three.actor("neighbour"), **given) == "turn_taken"
    assert three.post("member", "meetings:take_turn", meeting.id, hat="scribe").status_code == 302
    assert "scribe" not in holders(meeting), "one thing each"
    assert three.post("member", "meetings:take_turn", meeting.id, hat="king").status_code == 404


def test_the_page_says_whose_turn_it_is_and_no_number_of_turns(three):
    meeting = three.meeting(days=2)
    page = three.get("member", "meetings:turns", meeting.id).content.decode()
    assert "Whose turn is it?" in page
    three.post("member", "meetings:give_turns", meeting.id)
    page = three.get("member", "meetings:turns", meeting.id).content.decode()
    assert str(three.seat("neighbour")) in page and "times" not in page
    assert str(Member.objects.get(id=three.actor("neighbour").id).id) not in page


def test_somebody_kept_apart_is_not_named(three):
    meeting = three.meeting(days=2)
    turns.take_turn(actor=three.actor("neighbour"), meeting=meeting, hat="host", now=three.now)
    KeptApart.objects.create(asker=three.actor("member"), other=three.actor("neighbour"))
    page = three.get("member", "meetings:turns", meeting.id).content.decode()
    assert str(three.seat("neighbour")) not in page and "somebody here" in page
