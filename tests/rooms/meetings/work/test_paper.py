"""The letter round and the notice board: people named as they chose, nothing of closed circles."""

from __future__ import annotations

from datetime import timedelta

import pytest

from commonhearth.foundation.access import Refused
from commonhearth.foundation.circles.selectors import sheet_of
from commonhearth.foundation.logbook.models import Line
from commonhearth.foundation.members.models import Member
from commonhearth.foundation.members.services.erasing import erase_own
from commonhearth.foundation.sealed.models import Tombstone
from commonhearth.rooms.meetings.models import PaperWish, Turn
from commonhearth.rooms.meetings.selectors.paper import letters_for
from commonhearth.rooms.meetings.services import actions, paper


def want(room, who, address="Mara M.\n12 Harbour Street"):
    member = room.actor(who)
    return paper.want_paper(actor=member, member=member, way="post", address=address, now=room.now)


def test_the_board_says_turns_and_what_waits_for_someone_of_us(room):
    ahead = room.meeting(days=3)
    Turn.objects.create(meeting=ahead, circle=ahead.circle, hat="host", holder=room.seat("member"))
    Turn.objects.create(meeting=ahead, circle=ahead.circle, hat="care", holder=None)
    mine = room.seat("member")
    for what, owner in (("Water the beans", None), ("Mara's own thing", mine)):
        actions.add_action(
            actor=room.actor("member"), circle=ahead.circle, what=what, owner=owner, now=room.now
        )

    def lines():
        sheet = sheet_of(room.actor("member"), ahead.circle_id, now=room.now)
        return " ".join(line for part in sheet.parts for line in part.lines)

    assert "Someone of us: Water the beans" in lines() and "own thing" not in lines()
    assert "Opens the door" not in lines(), "who chose no name for paper is not named"
    assert "Looks out for people – would you?" in lines()
    Member.objects.filter(id=room.actor("member").id).update(paper="M. from the shop")
    assert "Opens the door – M. from the shop" in lines() and str(mine) not in lines()


def test_a_letter_has_the_address_side_as_its_reader_chose_it(room):
    Member.objects.filter(id=room.actor("member").id).update(named_outside_as="The reading club")
    want(room, "member")
    (letter,) = letters_for(room.actor("steward"), now=room.now)
    assert letter.lines == ("Mara M.", "12 Harbour Street") and letter.named == "The reading club"
    assert {sheet.circle.openness for sheet in letter.sheets} == {"open"}
    page = room.post("steward", "meetings:letter_round").content.decode()
    assert "12 Harbour Street" in page and "The reading club" in page
    line = Line.objects.get(verb="letters.printed")
    assert line.about == {}


def test_a_letter_brings_the_slip_to_whoever_has_no_other_way_to_answer(room):
    want(room, "member")
    (letter,) = letters_for(room.actor("steward"), now=room.now)
    asked = [sheet for sheet in letter.sheets if sheet.slips]
    page = room.post("steward", "meetings:letter_round").content.decode()
    assert asked and page.count("My name, if it is to count as mine:") == len(asked)


def test_nothing_of_closed_or_hidden_circles_is_in_a_letter(room):
    want(room, "member")
    for key in ("closed", "hidden"):
        actions.add_action(
            actor=room.actor("member"), circle=room.circle(key), what=f"Secret of {key}", now=room.now
        )
    page = room.post("steward", "meetings:letter_round").content.decode()
    assert "Secret of" not in page


def test_who_prints_and_who_does_not(room):
    want(room, "member")
    for who in ("member", "guest", "paused", "registrar"):
        assert room.get(who, "meetings:letter_round").status_code == 403, who
        with pytest.raises(Refused):
            letters_for(room.actor(who), now=room.now)
    for who in ("operator", "former", "visitor", "elsewhere"):
        assert room.get(who, "meetings:letter_round").status_code == 404, who


def test_the_address_is_sealed_and_goes_with_no_more_letters(room):
    row = want(room, "member")
    assert b"Harbour Street" not in bytes(PaperWish.objects.get().address.raw)
    assert "12 Harbour Street" in room.get("member", "meetings:paper").content.decode()
    room.post("member", "meetings:paper", no_more="1")
    assert not PaperWish.objects.exists()
    assert Tombstone.objects.filter(row_id=row.id).exists()


def test_erasing_takes_the_address(room):
    want(room, "neighbour")
    erase_own(actor=room.actor("neighbour"), now=room.now)
    assert not PaperWish.objects.exists()


def test_for_somebody_without_a_sign_in_whom_they_chose_writes(room):
    voice, other = room.actor("member"), room.actor("neighbour")
    silent = Member.objects.create(name="Otto", standing="member", speaks_through=voice)
    given = {"member": silent, "way": "hand", "address": "Otto, pigeonhole 4", "now": room.now}
    with pytest.raises(Refused):
        paper.want_paper(actor=other, **given)
    paper.want_paper(actor=voice, **given)
    page = room.client("member").get(room.path("meetings:paper"), {"for": str(silent.id)}).content.decode()
    assert "pigeonhole 4" in page
    answer = room.client("neighbour").get(room.path("meetings:paper"), {"for": str(silent.id)})
    assert answer.status_code == 404
    assert room.client("member").get(room.path("meetings:paper"), {"for": "x"}).status_code == 404


@pytest.mark.parametrize("address", ["", "  \n ", "a\n" * 8, "x" * 61])
def test_what_does_not_fit_is_said_beside_the_field(room, address):
    answer = room.post("member", "meetings:paper", way="post", address=address)
    assert answer.status_code == 422 and not PaperWish.objects.exists()


def test_who_has_left_gets_none(room):
    want(room, "neighbour")
    Member.objects.filter(id=room.actor("neighbour").id).update(standing="former")
    assert letters_for(room.actor("steward"), now=room.now + timedelta(days=1)) == []
