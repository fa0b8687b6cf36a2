"""Heads, names where a quorum asks for them, raised hands by two tellers; notes that fade."""

from __future__ import annotations

from datetime import timedelta

import pytest

from commonhearth.foundation.access import NotVisible
from commonhearth.foundation.members.models import KeptApart
from commonhearth.foundation.sealed.models import Tombstone
from commonhearth.rooms.meetings.models import Hands, Note, Present, Sitting, Tally
from commonhearth.rooms.meetings.selectors.working import quorate
from commonhearth.rooms.meetings.services import attendance, notes, sitting
from tests.counting import queries


def note(room, meeting, who, here, among=None):
    seats = {one: room.seat(one).id for one in ("member", "neighbour", "paused")}
    return attendance.note_present(
        actor=room.actor(who),
        meeting=meeting,
        here={seats[one] for one in here},
        among={seats[one] for one in (among or here)},
        now=room.now,
    )


# --- Who is here ------------------------------------------------------------------------------------
def test_a_quorum_is_counted_from_the_agreement_in_force(room):
    room.joins("neighbour")
    board = room.meeting(kind="board")
    assert quorate(board, now=room.now).needed is None
    belong = quorate(board, now=room.now).belong
    room.rules("open", "quorum", "100%")
    note(room, board, "member", ["member"])
    found = quorate(board, now=room.now)
    assert (found.here, found.needed, found.enough) == (1, belong, False)
    page = room.get("member", "meetings:here", board.id).content.decode()
    assert "What you decide waits" in page or "what you decide waits" in page
    everyone = [room.seat(who).id for who in ("member", "neighbour")]
    Present.objects.all().delete()
    attendance.note_present(
        actor=room.actor("member"), meeting=board, here=set(everyone), among=set(everyone), now=room.now
    )
    assert quorate(board, now=room.now).here == 2


def test_the_rule_of_the_whole_community_holds_where_the_circle_has_none(room):
    room.rules("root", "quorum", "2")
    assert quorate(room.meeting(kind="board"), now=room.now).needed == 2


def test_what_stood_on_another_page_stays_as_it_was_noted(room):
    room.joins("neighbour")
    board = room.meeting(kind="board")
    note(room, board, "member", ["member", "neighbour"])
    assert note(room, board, "member", [], among=["neighbour"]) == 1
    assert Present.objects.get().seat == room.seat("member")


def test_somebody_kept_apart_is_neither_seen_nor_changed(room):
    room.joins("neighbour")
    board = room.meeting(kind="board")
    note(room, board, "neighbour", ["neighbour"])
    KeptApart.objects.create(asker=room.actor("member"), other=room.actor("neighbour"))
    assert str(room.seat("neighbour")) not in room.get("member", "meetings:here", board.id).content.decode()
    with pytest.raises(NotVisible):
        note(room, board, "member", ["neighbour"])
    assert note(room, board, "member", ["member"], among=["member", "neighbour"]) == 2


def test_of_a_support_circle_no_name_is_ever_kept(room, refused):
    meeting = room.meeting(kind="support")
    given = {"meeting": meeting, "here": set(), "among": set(), "now": room.now}
    assert refused(attendance.note_present, actor=room.actor("member"), **given) == "heads_only"
    page = room.get("member", "meetings:here", meeting.id).content.decode()
    assert "heads are counted, and nobody is named" in page and str(room.seat("paused")) not in page
    sitting.count_heads(actor=room.actor("member"), meeting=meeting, heads=9, now=room.now)
    assert "9 people were counted" in room.get("member", "meetings:here", meeting.id).content.decode()
    assert not Present.objects.exists()


def test_an_id_of_nothing_and_rubbish_are_not_found(room):
    board = room.meeting(kind="board")
    path = ("meetings:here", board.id)
    assert room.post("member", *path, here=["x"], among=["x"]).status_code == 404
    nobody = "00000000-0000-4000-8000-000000000000"
    assert room.post("member", *path, here=[nobody], among=[nobody]).status_code == 404


def test_who_is_here_costs_the_same_at_10_and_300(room):
    from commonhearth.foundation.circles.models import CircleMembership
    from commonhearth.foundation.members.models import Member

    board = room.meeting(kind="board")

    def fill(count):
        people = Member.objects.bulk_create(Member(name=f"P{n}", standing="member") for n in range(count))
        CircleMembership.objects.bulk_create(
            CircleMembership(circle=board.circle, member=one, name=f"{one.name}-{count}", joined=room.now)
            for one in people
        )
        return queries(room.client("member"), room.path("meetings:here", board.id))

    assert fill(10) == (many := fill(290)) and many <= 12


@pytest.mark.parametrize("heads", ["-1", "x", "999999999"])
def test_a_number_that_no_room_holds_is_said_beside_the_field(room, heads):
    meeting = room.meeting()
    assert room.post("member", "meetings:heads", meeting.id, heads=heads).status_code == 422
    assert not Sitting.objects.exists()


# --- Hands ------------------------------------------------------------------------------------------
@pytest.fixture
def hands(room):
    room.joins("neighbour")
    room.joins("registrar")
    meeting = room.meeting()
    return attendance.ask_for_hands(
        actor=room.actor("member"), meeting=meeting, question="Paint it green?", now=room.now
    )


def tell(room, hands, who, yes, no=0):
    return attendance.tell_hands(
        actor=room.actor(who), meeting=hands.meeting, hands_id=hands.id, yes=yes, no=no, now=room.now
    )


def test_two_who_count_the_same_settle_it(room, hands, refused):
    tell(room, hands, "member", 7, 2)
    assert Hands.objects.get().settled is None
    assert tell(room, hands, "neighbour", 7, 2).settled
    page = room.get("member", "meetings:hands", hands.meeting_id).content.decode()
    assert "7 for, 2 against, 0 neither" in page
    given = {"meeting": hands.meeting, "hands_id": hands.id, "yes": 1, "no": 1, "now": room.now}
    assert refused(attendance.tell_hands, actor=room.actor("member"), **given) == "hands_settled"


def test_a_difference_is_named_without_blame_and_both_count_again(room, hands, refused):
    tell(room, hands, "member", 7, 2)
    assert "8 for" not in room.get("neighbour", "meetings:hands", hands.meeting_id).content.decode()
    tell(room, hands, "neighbour", 8, 2)
    page = room.get("member", "meetings:hands", hands.meeting_id).content.decode()
    main = page[page.index("<main") : page.index("</main>")]
    assert "The two counts differ" in main
    assert not [who for who in ("member", "neighbour") if str(room.seat(who)) in main]
    given = {"meeting": hands.meeting, "hands_id": hands.id, "yes": 1, "no": 1, "now": room.now}
    assert refused(attendance.tell_hands, actor=room.actor("registrar"), **given) == "two_tellers"
    assert tell(room, hands, "member", 8, 2).settled
    assert Tally.objects.count() == 2


def test_the_first_count_is_not_shown_before_the_second(room, hands):
    tell(room, hands, "member", 7, 2)
    assert "7 for" not in room.get("neighbour", "meetings:hands", hands.meeting_id).content.decode()


# --- Notes ------------------------------------------------------------------------------------------
@pytest.fixture
def supported(room):
    room.joins("neighbour")
    room.rules("open", "note_days", 30)
    return room.meeting(kind="support")


def put_down(room, meeting, words="We like the candle."):
    return notes.put_down(actor=room.actor("member"), meeting=meeting, words=words, now=room.now)


def test_off_by_default_and_the_page_says_how_to_have_them(room, refused):
    meeting = room.meeting(kind="support")
    given = {"meeting": meeting, "words": "x", "now": room.now}
    assert refused(notes.put_down, actor=room.actor("member"), **given) == "no_notes_here"
    assert "keeps no notes" in room.get("member", "meetings:notes", meeting.id).content.decode()


def test_a_note_is_kept_by_a_second_yes_and_really_gone_when_its_time_is_over(room, supported, refused):
    row = put_down(room, supported)
    given = {"meeting": supported, "note_id": row.id, "now": room.now}
    assert refused(notes.agree, actor=room.actor("member"), **given) == "needs_another"
    notes.agree(actor=room.actor("neighbour"), **given)
    assert notes.fade(now=room.now + timedelta(days=29)) == 0
    assert notes.fade(now=room.now + timedelta(days=30)) == 1
    assert not Note.objects.exists()
    assert Tombstone.objects.filter(label="meetings.Note", row_id=row.id).exists(), "from backups too"


def test_without_a_second_yes_it_goes_after_a_week(room, supported):
    put_down(room, supported)
    assert notes.fade(now=room.now + timedelta(days=7)) == 1


def test_one_who_does_not_want_it_kept_is_enough(room, supported):
    row = put_down(room, supported)
    answer = room.post("neighbour", "meetings:answer_note", supported.id, row.id, answer="no")
    assert answer.status_code == 302 and not Note.objects.exists()


def test_a_board_has_minutes_and_no_notes(room):
    assert room.get("member", "meetings:notes", room.meeting(kind="board").id).status_code == 404


def test_nobody_is_named_beside_a_note(room, supported):
    put_down(room, supported)
    page = room.get("neighbour", "meetings:notes", supported.id).content.decode()
    assert "We like the candle." in page and str(room.seat("member")) not in page
