"""Turns on the notice-board sheet, and what a gathering says of itself."""

from __future__ import annotations

from datetime import timedelta

from django.test import Client

from commonhearth.foundation.circles.models import Circle, CircleKind
from commonhearth.foundation.members.models import Member
from commonhearth.foundation.members.services import keep_apart
from commonhearth.rooms.meetings import services
from commonhearth.rooms.meetings.models import Series, Turn
from commonhearth.rooms.meetings.selectors.board import turns_on_the_board
from tests.foundation.circles.conftest import House
from tests.rooms.meetings.conftest import dates, said


def turn(house: House, series: Series, hat: str, holder: Member | None, number: int = 0) -> Turn:
    meeting = dates(series)[number]
    seat = holder.seats[meeting.circle_id].membership_id if holder else None
    return Turn.objects.create(
        meeting=meeting, circle=meeting.circle, hat=hat, holder_id=seat, created=house.now
    )


def lines(house: House, circle: Circle, viewer: Member) -> tuple[str, ...]:
    part = turns_on_the_board(house.acting(viewer), circle, house.now + timedelta(days=1))
    return part.lines if part else ()


def test_what_is_open_stands_there_and_a_name_only_as_chosen_for_paper(
    house: House, mara: Member, kitchen: Circle, thursdays: Series
) -> None:
    mara = house.acting(mara)
    turn(house, thursdays, "host", None)
    turn(house, thursdays, "facilitator", mara)
    turn(house, thursdays, "scribe", None, number=3)  # weeks ahead
    assert lines(house, kitchen, mara) == ("Thursday 12 March, Opens the door: still open. Would you?",)

    Member.objects.filter(id=mara.id).update(paper="Mara P.")
    assert lines(house, kitchen, mara)[1] == "Thursday 12 March, Leads the meeting: Mara P."
    assert lines(house, house.root, mara) == (), "each circle's own"

    nils = house.member("Nils")
    keep_apart(actor=nils, other=mara, now=house.now)
    assert lines(house, kitchen, nils) == ("Thursday 12 March, Opens the door: still open. Would you?",)


def test_of_a_support_circle_nobody_is_named(house: House, mara: Member) -> None:
    circle = house.circle(mara, kind=CircleKind.SUPPORT, name="Evening")
    series = services.plan(actor=house.acting(mara), circle=circle, said=said(), now=house.now)
    Member.objects.filter(id=mara.id).update(paper="Mara P.")
    turn(house, series, "facilitator", house.acting(mara))
    turn(house, series, "host", None)
    assert lines(house, circle, mara) == ("Thursday 12 March, Opens the door: still open. Would you?",)


def test_a_practice_says_who_leads_what_it_costs_and_what_is_not_known(house: House, mara: Member) -> None:
    house.community.public_page = True
    house.community.save()
    series = services.plan(
        actor=house.acting(house.steward()),
        circle=house.root,
        said=said(
            kind="gathering",
            doors="all",
            district="Southsea",
            led_by="Ines, who sings",
            costs="nothing",
            known="It is good company.\nNobody knows what else it does.",
        ),
        now=house.now,
    )
    page = Client().get(f"/c/willow/meetings/{dates(series)[0].id}/").content.decode()
    for words in (
        "Ines, who sings",
        "nothing",
        "What is and is not known about it",
        "Nobody knows what else",
    ):
        assert words in page
