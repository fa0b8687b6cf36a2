"""Who comes: places, the list of those who wait, what is seen of whom."""

from __future__ import annotations

import threading
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from commonhearth.foundation import sealed
from commonhearth.foundation.access import Refused
from commonhearth.foundation.accounts.models import Person
from commonhearth.foundation.circles.models import Circle, CircleKind
from commonhearth.foundation.communities.services import create_community
from commonhearth.foundation.members.models import Member, Standing
from commonhearth.foundation.members.services import go_away, keep_apart
from commonhearth.foundation.notices.models import Notice
from commonhearth.foundation.tenancy import in_community
from commonhearth.rooms.meetings import selectors, services
from commonhearth.rooms.meetings.access import may_open_needs, may_open_online, may_see_names
from commonhearth.rooms.meetings.models import Coming, Meeting, Series
from commonhearth.rooms.meetings.services.coming import taken
from tests.foundation.circles.conftest import House
from tests.rooms.meetings.conftest import dates, said


def plan(house: House, mara: Member, circle: Circle, **more: Any) -> Meeting:
    """Plan something for everyone inside, and return its first date."""
    told = {"doors": "community"} | more
    made = services.plan(actor=mara, circle=circle, said=said(**told), now=house.now)
    return selectors.meeting_row(mara, dates(made)[0].id, now=house.now)


def test_one_says_yes_perhaps_and_no_until_it_starts(house: House, mara: Member, kitchen: Circle) -> None:
    one = plan(house, mara, kitchen)
    for says in ("coming", "maybe", "not", "coming"):
        services.answer(actor=mara, meeting=one, says=says, now=house.now)
    assert Coming.objects.get(member=mara).answer == "coming"

    with pytest.raises(Refused, match="meetings_begun"):
        services.answer(actor=mara, meeting=one, says="not", now=one.starts)


@pytest.mark.parametrize(
    ("standing", "code"), [(Standing.PAUSED, "away_now"), (Standing.FORMER, "not_inside")]
)
def test_who_is_away_or_gone_says_nothing(
    house: House, mara: Member, kitchen: Circle, standing: str, code: str
) -> None:
    one = plan(house, mara, kitchen)
    with pytest.raises(Refused, match=code):
        services.answer(actor=house.member("Other", standing), meeting=one, says="coming", now=house.now)


def test_a_newcomer_may_come_on_thursday(house: House, mara: Member, kitchen: Circle) -> None:
    one = plan(house, mara, kitchen)
    services.answer(actor=house.member("Gwen", Standing.GUEST), meeting=one, says="coming", now=house.now)


def test_the_circle_s_own_meeting_is_for_its_people(house: House, mara: Member, kitchen: Circle) -> None:
    one = plan(house, mara, kitchen, doors="circle")
    with pytest.raises(Refused, match="meetings_for_the_circle"):
        services.answer(actor=house.member("Nils"), meeting=one, says="coming", now=house.now)


def test_who_waits_moves_up_in_order_and_is_told(house: House, mara: Member, kitchen: Circle) -> None:
    one = plan(house, mara, kitchen, seats=2)
    people = [house.member(name) for name in ("Ana", "Ben", "Cleo", "Dov")]
    for minute, person in enumerate(people):
        services.answer(actor=person, meeting=one, says="coming", now=house.now + timedelta(minutes=minute))
    assert [Coming.objects.get(member=person).waiting for person in people] == [False, False, True, True]

    services.answer(actor=people[0], meeting=one, says="not", now=house.now + timedelta(hours=1))

    assert [Coming.objects.get(member=person).waiting for person in people] == [False, False, False, True]
    assert [told.member_id for told in Notice.objects.filter(code="meetings.place")] == [people[2].id]


def test_who_brings_three_is_not_passed_by_whoever_came_later(
    house: House, mara: Member, kitchen: Circle
) -> None:
    one = plan(house, mara, kitchen, seats=3)
    ana, ben, cleo = (house.member(name) for name in ("Ana", "Ben", "Cleo"))
    services.answer(actor=ana, meeting=one, says="coming", bringing=1, now=house.now)
    services.answer(actor=ben, meeting=one, says="coming", bringing=2, now=house.now)
    services.answer(actor=cleo, meeting=one, says="coming", now=house.now + timedelta(minutes=1))
    assert Coming.objects.get(member=cleo).waiting  # one place is free, and Ben waits for three

    services.answer(actor=ana, meeting=one, says="not", now=house.now)

    assert (Coming.objects.get(member=ben).waiting, Coming.objects.get(member=cleo).waiting) == (False, True)


def test_whoever_has_a_place_brings_no_more_than_there_are(
    house: House, mara: Member, kitchen: Circle
) -> None:
    one = plan(house, mara, kitchen, seats=3)
    services.answer(actor=mara, meeting=one, says="coming", now=house.now)
    services.answer(actor=house.member("Ana"), meeting=one, says="coming", now=house.now)

    with pytest.raises(services.NoPlaceLeft) as full:
        services.answer(actor=mara, meeting=one, says="coming", bringing=3, now=house.now)

    assert full.value.left == 2  # oneself counted
    assert Coming.objects.get(member=mara).bringing == 0


def test_going_away_gives_the_place_to_who_waits(house: House, mara: Member, kitchen: Circle) -> None:
    one = plan(house, mara, kitchen, seats=1)
    ana, ben = house.member("Ana"), house.member("Ben")
    services.answer(actor=ana, meeting=one, says="coming", now=house.now)
    services.answer(actor=ben, meeting=one, says="coming", now=house.now)

    go_away(actor=ana, back_on=None, now=house.now)

    assert not Coming.objects.get(member=ben).waiting
    assert not Coming.objects.filter(member=ana).exists()


def test_two_at_once_never_share_the_last_place(real_commits: Any, now: Any) -> None:
    person = Person.objects.create_user(email="stella@example.org")
    community = create_community(
        actor=person, name="Willow House", slug="willow", founder_name="Stella", now=now
    )
    with in_community(community.id):  # committed when it is left
        house = House(community, now)
        mara = house.member("Mara")
        one = plan(house, mara, house.circle(mara), seats=3)
        people = [house.member(f"P{number}") for number in range(8)]
    begin = threading.Barrier(len(people))

    def come(person: Member) -> None:
        try:
            with in_community(house.community.id):
                begin.wait(20)
                services.answer(actor=person, meeting=one, says="coming", bringing=0, now=now)
        finally:
            connection.close()

    threads = [threading.Thread(target=come, args=(person,)) for person in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    with in_community(house.community.id):
        assert taken(one) == 3
        assert Coming.objects.filter(meeting=one, waiting=True).count() == 5
        assert not Coming.objects.filter(meeting=one, waiting=True).exclude(answer="coming").exists()


def test_names_are_for_the_circle_and_never_of_a_support_circle(house: House, mara: Member) -> None:
    kitchen = house.circle(mara)
    evening = house.circle(mara, "closed", kind=CircleKind.SUPPORT, name="Evening", own_name="Moss")
    nils = house.member("Nils")
    mara = house.acting(mara)
    open_one, support = plan(house, mara, kitchen), plan(house, mara, evening, kind="support")
    for one in (open_one, support):
        services.answer(actor=mara, meeting=one, says="coming", now=house.now)
        services.answer(actor=nils, meeting=one, says="coming", bringing=1, now=house.now)

    assert selectors.who_comes(mara, open_one).coming == ["Mara", "Nils + 1"]
    for viewer in (mara, nils):
        who = selectors.who_comes(viewer, support)
        assert (who.heads, who.coming, who.named) == (3, [], False)
        assert not may_see_names(viewer, support)


def test_whoever_is_kept_apart_is_neither_named_nor_counted(
    house: House, mara: Member, kitchen: Circle
) -> None:
    one = plan(house, mara, kitchen)
    nils, rosa = house.member("Nils"), house.member("Rosa")
    for person in (nils, rosa):
        services.answer(actor=person, meeting=one, says="coming", now=house.now)
    keep_apart(actor=mara, other=nils, now=house.now)

    hers, his = selectors.who_comes(mara, one), selectors.who_comes(nils, one)

    assert (hers.coming, hers.heads, hers.warned) == (["Rosa"], 1, True)
    assert his.warned is False  # the other is never told


def test_needs_are_read_by_the_host_alone(house: House, mara: Member, kitchen: Circle) -> None:
    one = plan(house, mara, kitchen)
    nils, rosa = house.member("Nils"), house.member("Rosa")
    coming = services.answer(
        actor=nils, meeting=one, says="coming", needs="A chair by the door", now=house.now
    )

    assert selectors.needs_told(mara, one) == ["A chair by the door"]
    assert selectors.own_needs(nils, coming) == "A chair by the door"
    for other in (rosa, house.steward()):
        assert selectors.needs_told(other, one) == []
        assert not may_open_needs(other, coming)
        with pytest.raises(Refused):
            sealed.open(coming.needs, viewer=other)


def test_the_way_in_online_is_for_who_said_yes(house: House, mara: Member, kitchen: Circle) -> None:
    one = plan(house, mara, kitchen, online="https://meet.example/room", seats=1)
    ana, ben, cleo = (house.member(name) for name in ("Ana", "Ben", "Cleo"))
    yes = services.answer(actor=ana, meeting=one, says="coming", now=house.now)
    waits = services.answer(actor=ben, meeting=one, says="coming", now=house.now)
    perhaps = services.answer(actor=cleo, meeting=one, says="maybe", now=house.now)

    assert may_open_online(ana, one, yes) and may_open_online(mara, one, None)
    for who, coming in ((ben, waits), (cleo, perhaps), (cleo, None), (cleo, yes)):
        assert not may_open_online(who, one, coming)


def test_a_member_without_a_sign_in_comes_by_the_words_of_another(
    house: House, mara: Member, kitchen: Circle
) -> None:
    one = plan(house, mara, kitchen)
    rosa, tom = house.member("Rosa"), house.member("Tom")
    rosa.speaks_through = tom
    rosa.save()
    rosa = house.acting(rosa)

    services.answer_for(actor=tom, member=rosa, meeting=one, says="coming", now=house.now)

    row = Coming.objects.get(member=rosa)
    assert (row.answer, row.written_by_id) == ("coming", tom.id)
    with pytest.raises(Refused, match="not_their_voice"):
        services.answer_for(actor=mara, member=rosa, meeting=one, says="not", now=house.now)


def test_the_filter_of_lists_is_the_rule(house: House, mara: Member, kitchen: Circle) -> None:
    """`visible_meetings` says to the database what `may_see_meeting` says of each."""
    from commonhearth.foundation.access import VISITOR
    from commonhearth.rooms.meetings.access import may_see_meeting

    house.community.public_page = True
    house.community.save()
    circles = [
        kitchen,
        house.circle(mara, "closed", name="Evening"),
        house.circle(mara, "confidential", name="Lantern"),
        house.circle(house.steward(), "closed", name="Other"),
    ]
    for circle in circles:
        circle.community.public_page = True
        planner = house.acting(mara) if circle.id in house.acting(mara).seats else house.steward()
        for doors in ("circle", "community", "all") if not circle.is_hidden else ("circle",):
            services.plan(actor=planner, circle=circle, said=said(doors=doors), now=house.now)
    every = list(Meeting.objects.select_related("series", "circle__community"))
    viewers = [
        house.acting(mara), house.member("Nils"), house.steward(), house.member("Gwen", Standing.GUEST),
        house.member("Away", Standing.PAUSED), house.member("Gone", Standing.FORMER), VISITOR,
    ]  # fmt: skip
    for viewer in viewers:
        by_rule = {one.id for one in every if may_see_meeting(viewer, one)}
        assert {one.id for one in selectors.visible_meetings(viewer)} == by_rule
        assert by_rule  # everybody sees what is open to all
    assert Series.objects.count() == 10
