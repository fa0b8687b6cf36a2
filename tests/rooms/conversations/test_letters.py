"""Letters between two who both said yes: who may ask, that no and not yet look alike, and who reads what."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.db import connection

from commonhearth.foundation import sealed
from commonhearth.foundation.access import NotVisible, Refused
from commonhearth.foundation.circles import services as circles
from commonhearth.foundation.circles.models import Circle, CircleMembership, Openness, Role
from commonhearth.foundation.circles.selectors import person_in
from commonhearth.foundation.members import services as members
from commonhearth.foundation.members.models import Death, Hold, Member
from commonhearth.foundation.members.services.erasing import erase_own
from commonhearth.foundation.members.services.export import own_rows
from commonhearth.foundation.notices.models import Notice
from commonhearth.foundation.sealed.models import Tombstone
from commonhearth.rooms.conversations.models import Correspondence, Letter, LetterAsking
from commonhearth.rooms.conversations.selectors import letters as selectors
from commonhearth.rooms.conversations.services import letters as services
from tests.foundation.circles.conftest import House

WORDS = "The kettle is on whenever you like."


@dataclass
class Two:
    """Ada and Ben, who know each other from a hidden circle as Fern and Moss."""

    house: House
    ada: Member
    ben: Member
    circle: Circle

    def place(self, who: Member) -> CircleMembership:
        return CircleMembership.objects.select_related("member").get(
            circle=self.circle, member=who, left=None
        )

    def act(self, who: Member) -> Member:
        return self.house.acting(who)

    def ask(self, line: str = "") -> LetterAsking:
        return services.ask_for_letters(
            actor=self.act(self.ada),
            circle=self.circle,
            other=self.place(self.ben),
            line=line,
            now=self.house.now,
        )

    def agree(self) -> Correspondence:
        return services.say_yes_to_letters(actor=self.act(self.ben), asking=self.ask(), now=self.house.now)

    def write(
        self, who: Member, correspondence: Correspondence, text: str = WORDS, minutes: int = 0
    ) -> Letter:
        return services.write_letter(
            actor=self.act(who),
            correspondence=correspondence,
            text=text,
            now=self.house.now + timedelta(minutes=minutes),
        )

    def read(self, who: Member, correspondence: Correspondence) -> list[str | None]:
        viewer = self.act(who)
        found, _other = selectors.correspondence_for(viewer, correspondence.id)
        return [letter.text for letter in selectors.letters_in(viewer, found)[0]]


@pytest.fixture
def two(house: House) -> Two:
    ada, ben = house.member("Ada"), house.member("Ben")
    circle = house.circle(ada, Openness.CONFIDENTIAL, own_name="Fern")
    house.bring(house.acting(ada), circle, ben, "Moss")
    return Two(house, ada, ben, circle)


def box(two: Two, who: Member) -> selectors.Box:
    return selectors.letters_of(two.act(who), now=two.house.now)


def seen_by_asker(two: Two) -> object:
    viewer = two.act(two.ada)
    return selectors.letters_of(viewer, now=two.house.now)


def test_nobody_writes_before_both_said_yes(two: Two):
    two.ask("I liked what you said.")
    assert Correspondence.objects.count() == 0
    [asked] = box(two, two.ben).asked
    assert (asked.name, asked.line) == ("Fern", "I liked what you said.")


def test_two_who_said_yes_read_each_other_and_nobody_else_does(two: Two):
    here = two.agree()
    two.write(two.ada, here)
    two.write(two.ben, here, "Tea, then.", minutes=1)
    assert two.read(two.ada, here) == two.read(two.ben, here) == [WORDS, "Tea, then."]
    third = two.house.member("Cleo")
    two.house.bring(two.act(two.ada), two.circle, third, "Heron")
    for other in (third, two.house.steward()):
        with pytest.raises(NotVisible):
            selectors.correspondence_for(two.act(other), here.id)
        with pytest.raises(Refused):
            sealed.open(Letter.objects.first().text, viewer=two.act(other))


def test_a_quiet_no_and_no_answer_look_alike_to_the_one_who_asked(two: Two):
    asking = two.ask()
    before = seen_by_asker(two)
    services.say_quietly_no_to_letters(actor=two.act(two.ben), asking=asking, now=two.house.now)
    assert seen_by_asker(two) == before
    assert box(two, two.ben).asked == []
    assert Notice.objects.filter(member=two.ada).count() == 0
    mine = own_rows(two.ada)["conversations_letterasking"]
    assert "waits" not in mine[0], "the asker's own export would tell"
    with pytest.raises(Refused) as refused:
        two.ask()
    assert refused.value.verdict.code == "letters_asked"


def test_an_asking_lapses_whatever_was_answered(two: Two):
    asking = two.ask()
    services.say_quietly_no_to_letters(actor=two.act(two.ben), asking=asking, now=two.house.now)
    later = two.house.now + services.LAPSES
    assert selectors.letters_of(two.act(two.ada), now=later).own == []
    assert services.forget_lapsed(now=later) == 1


def test_an_asking_that_lapsed_cannot_be_answered(two: Two):
    asking = two.ask()
    with pytest.raises(Refused):
        services.say_yes_to_letters(
            actor=two.act(two.ben), asking=asking, now=two.house.now + services.LAPSES
        )


def test_only_who_was_asked_answers(two: Two):
    asking = two.ask()
    for who in (two.ada, two.house.steward()):
        with pytest.raises(Refused):
            services.say_yes_to_letters(actor=two.act(who), asking=asking, now=two.house.now)


def test_either_ends_it_and_the_other_is_not_told_why(two: Two):
    here = two.agree()
    two.write(two.ada, here)
    services.end_letters(actor=two.act(two.ada), correspondence=here, now=two.house.now)
    services.end_letters(actor=two.act(two.ada), correspondence=here, now=two.house.now)
    for who in (two.ada, two.ben):
        with pytest.raises(Refused) as refused:
            two.write(who, here)
        assert refused.value.verdict.code == "letters_ended"
    assert two.read(two.ben, here) == [WORDS]


def test_kept_apart_looks_like_ended_and_stays_so_when_it_is_taken_back(two: Two):
    here = two.agree()
    two.write(two.ada, here)
    asking_before = Correspondence.objects.get(id=here.id)
    assert asking_before.ended is None
    members.keep_apart(actor=two.act(two.ben), other=two.ada, now=two.house.now)
    for who in (two.ada, two.ben):
        with pytest.raises(Refused) as refused:
            two.write(who, here)
        assert refused.value.verdict.code == "letters_ended"
    members.stop_keeping_apart(actor=two.act(two.ben), other=two.ada)
    with pytest.raises(Refused) as refused:
        two.write(two.ada, here)
    assert refused.value.verdict.code == "letters_ended"


@pytest.mark.parametrize("who_asks", ["ada", "ben"])
def test_an_asking_does_not_stand_between_two_who_are_kept_apart(two: Two, who_asks: str):
    asking = two.ask()
    asker, other = (two.ada, two.ben) if who_asks == "ada" else (two.ben, two.ada)
    before = box(two, two.ada).own
    members.keep_apart(actor=two.act(asker), other=other, now=two.house.now)
    assert box(two, two.ben).asked == []
    assert box(two, two.ada).own == before, "it would tell"
    with pytest.raises(Refused):
        services.say_yes_to_letters(actor=two.act(two.ben), asking=asking, now=two.house.now)
    with pytest.raises(NotVisible):
        person_in(two.act(two.ada), two.circle, two.place(two.ben).id)
    LetterAsking.objects.all().delete()
    with pytest.raises(Refused):
        two.ask()


def test_each_erasure_takes_its_own_words_and_leaves_the_others(two: Two):
    here = two.agree()
    two.write(two.ada, here)
    two.write(two.ben, here, "Tea, then.", minutes=1)
    erase_own(actor=two.act(two.ada), now=two.house.now)
    assert two.read(two.ben, here) == ["Tea, then."]
    assert Tombstone.objects.filter(label="conversations.Letter").count() == 1
    _here, other = selectors.correspondence_for(two.act(two.ben), here.id)
    assert other.name == ""


def test_words_whose_key_is_gone_are_told_as_erased(two: Two):
    here = two.agree()
    two.write(two.ada, here)
    sealed.destroy_key("member", two.ada.id)
    assert two.read(two.ben, here) == [None]


def test_letters_live_in_their_circle(two: Two):
    here = two.agree()
    two.write(two.ben, here)
    circles.leave(actor=two.act(two.ben), circle=two.circle, now=two.house.now)
    with pytest.raises(NotVisible):
        selectors.correspondence_for(two.act(two.ben), here.id)
    assert two.read(two.ada, here) == [WORDS]
    with pytest.raises(Refused) as refused:
        two.write(two.ada, here)
    assert refused.value.verdict.code == "letters_ended"


def test_who_is_away_reads_and_is_not_disturbed(two: Two):
    here = two.agree()
    Notice.objects.all().delete()
    members.go_away(actor=two.act(two.ben), back_on=None, now=two.house.now)
    two.write(two.ada, here)
    assert two.read(two.ben, here) == [WORDS]
    assert Notice.objects.filter(member=two.ben).count() == 0
    with pytest.raises(Refused) as refused:
        two.write(two.ben, here)
    assert refused.value.verdict.code == "away_now"


def test_who_is_on_hold_reads_nothing_and_writes_nothing(two: Two):
    here = two.agree()
    Hold.objects.create(
        member=two.ada,
        placed_by=two.house.steward(),
        confirm_by=two.house.now + timedelta(hours=24),
        until=two.house.now + timedelta(hours=72),
        talk_to="Stella",
        created=two.house.now,
    )
    with pytest.raises(NotVisible):
        selectors.correspondence_for(two.act(two.ada), here.id)
    with pytest.raises(Refused):
        two.write(two.ada, here)


def test_nothing_goes_out_to_somebody_who_has_died_and_a_mistake_changes_nothing(two: Two):
    here = two.agree()
    Notice.objects.all().delete()
    said = members.say_died(actor=two.house.steward(), member=two.ben, now=two.house.now)
    members.confirm_died(actor=two.act(two.ada), death=said, now=two.house.now)
    with pytest.raises(Refused) as refused:
        two.write(two.ada, here)
    assert refused.value.verdict.code == "letters_not_now"
    assert Notice.objects.filter(member=two.ben).count() == 0
    members.undo_died(actor=two.act(two.ada), death=Death.objects.get(), now=two.house.now)
    two.write(two.ada, here)
    assert two.read(two.ben, here) == [WORDS]


def test_a_door_that_is_shut_is_shut_in_one_circle_only(two: Two):
    services.set_letter_door(actor=two.act(two.ben), circle=two.circle, shut=True, now=two.house.now)
    with pytest.raises(Refused) as refused:
        two.ask()
    assert refused.value.verdict.code == "letters_shut"
    at_root = two.house.at_root(two.ben)
    services.ask_for_letters(actor=two.act(two.ada), circle=two.house.root, other=at_root, now=two.house.now)


def test_a_person_asks_only_so_many_at_a_time(two: Two):
    for number in range(services.MOST_ASKED):
        other = two.house.member(f"N{'a' * number}")
        services.ask_for_letters(
            actor=two.act(two.ada), circle=two.house.root, other=two.house.at_root(other), now=two.house.now
        )
    with pytest.raises(Refused) as refused:
        two.ask()
    assert refused.value.verdict.code == "letters_too_many_asked"


def test_the_same_two_have_letters_of_their_own_in_each_circle(two: Two):
    hidden = two.agree()
    asking = services.ask_for_letters(
        actor=two.act(two.ada), circle=two.house.root, other=two.house.at_root(two.ben), now=two.house.now
    )
    services.say_yes_to_letters(actor=two.act(two.ben), asking=asking, now=two.house.now)
    threads = box(two, two.ada).threads
    assert {(thread.name, thread.circle.is_root) for thread in threads} == {("Moss", False), ("Ben", True)}
    circles.leave(actor=two.act(two.ben), circle=two.circle, now=two.house.now)
    assert {thread.name: thread.ended for thread in box(two, two.ada).threads} == {
        "Moss": True,
        "Ben": False,
    }
    assert Correspondence.objects.get(id=hidden.id).ended


def test_a_newcomer_writes_at_once_to_who_said_yes_to_that_and_to_nobody_else(two: Two):
    new = two.house.member("Gwen", "guest")
    at_root = two.house.at_root(two.ben)
    given = {"circle": two.house.root, "other": at_root, "now": two.house.now}
    with pytest.raises(Refused) as refused:
        services.write_to_host(actor=two.act(new), text="Hello.", **given)
    assert refused.value.verdict.code == "still_new"
    services.set_letter_door(
        actor=two.act(two.ben), circle=two.house.root, shut=False, newcomers=True, now=two.house.now
    )
    assert list(selectors.write_to_hosts(two.act(new), [two.ben, two.ada])) == [two.ben.id]
    here = services.write_to_host(actor=two.act(new), text="Where do I come in?", **given)
    assert two.read(two.ben, here) == ["Where do I come in?"]
    with pytest.raises(Refused):
        services.write_to_host(actor=two.act(two.ada), text="Hello.", **given)


def test_a_newcomer_may_say_yes(two: Two):
    new = two.house.member("Gwen", "guest")
    asking = services.ask_for_letters(
        actor=two.act(two.ada), circle=two.house.root, other=two.house.at_root(new), now=two.house.now
    )
    here = services.say_yes_to_letters(actor=two.act(new), asking=asking, now=two.house.now)
    two.write(new, here)


def test_one_is_told_once_until_one_has_read(two: Two):
    here = two.agree()
    for minutes in range(3):
        two.write(two.ada, here, minutes=minutes)
    assert Notice.objects.filter(member=two.ben, code="letters.new").count() == 1
    notice = Notice.objects.get(member=two.ben, code="letters.new")
    assert (notice.params, notice.url_args) == ({}, []), "it would name a hidden circle"


def test_nothing_that_was_written_stands_open_in_the_database(two: Two):
    asking = two.ask("A line that nobody else sees.")
    here = services.say_yes_to_letters(actor=two.act(two.ben), asking=asking, now=two.house.now)
    two.write(two.ada, here)
    with connection.cursor() as cursor:
        cursor.execute("SELECT text FROM conversations_letter")
        [(raw,)] = cursor.fetchall()
    assert WORDS.encode() not in bytes(raw)


def test_ones_own_export_has_ones_own_letters_and_not_the_others(two: Two):
    here = two.agree()
    two.write(two.ada, here)
    two.write(two.ben, here, "Tea, then.", minutes=1)
    assert [row["text"] for row in own_rows(two.ada)["conversations_letter"]] == [WORDS]


def test_offices_give_nothing(two: Two):
    assert Role.objects.filter(office="steward").exists()
    assert box(two, two.house.steward()) == selectors.Box([], "", [], [])
