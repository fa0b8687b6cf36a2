"""Coming in under a name of one's own, asking, being invited, leaving."""

from __future__ import annotations

import pytest

from commonhearth.foundation import logbook
from commonhearth.foundation.access import Refused
from commonhearth.foundation.circles import services
from commonhearth.foundation.circles.models import Asking, Circle, CircleMembership, Openness, Role
from commonhearth.foundation.circles.selectors import (
    apart_inside,
    asking_for,
    askings_of,
    namesakes,
    people_of,
)
from commonhearth.foundation.circles.selectors.home import home_lines
from commonhearth.foundation.logbook.models import Line
from commonhearth.foundation.members.models import KeptApart, Standing


def code(raised) -> str:
    return raised.value.verdict.code


def test_an_open_circle_is_entered_at_once_under_another_name(house):
    ada, ben = house.member("Ada"), house.member("Ben")
    kitchen = house.circle(ada)
    seat = services.join(actor=ben, circle=kitchen, name="Wren", now=house.now)
    assert str(seat) == "Wren"
    assert kitchen.id in ben.circle_ids
    assert sorted(map(str, people_of(ada, kitchen).people)) == ["Ada", "Wren"]


def test_joining_twice_is_joining_once(house):
    ada, ben = house.member("Ada"), house.member("Ben")
    kitchen = house.circle(ada)
    services.join(actor=ben, circle=kitchen, name="Wren", now=house.now)
    with pytest.raises(Refused) as raised:
        services.join(actor=ben, circle=kitchen, name="Wren", now=house.now)
    assert code(raised) == "in_circle_already"
    assert CircleMembership.objects.filter(circle=kitchen, member=ben).count() == 1


@pytest.mark.parametrize("name", ["Ada", "ada", "  Ada "])
def test_in_an_open_circle_a_name_in_use_asks_for_a_telling_word(house, name):
    ada, ben = house.member("Ada"), house.member("Ben")
    kitchen = house.circle(ada)
    with pytest.raises(services.NameTaken):
        services.join(actor=ben, circle=kitchen, name=name, now=house.now)
    seat = services.join(actor=ben, circle=kitchen, name="Ada", word="garden", now=house.now)
    assert str(seat) == "Ada (garden)"
    assert [str(other) for other in namesakes(house.acting(ada), kitchen)] == ["Ada (garden)"]


@pytest.mark.parametrize("word", ["2", "№ 2", "  7 "])
def test_a_telling_word_is_never_a_number(house, word):
    ada, ben = house.member("Ada"), house.member("Ben")
    kitchen = house.circle(ada)
    with pytest.raises(services.WordIsNumber):
        services.join(actor=ben, circle=kitchen, name="Ada", word=word, now=house.now)


@pytest.mark.parametrize("openness", [Openness.CLOSED, Openness.CONFIDENTIAL])
def test_elsewhere_the_door_tells_no_name_and_the_word_is_asked_inside(house, openness):
    ada, ben = house.member("Ada"), house.member("Ben")
    circle = house.circle(ada, openness)
    seat = house.bring(ada, circle, ben, "Ada")
    assert seat.to_tell_apart
    services.rename_self(actor=ben, circle=circle, name="Ada", word="garden", now=house.now)
    seat.refresh_from_db()
    assert (str(seat), seat.to_tell_apart) == ("Ada (garden)", False)


def test_a_name_in_use_cannot_be_taken_by_renaming(house):
    ada, ben = house.member("Ada"), house.member("Ben")
    kitchen = house.circle(ada)
    services.join(actor=ben, circle=kitchen, name="Wren", now=house.now)
    with pytest.raises(services.NameTaken):
        services.rename_self(actor=ben, circle=kitchen, name="Ada", now=house.now)


def test_asking_a_yes_opens_the_door_and_they_go_in_themselves(house):
    ada, ben = house.member("Ada"), house.member("Ben")
    evening = house.circle(ada, Openness.CLOSED)
    asking = services.ask_to_join(actor=ben, circle=evening, name="Wren", now=house.now)
    assert [one.as_name for one in askings_of(ada, evening)] == ["Wren"]
    assert askings_of(ben, evening) == []
    with pytest.raises(Refused):
        services.join(actor=ben, circle=evening, name="Wren", now=house.now)
    services.answer_asking(actor=ada, asking=asking, welcome=True, now=house.now)
    services.join(actor=ben, circle=evening, name="Wren", now=house.now)
    assert evening.id in house.acting(ben).circle_ids
    assert not Asking.objects.exists()


def test_a_no_leaves_no_trace(house):
    ada, ben = house.member("Ada"), house.member("Ben")
    evening = house.circle(ada, Openness.CLOSED)
    asking = services.ask_to_join(actor=ben, circle=evening, name="Wren", now=house.now)
    lines = Line.objects.count()
    services.answer_asking(actor=ada, asking=asking, welcome=False, now=house.now)
    assert not Asking.objects.exists()
    assert Line.objects.count() == lines


def test_asking_twice_waits_for_the_first_answer(house):
    ada, ben = house.member("Ada"), house.member("Ben")
    evening = house.circle(ada, Openness.CLOSED)
    services.ask_to_join(actor=ben, circle=evening, name="Wren", now=house.now)
    with pytest.raises(Refused) as raised:
        services.ask_to_join(actor=ben, circle=evening, name="Robin", now=house.now)
    assert code(raised) == "asked_circle_already"


def test_inviting_answers_alike_whoever_is_named(house):
    """The one who invites does not learn who is inside under another name."""
    ada, ben, cleo = house.member("Ada"), house.member("Ben"), house.member("Cleo")
    hidden = house.circle(ada, Openness.CONFIDENTIAL)
    house.bring(ada, hidden, ben, "Wren")
    for member in (ben, cleo, cleo):
        assert services.invite(actor=ada, circle=hidden, person=house.at_root(member), now=house.now) is None
    assert Asking.objects.filter(circle=hidden).count() == 1


def test_no_thank_you_is_told_to_nobody(house):
    ada, ben = house.member("Ada"), house.member("Ben")
    hidden = house.circle(ada, Openness.CONFIDENTIAL)
    services.invite(actor=ada, circle=hidden, person=house.at_root(ben), now=house.now)
    lines = Line.objects.count()
    services.decline_invitation(actor=ben, asking=asking_for(ben, hidden), now=house.now)
    assert not Asking.objects.exists()
    assert Line.objects.count() == lines


def test_leaving_and_coming_back_adds_a_place(house):
    ada, ben = house.member("Ada"), house.member("Ben")
    kitchen = house.circle(ada)
    first = services.join(actor=ben, circle=kitchen, name="Wren", now=house.now)
    services.leave(actor=ben, circle=kitchen, now=house.now)
    assert kitchen.id not in ben.circle_ids
    second = services.join(actor=ben, circle=kitchen, name="Wren", now=house.now)
    assert first.id != second.id


def test_the_root_circle_is_left_by_leaving_the_community(house):
    ada = house.member("Ada")
    with pytest.raises(Refused) as raised:
        services.leave(actor=ada, circle=house.root, now=house.now)
    assert code(raised) == "leave_the_community"


def test_the_last_one_to_leave_a_hidden_circle_ends_it_and_those_below_move_up(house):
    ada, ben = house.member("Ada"), house.member("Ben")
    hidden = house.circle(ada, Openness.CONFIDENTIAL)
    below = house.circle(ada, Openness.OPEN, parent=hidden)
    house.bring(ada, below, ben)
    services.leave(actor=house.acting(ada), circle=hidden, now=house.now)
    hidden.refresh_from_db()
    below.refresh_from_db()
    assert hidden.closed_on == house.now
    assert (below.parent_id, below.openness) == (house.root.id, Openness.CONFIDENTIAL)


def test_the_last_one_to_leave_a_circle_by_invitation_ends_it_since_nobody_could_come_in_again(house):
    ada, ben = house.member("Ada"), house.member("Ben")
    kitchen = house.circle(ada, Openness.CLOSED)
    services.ask_to_join(actor=ben, circle=kitchen, name="Ben", now=house.now)
    services.leave(actor=ada, circle=kitchen, now=house.now)
    assert Circle.objects.get(id=kitchen.id).closed_on == house.now
    assert not Asking.objects.filter(circle=kitchen).exists(), "nobody waits for an answer that cannot come"


def test_an_open_circle_stands_empty_until_somebody_comes(house):
    ada, ben = house.member("Ada"), house.member("Ben")
    kitchen = house.circle(ada)
    services.leave(actor=ada, circle=kitchen, now=house.now)
    assert services.join(actor=ben, circle=kitchen, name="Ben", now=house.now)


def test_only_who_asked_to_be_kept_apart_is_warned_at_the_door(house):
    ada, ben, cleo = house.member("Ada"), house.member("Ben"), house.member("Cleo")
    kitchen = house.circle(ada)
    services.join(actor=ben, circle=kitchen, name="Wren", now=house.now)
    KeptApart.objects.create(asker=cleo, other=ben)
    assert apart_inside(cleo, kitchen)
    services.join(actor=cleo, circle=kitchen, name="Cleo", now=house.now)
    services.leave(actor=ben, circle=kitchen, now=house.now)
    assert not apart_inside(ben, kitchen)


def test_those_kept_apart_do_not_find_each_other_in_lists(house):
    ada, ben, cleo = house.member("Ada"), house.member("Ben"), house.member("Cleo")
    kitchen = house.circle(ada)
    for member in (ben, cleo):
        services.join(actor=member, circle=kitchen, name=member.name, now=house.now)
    KeptApart.objects.create(asker=cleo, other=ben)
    assert sorted(map(str, people_of(ben, kitchen).people)) == ["Ada", "Ben"]
    assert sorted(map(str, people_of(cleo, kitchen).people)) == ["Ada", "Cleo"]


def test_home_says_nothing_of_an_asking_by_somebody_kept_apart(house):
    ada, ben = house.member("Ada"), house.member("Ben")
    evening = house.circle(ada, Openness.CLOSED)
    services.ask_to_join(actor=ben, circle=evening, name="Wren", now=house.now)
    assert [line.order for line in home_lines(house.acting(ada), house.now)] == [15]
    KeptApart.objects.create(asker=ben, other=ada)
    assert home_lines(house.acting(ada), house.now) == []
    assert askings_of(house.acting(ada), evening) == []


def test_leaving_the_community_leaves_its_circles(house):
    from commonhearth.foundation.members import services as members

    ada, ben = house.member("Ada"), house.member("Ben")
    kitchen = house.circle(ada)
    services.join(actor=ben, circle=kitchen, name="Wren", now=house.now)
    members.leave(actor=ben, now=house.now)
    assert not CircleMembership.objects.filter(member=ben, left=None).exists()
    assert not Role.objects.filter(holder__member=ben, ended=None).exists()


def test_a_newcomer_sees_an_open_circle_and_does_not_join(house):
    ada, gwen = house.member("Ada"), house.member("Gwen", Standing.GUEST)
    kitchen = house.circle(ada)
    assert people_of(gwen, kitchen).people
    with pytest.raises(Refused) as raised:
        services.join(actor=gwen, circle=kitchen, name="Gwen", now=house.now)
    assert code(raised) == "still_new"


def test_every_act_that_breaks_its_line_breaks_too(house, monkeypatch):
    ada, ben = house.member("Ada"), house.member("Ben")
    kitchen = house.circle(ada)

    def broken(**kwargs: object) -> None:
        raise OSError("no line")

    monkeypatch.setattr(logbook, "write", broken)
    with pytest.raises(OSError):
        services.join(actor=ben, circle=kitchen, name="Wren", now=house.now)
    assert not CircleMembership.objects.filter(circle=kitchen, member=ben).exists()


def test_a_long_list_is_paged_by_key(house):
    ada = house.member("Ada")
    kitchen = house.circle(ada)
    for number in range(7):
        services.join(
            actor=house.member(f"Ben {'abcdefg'[number]}"),
            circle=kitchen,
            name=f"B{'abcdefg'[number]}",
            now=house.now,
        )
    seen, after = [], ""
    while True:
        page = people_of(ada, kitchen, after=after, size=3)
        seen += [str(one) for one in page.people]
        if page.more is None:
            break
        after = page.more
    assert sorted(seen) == ["Ada", "Ba", "Bb", "Bc", "Bd", "Be", "Bf", "Bg"]
